import * as z from 'zod';
import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError, InvariantViolationError, TransientDependencyError } from '../shared/errors';
import { counted } from '../shared/words';
import { START } from './apply';
import { forgetMarkers, readMarkers } from './apply/markers';
import { tableAt } from './apply/run-batch';
import type { Repair, Target } from './aws';
import type { Environment, Input, UndoOutput } from './contract';
import { nextBatch } from './decide';
import { Batch, Begun, Done, keysOf, linesOf, PlanManifest, UndoRow } from './objects';
import { judgeSql, openTransaction, RepairRefused } from './transaction';
import { takeBack, type UndoItem } from './undo/take-back';

type Undoing = Extract<Input, { action: 'undo' }>;
type Answer = z.input<typeof UndoOutput>;
type Progress = NonNullable<Undoing['progress']>;

const MOST_ATTEMPTS = 3;
const KEPT_SHOWN = 20;

interface Work {
  readonly repair: Repair;
  readonly bucket: string;
  readonly target: Target;
  readonly manifest: PlanManifest;
  readonly recoveryId: string;
  readonly environment: Environment;
  readonly now: () => number;
}

/**
 * Takes a repair back row for row, from the objects of its undo, the last first. Rows that were written again since are kept,
 * and counted; sequences stay where they are. Each step finds what is as it was before, so any of them may come twice.
 */
export async function undo(
  repair: Repair,
  input: Undoing,
  { environment, now }: Surroundings<Environment>,
): Promise<Answer> {
  const startedMs = now();
  const { recoveryId } = input;
  const bucket = environment.EVIDENCE_BUCKET_NAME;
  const keys = keysOf(recoveryId);
  const begun = await repair.read(bucket, keys.begun);
  if (begun === undefined) {
    throw new InvalidRequestError(
      `recoveryId: recovery ${recoveryId} has applied nothing: write the id of one that has brought rows back`,
    );
  }
  const manifest = await readApplied(repair, bucket, recoveryId, Begun.parse(JSON.parse(begun)).planId);
  const target = { ...input.live, region: environment.PRIMARY_REGION, database: input.database };
  const work = { repair, bucket, target, manifest, recoveryId, environment, now };
  // From here on no call of the repair begins another transaction.
  await repair.write(bucket, keys.undoBegun, '{}');
  let progress: Progress = { ...(input.progress ?? START), blocked: null };
  let before = input.progress?.blocked ?? null;
  const planId = Begun.parse(JSON.parse(begun)).planId;
  let failed = 0;
  for (;;) {
    if (now() - startedMs >= environment.DEADLINE_SECONDS * 1000) return answer('working', 'more follows', progress, 0);
    const opened = await openTransaction(repair, target, { replica: manifest.undoReplica, before, nowMs: now() });
    before = null;
    if (opened.kind === 'blocked')
      return answer('working', opened.detail, { ...progress, blocked: opened.blocked }, 20);
    const { transaction } = opened;
    try {
      const batches = await findBatches(work, () => readMarkers(transaction, recoveryId, planId));
      const items = itemsOf(manifest, batches);
      if (progress.undone >= items.length) {
        await transaction.rollback();
        return await finish(work, progress);
      }
      const to = manifest.oneTransaction ? items.length : nextOf(manifest, items, progress, environment);
      const read = (object: string) => readRows(repair, bucket, object);
      const taken = await takeBack({ manifest, transaction, read }, items.slice(progress.undone, to));
      await transaction.commit();
      progress = {
        ...progress,
        undone: to,
        removed: progress.removed + taken.removed,
        putBack: progress.putBack + taken.putBack,
        keptNewer: progress.keptNewer + taken.kept.length,
        kept: [...progress.kept, ...taken.kept].slice(0, KEPT_SHOWN),
      };
    } catch (error) {
      await transaction.rollback();
      if (error instanceof RepairRefused) return answer('refused', error.message, progress, 0);
      const trouble = judgeSql(error);
      if (trouble?.kind === 'wait') return answer('working', trouble.detail, progress, 15);
      if (trouble !== undefined) return answer('refused', trouble.detail, progress, 0);
      failed += 1;
      if (!isTransient(error)) throw error;
      if (failed >= MOST_ATTEMPTS) throw new TransientDependencyError('the Data API gives no answer', { cause: error });
    }
  }
}

