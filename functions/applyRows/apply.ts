import type * as z from 'zod';
import { invokeCommand } from '../shared/aws-command';
import type { Surroundings } from '../shared/create-handler';
import { isTransient } from '../shared/aws-errors';
import { InvalidRequestError } from '../shared/errors';
import { counted } from '../shared/words';
import type { ApplyOutput, Environment, Input } from './contract';
import { runBatch, tableAt } from './apply/run-batch';
import { readMarkers, forgetMarkers, mark } from './apply/markers';
import type { Repair, Target, Transaction } from './aws';
import { nextBatch } from './decide';
import { type Batch, Begun, Done, keysOf, PlanManifest, scriptKeyOf, sha256 } from './objects';
import { judgeSql, openTransaction, RepairRefused } from './transaction';

type Applying = Extract<Input, { action: 'apply' }>;
type Answer = z.input<typeof ApplyOutput>;
type Progress = NonNullable<Applying['progress']>;

export const START: Progress = {
  blocked: null,
  chunksPerTransaction: null,
  undone: 0,
  removed: 0,
  putBack: 0,
  keptNewer: 0,
  kept: [],
};
/** Of a commit without an answer, or of a value that somebody wrote in the same moment. */
const MOST_ATTEMPTS = 3;
const SCRIPTS_SHOWN = 50;
const MOST_CHUNKS = 1_000_000;

interface Applied {
  readonly repair: Repair;
  readonly input: Applying;
  readonly surroundings: Surroundings<Environment>;
  readonly bucket: string;
  readonly target: Target;
  readonly manifest: PlanManifest;
  readonly startedMs: number;
}

/**
 * Brings the rows of a plan back, one transaction after the other, as many as this call has time for. What was committed is
 * read from the markers, each written in its transaction: a commit whose answer was lost, a call that comes twice and a
 * function that died all go on from there.
 */
export async function apply(repair: Repair, input: Applying, surroundings: Surroundings<Environment>): Promise<Answer> {
  const { environment, now } = surroundings;
  const bucket = environment.EVIDENCE_BUCKET_NAME;
  const manifest = await readManifest(repair, bucket, input);
  const target = { ...input.live, region: environment.PRIMARY_REGION, database: input.database };
  const work = { repair, input, surroundings, bucket, target, manifest, startedMs: now() };
  await begin(work);
  const done = await readDone(work);
  if (await wasUndone(work)) return answer(work, done ?? [], 'refused', undoneWords(input.recoveryId), null, 0);
  if (done !== undefined) return await finish(work, done);
  return await goOn(work);
}

async function readManifest(
  repair: Repair,
  bucket: string,
  { recoveryId, planId, request }: Applying,
): Promise<PlanManifest> {
  const text = await repair.read(bucket, keysOf(recoveryId).plan(planId));
  if (text === undefined || sha256(text).slice(0, 16) !== planId) {
    throw new InvalidRequestError(
      `planId: ${planId} is no plan of recovery ${recoveryId}: plan again, and write the planId of the answer`,
    );
  }
  const manifest = PlanManifest.parse(JSON.parse(text));
  if (JSON.stringify(manifest.request) !== JSON.stringify(PlanManifest.shape.request.parse(request))) {
    throw new InvalidRequestError(
      `planId: ${planId} is the plan of another request: plan again, and write the planId of the answer`,
    );
  }
  const [blocker] = manifest.blockers;
  if (blocker !== undefined) throw new InvalidRequestError(`planId: ${planId} cannot be applied: ${blocker}`);
  return manifest;
}

/** One plan a recovery: the undo is that of one. */
async function begin({ repair, bucket, input }: Applied): Promise<void> {
  const keys = keysOf(input.recoveryId);
  const text = await repair.read(bucket, keys.begun);
  const begun = text === undefined ? undefined : Begun.parse(JSON.parse(text));
  if (begun !== undefined && begun.planId !== input.planId) {
    throw new InvalidRequestError(
      `planId: recovery ${input.recoveryId} has begun to apply plan ${begun.planId}: undo it, and start another recovery`,
    );
  }
  if (begun === undefined) await repair.write(bucket, keys.begun, JSON.stringify({ planId: input.planId }));
}

