import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import { ROW_TEXT_SETTINGS } from '../shared/row-text';
import { counted } from '../shared/words';
import type { Repair, Transaction } from './aws';
import type { Environment, Input, PlanOutput } from './contract';
import { batchesOf, CHUNK, sumOf } from './decide';
import type * as z from 'zod';
import { ComparisonIndex, keysOf, type PlanManifest, sha256 } from './objects';
import { RowChecks } from './plan/check-rows';
import { type CollectedTable, collectRows } from './plan/collect-rows';
import { type LiveFacts, readColumns, readFacts } from './plan/facts';
import { type SelectedTable, selectTables } from './plan/select-tables';
import { type Shape, shapeOf } from './plan/shape';
import { mayBeReplica, reading } from './transaction';

type Planning = Extract<Input, { action: 'plan' }>;

/** Beyond it postgres_fdw is the better way: INSERT … SELECT from the restored cluster, without the Data API's limits. */
const MOST_ROWS = 1_000_000;
const TABLES_SHOWN = 100;

/**
 * A dry run: reads the lists of a comparison, both clusters in transactions that are read-only, and writes nothing but the plan
 * itself beside the lists. Its counts go into an approval.
 */
export async function plan(
  repair: Repair,
  input: Planning,
  { environment }: Surroundings<Environment>,
): Promise<z.input<typeof PlanOutput>> {
  const bucket = environment.EVIDENCE_BUCKET_NAME;
  const selected = selectTables(await readIndex(repair, bucket, input), input.request);
  const at = { region: environment.PRIMARY_REGION, database: input.database };
  const names = selected.map(({ table }) => table);
  const columns = await reading(repair, { ...at, ...input.restored }, ROW_TEXT_SETTINGS, (restored) =>
    readColumns(restored, names),
  );
  const mayBe = await mayBeReplica(repair, { ...at, ...input.live });
  // The predicate is the person's: it finds functions and operators where the database does.
  return await reading(repair, { ...at, ...input.restored }, { row_security: 'off' }, (restored) =>
    reading(repair, { ...at, ...input.live }, ROW_TEXT_SETTINGS, (live) =>
      planRows(repair, input, environment, selected, { columns, mayBe }, { live, restored }),
    ),
  );
}

async function readIndex(repair: Repair, bucket: string, { recoveryId, request }: Planning): Promise<ComparisonIndex> {
  const key = keysOf(recoveryId).index(request.listFrom);
  const text = await repair.read(bucket, key);
  if (text === undefined) {
    throw new InvalidRequestError(
      `listFrom: there is no comparison at s3://${bucket}/${key}: write the prefix of one, such as "corruption/20260105-012500/before"`,
    );
  }
  return ComparisonIndex.parse(JSON.parse(text));
}

async function planRows(
  repair: Repair,
  input: Planning,
  environment: Environment,
  selected: readonly SelectedTable[],
  { columns, mayBe }: { readonly columns: Awaited<ReturnType<typeof readColumns>>; readonly mayBe: boolean },
  clusters: { readonly live: Transaction; readonly restored: Transaction },
): Promise<z.input<typeof PlanOutput>> {
  const { recoveryId, request } = input;
  const bucket = environment.EVIDENCE_BUCKET_NAME;
  const names = selected.map(({ table }) => table);
  const facts = await readFacts(clusters.live, names);
  const replica = request.triggers === 'skip' && mayBe;
  const shape = shapeOf(selected, facts, columns, replica);
  const checks = new RowChecks(shape.tables, facts, clusters.live);
  const onChunk: RowChecks['read'] = (place, operation, rows) => checks.read(place, operation, rows);
  const collected = new Map<number, CollectedTable>();
  for (const place of shape.order) {
    const table = shape.tables[place];
    if (table === undefined) continue;
    const rowsPerChunk = Math.min(CHUNK.rows, environment.ROWS_PER_TRANSACTION);
    const predicate = selected[place]?.predicate;
    const work = { repair, bucket, recoveryId, request, predicate, rowsPerChunk, onChunk, ...clusters };
    collected.set(place, await collectRows(work, place, table, selected[place]?.objects ?? {}));
  }
  const chunks = shape.order.flatMap((place) => collected.get(place)?.chunks ?? []);
  const rowsOf = chunks.map(({ rows }) => rows);
  const counts = sumOf([...collected.values()].map((each) => each.counts));
  const circles = circlesIn(shape, chunks, replica, mayBe);
  const oneTransaction = circles.some((each) => each.isHeld);
  const transactions = batchesOf(rowsOf, environment.ROWS_PER_TRANSACTION);
  const sequences = selected.map(({ table }) => checks.sequencesOf(table));
  const rows = counts.insert + counts.update;
  const blockers = [
    ...shape.blockers,
    ...(await checks.blockers()),
    ...(request.triggers === 'skip' && !mayBe ? unskippable(facts, [...collected], names) : []),
    ...circles.flatMap(({ blocker }) => blocker ?? []),
    ...sequences
      .flat()
      .flatMap((each) =>
        each.maySet
          ? []
          : [
              `the user of the secret may not set the sequence ${each.sequence}: GRANT UPDATE ON SEQUENCE ${each.sequence} to it`,
            ],
      ),
    ...(oneTransaction && transactions > 1
      ? [
          `tables that refer to each other take one transaction, and ${counted(rows, 'row')} are more than one takes (${environment.ROWS_PER_TRANSACTION}): bring fewer by a predicate (where)`,
        ]
      : []),
    ...(rows > MOST_ROWS
      ? [
          `${rows} rows are more than ${MOST_ROWS}: bring fewer by a predicate (where), or export the cluster and copy them with postgres_fdw`,
        ]
      : []),
    ...(counts.refused > 0
      ? [
          `${counted(counts.refused, 'row')} changed again since, which the request refuses: write changedSince "keepNewer" to leave them, or "takeOlder" to overwrite them`,
        ]
      : []),
    ...(rows === 0 && shape.blockers.length === 0 ? [nothingToBring(counts.keptNewer)] : []),
  ];
  const manifest: PlanManifest = {
    recoveryId,
    request,
    replica,
    undoReplica: mayBe,
    deferred: !replica && oneTransaction,
    oneTransaction,
    tables: shape.tables.map((table, place) => ({
      ...(table ?? {
        table: names[place] ?? '',
        key: [],
        keyTypes: [],
        columns: [],
        writable: [],
        settable: [],
        uniqueWithin: null,
      }),
      sequences: (sequences[place] ?? []).map(({ sequence, column, from, to }) => ({ sequence, column, from, to })),
    })),
    foreignKeys: [...facts.foreignKeys],
    chunks,
    keptNewer: counts.keptNewer,
    blockers,
  };
  const text = JSON.stringify(manifest, null, 1);
  const planId = sha256(text).slice(0, 16);
  const planObject = keysOf(recoveryId).plan(planId);
  await repair.write(bucket, planObject, text);
  return {
    action: 'plan',
    phase: 'done',
    detail: detailOf(counts.insert, counts.update, blockers),
    planId,
    counts,
    tables: shape.order
      .flatMap((place) => {
        const found = collected.get(place);
        return found === undefined ? [] : [{ table: names[place] ?? '', ...found.counts }];
      })
      .slice(0, TABLES_SHOWN),
    triggers: triggersOf(facts, names, replica),
    sequences: manifest.tables.flatMap((table) => table.sequences),
    transactions,
    blockers,
    notes: [...shape.notes, ...notesOf(counts.notMovable)],
    planObject,
  };
}