async function readApplied(repair: Repair, bucket: string, recoveryId: string, planId: string): Promise<PlanManifest> {
  const text = await repair.read(bucket, keysOf(recoveryId).plan(planId));
  if (text === undefined)
    throw new InvariantViolationError(`the plan ${planId} that was applied is gone from the bucket ${bucket}`);
  return PlanManifest.parse(JSON.parse(text));
}

/** What was committed, found once and under the lock: the markers go when the undo has ended. */
async function findBatches(
  { repair, bucket, recoveryId }: Work,
  readMarked: () => Promise<readonly Batch[]>,
): Promise<readonly Batch[]> {
  const keys = keysOf(recoveryId);
  const known = await repair.read(bucket, keys.undoBatches);
  if (known !== undefined) return z.array(Batch).parse(JSON.parse(known));
  const marked = await readMarked();
  // Read behind the markers: a repair that ends writes the one before it removes the others.
  const done = await repair.read(bucket, keys.done);
  const batches = done === undefined ? marked : Done.parse(JSON.parse(done)).batches;
  await repair.write(bucket, keys.undoBatches, JSON.stringify(batches));
  return batches;
}

/** The last first: of each transaction what its triggers inserted, then its chunks. */
function itemsOf(manifest: PlanManifest, batches: readonly Batch[]): readonly UndoItem[] {
  const { undo: keyOf } = keysOf(manifest.recoveryId);
  const others = [...new Set(batches.flatMap(({ triggerRows }) => triggerRows.map(({ table }) => table)))];
  return batches.toReversed().flatMap(({ from, to, triggerRows }) => [
    ...triggerRows.map((written): UndoItem => {
      const place = -1 - others.indexOf(written.table);
      return { object: written.object, place, table: written, settable: [] };
    }),
    ...manifest.chunks
      .slice(from, to)
      .map(({ table: place }, index): UndoItem => {
        const table = tableAt(manifest, place);
        return { object: keyOf(from + index, table.table), place, table, settable: table.settable };
      })
      .toReversed(),
  ]);
}

function nextOf(
  manifest: PlanManifest,
  items: readonly UndoItem[],
  { undone }: Progress,
  environment: Environment,
): number {
  const most = Math.max(...manifest.chunks.map(({ rows }) => rows));
  // Rows of triggers stand in the way of no bound: they go with the chunk behind them.
  return nextBatch(
    items.map(() => most),
    undone,
    { rows: environment.ROWS_PER_TRANSACTION, chunks: Number.POSITIVE_INFINITY },
  );
}

async function readRows(repair: Repair, bucket: string, object: string): Promise<readonly UndoRow[]> {
  const text = await repair.read(bucket, object);
  if (text === undefined) throw new InvariantViolationError(`the undo ${object} is gone from the bucket ${bucket}`);
  return linesOf(UndoRow, text);
}

async function finish({ repair, target, manifest, recoveryId, now }: Work, progress: Progress): Promise<Answer> {
  const how = { recoveryId, replica: manifest.undoReplica, before: null, nowMs: now() };
  const forgotten = await forgetMarkers(repair, target, how);
  if (forgotten.kind === 'blocked')
    return answer('working', forgotten.detail, { ...progress, blocked: forgotten.blocked }, 20);
  return answer('done', '', progress, 0);
}

function answer(phase: Answer['phase'], detail: string, progress: Progress, nextPollSeconds: number): Answer {
  const { removed, putBack, keptNewer, kept } = progress;
  const done = `${counted(removed, 'row')} removed again and ${putBack} overwritten back${keptNewer === 0 ? '' : `; ${keptNewer} kept, since they were written again`}`;
  return {
    action: 'undo',
    phase,
    detail: detail === '' ? `${done}.` : `${done}; ${detail}.`,
    nextPollSeconds,
    progress: phase === 'done' ? null : progress,
    removed,
    putBack,
    keptNewer,
    kept,
  };
}