async function readDone({ repair, bucket, input }: Applied): Promise<readonly Batch[] | undefined> {
  const text = await repair.read(bucket, keysOf(input.recoveryId).done);
  return text === undefined ? undefined : Done.parse(JSON.parse(text)).batches;
}

async function wasUndone({ repair, bucket, input }: Applied): Promise<boolean> {
  return (await repair.read(bucket, keysOf(input.recoveryId).undoBegun)) !== undefined;
}

function undoneWords(recoveryId: string): string {
  return `recovery ${recoveryId} was undone: start another one`;
}

async function goOn(work: Applied): Promise<Answer> {
  const { environment, now } = work.surroundings;
  const deadlineMs = work.startedMs + environment.DEADLINE_SECONDS * 1000;
  let progress: Progress = { ...(work.input.progress ?? START), blocked: null };
  let before = work.input.progress?.blocked ?? null;
  let batches: readonly Batch[] = [];
  let isFinished = false;
  for (let failed = 0; !isFinished; ) {
    if (now() >= deadlineMs) return answer(work, batches, 'working', 'more transactions follow', progress, 0);
    const { replica } = work.manifest;
    const opened = await openTransaction(work.repair, work.target, { replica, before, nowMs: now() });
    before = null;
    if (opened.kind === 'blocked') {
      return answer(work, batches, 'working', opened.detail, { ...progress, blocked: opened.blocked }, 20);
    }
    const { transaction } = opened;
    try {
      const step = await oneBatch(work, transaction, progress, deadlineMs);
      batches = step.batches;
      isFinished = step.kind === 'finished';
      if (step.kind === 'late') {
        progress = { ...progress, chunksPerTransaction: step.chunks };
        return answer(work, batches, 'working', step.detail, progress, 0);
      }
    } catch (error) {
      await transaction.rollback();
      if (error instanceof RepairRefused) return answer(work, batches, 'refused', error.message, progress, 0);
      const trouble = judgeSql(error);
      if (trouble?.kind === 'refused') return answer(work, batches, 'refused', trouble.detail, progress, 0);
      if (trouble?.kind === 'wait') return answer(work, batches, 'working', trouble.detail, progress, 15);
      failed += 1;
      if (trouble?.kind === 'taken' && failed >= MOST_ATTEMPTS)
        return answer(work, batches, 'refused', trouble.detail, progress, 0);
      // No answer: the marker of the next transaction says whether this one was committed.
      if (trouble === undefined && !isTransient(error)) throw error;
      if (failed >= MOST_ATTEMPTS) throw error;
    }
  }
  // What it does no attempt may follow: without the markers the rows that are there look newer than the plan.
  return await finish(work, batches);
}

type Step =
  | { readonly kind: 'committed' | 'finished'; readonly batches: readonly Batch[] }
  /** It does not end within a call: fewer chunks a transaction. */
  | { readonly kind: 'late'; readonly batches: readonly Batch[]; readonly chunks: number; readonly detail: string };