function nothingToBring(keptNewer: number): string {
  const kept =
    keptNewer > 0
      ? `; ${counted(keptNewer, 'row')} changed since ${keptNewer === 1 ? 'is' : 'are'} kept: write the transactions that did the damage, or changedSince "takeOlder"`
      : '';
  return `there is no row to bring back${kept === '' ? ': check tables and predicates (where) against the comparison' : kept}`;
}

function detailOf(insert: number, update: number, blockers: readonly string[]): string {
  const what = `${counted(insert, 'row')} to insert and ${insert === 1 && update === 1 ? '1' : String(update)} to overwrite`;
  return blockers.length === 0 ? `${what}.` : `${what}; ${counted(blockers.length, 'thing')} in the way.`;
}

/** Foreign keys that no order of tables satisfies. Without triggers they are checked before the commit, by the repair. */
function circlesIn({ circular }: Shape, chunks: PlanManifest['chunks'], replica: boolean, mayBe: boolean) {
  return circular
    .filter(({ from, to }) => {
      const inserts = chunks.filter(
        ({ table, operation }) => operation === 'insert' && (table === from || table === to),
      );
      // PostgreSQL checks a table's reference to itself when a statement has ended.
      return inserts.length > (from === to ? 1 : 0);
    })
    .map(({ name, deferrable }) => ({
      isHeld: replica || deferrable,
      blocker:
        replica || deferrable
          ? undefined
          : `the foreign key ${name} closes a circle and is checked at each statement: ${mayBe ? 'write triggers "skip"' : GRANT_REPLICA}, or ALTER TABLE … ALTER CONSTRAINT … DEFERRABLE`,
    }));
}

const GRANT_REPLICA = 'give the user of the secret SET ON PARAMETER session_replication_role';

/** Triggers that the request says are not to fire, and that would. */
function unskippable(
  facts: LiveFacts,
  collected: readonly (readonly [number, CollectedTable])[],
  names: readonly string[],
): readonly string[] {
  return collected.flatMap(([place, { chunks }]) => {
    const table = names[place] ?? '';
    const fire = (facts.tables.get(table)?.triggers ?? []).filter(({ enabled }) => enabled !== 'R');
    if (chunks.length === 0 || fire.length === 0) return [];
    return [
      `triggers of ${table} (${fire.map(({ name }) => name).join(', ')}) cannot be skipped, since the user of the secret may not set session_replication_role: ${GRANT_REPLICA}, or write triggers "fire"`,
    ];
  });
}

function triggersOf(
  facts: LiveFacts,
  names: readonly string[],
  replica: boolean,
): z.input<typeof PlanOutput>['triggers'] {
  return names.flatMap((table) =>
    (facts.tables.get(table)?.triggers ?? []).map(({ name, enabled }) => ({
      table,
      name,
      fires: enabled === 'A' || (replica ? enabled === 'R' : enabled === 'O'),
    })),
  );
}

function notesOf(notMovable: number): readonly string[] {
  return notMovable > 0
    ? [
        `${counted(notMovable, 'row')} larger than the Data API carries: bring them back from the restored cluster by hand (mode export)`,
      ]
    : [];
}