async function oneBatch(
  work: Applied,
  transaction: Transaction,
  progress: Progress,
  deadlineMs: number,
): Promise<Step> {
  const { repair, bucket, input, manifest, surroundings } = work;
  const batches = await readMarkers(transaction, input.recoveryId, input.planId);
  const from = batches.at(-1)?.to ?? 0;
  // Under the lock, and behind the markers: a call beside this one may have ended the repair, and removed them.
  const done = await readDone(work);
  // Under the lock: whoever takes the repair back has the last word.
  if (await wasUndone(work)) throw new RepairRefused(undoneWords(input.recoveryId));
  if (done !== undefined || from >= manifest.chunks.length) {
    await transaction.rollback();
    return { kind: 'finished', batches: done ?? batches };
  }
  const rowsOf = manifest.chunks.map(({ rows }) => rows);
  const chunks = manifest.oneTransaction ? MOST_CHUNKS : (progress.chunksPerTransaction ?? MOST_CHUNKS);
  const to = nextBatch(rowsOf, from, { rows: surroundings.environment.ROWS_PER_TRANSACTION, chunks });
  const timed = new TimedTransaction(transaction, () => surroundings.now() < deadlineMs);
  try {
    const batch = await runBatch({ repair, bucket, manifest, transaction: timed }, from, to);
    await mark(transaction, input.recoveryId, input.planId, batch);
    await transaction.commit();
    return { kind: 'committed', batches: [...batches, batch] };
  } catch (error) {
    if (!(error instanceof DeadlinePassed)) throw error;
    await transaction.rollback();
    if (manifest.oneTransaction || to - from === 1) {
      throw new RepairRefused(
        `one transaction of ${counted(to - from, 'part')} does not end within a call: bring fewer rows by a predicate (where)`,
      );
    }
    const fewer = Math.max(1, Math.floor((to - from) / 2));
    return {
      kind: 'late',
      batches,
      chunks: fewer,
      detail: `transactions of ${counted(fewer, 'part')} instead of ${to - from}, since a call has not time for more`,
    };
  }
}

class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** Begins no statement after the call's deadline. */
class TimedTransaction implements Transaction {
  readonly #transaction: Transaction;
  readonly #isInTime: () => boolean;

  constructor(transaction: Transaction, isInTime: () => boolean) {
    this.#transaction = transaction;
    this.#isInTime = isInTime;
  }

  query: Transaction['query'] = (sql, parameters) => {
    if (!this.#isInTime()) throw new DeadlinePassed('the call has no time left');
    return this.#transaction.query(sql, parameters);
  };

  commit(): Promise<void> {
    return this.#transaction.commit();
  }

  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }
}

/** What was done is written down before the markers go, so that a later call finds one or the other. */
async function finish(work: Applied, batches: readonly Batch[]): Promise<Answer> {
  const { repair, bucket, input, target, manifest, surroundings } = work;
  await repair.write(bucket, keysOf(input.recoveryId).done, JSON.stringify({ planId: input.planId, batches }));
  const forgotten = await forgetMarkers(repair, target, {
    recoveryId: input.recoveryId,
    replica: manifest.replica,
    before: input.progress?.blocked ?? null,
    nowMs: surroundings.now(),
  });
  if (forgotten.kind === 'blocked') {
    return answer(work, batches, 'working', forgotten.detail, { ...START, blocked: forgotten.blocked }, 20);
  }
  return answer(work, batches, 'done', '', null, 0);
}

function answer(
  { input, manifest, surroundings }: Applied,
  batches: readonly Batch[],
  phase: Answer['phase'],
  detail: string,
  progress: Progress | null,
  nextPollSeconds: number,
): Answer {
  const sum = (count: (batch: Batch) => number) => batches.reduce((total, batch) => total + count(batch), 0);
  const [inserted, updated, byTriggers] = [sum((b) => b.inserted), sum((b) => b.updated), sum((b) => b.byTriggers)];
  const { undo, undoPrefix } = keysOf(input.recoveryId);
  const done = batches.at(-1)?.to ?? 0;
  const written = `${counted(inserted, 'row')} inserted and ${updated} overwritten in ${counted(batches.length, 'transaction')}`;
  const { recoveryId, live, database } = input;
  return {
    action: 'apply',
    phase,
    detail: detail === '' ? `${written}.` : `${written}; ${detail}.`,
    nextPollSeconds,
    progress,
    inserted,
    updated,
    keptNewer: manifest.keptNewer + sum((batch) => batch.keptNewer),
    byTriggers,
    transactions: batches.length,
    undoObjects: manifest.chunks
      .slice(0, Math.min(done, SCRIPTS_SHOWN))
      .map(({ table }, index) => scriptKeyOf(undo(index, tableAt(manifest, table).table))),
    undoPrefix,
    undoCommand: invokeCommand(surroundings.region, surroundings.environment.FUNCTION_NAME, {
      action: 'undo',
      recoveryId,
      live,
      database,
    }),
  };
}
