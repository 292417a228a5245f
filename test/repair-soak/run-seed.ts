import { Dice } from '../soak/draw/dice';
import { type DataCall, type Fault, RepairStage } from '../functions/applyRows/repair-stage';

/** How much there is, and how much of it is damaged. */
export interface RepairSize {
  readonly accounts: number;
  /** One of them is deleted. */
  readonly regions: number;
  readonly goodWrites: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly badRows: number;
  readonly restoredRows: number;
  readonly goodRowsLost: number;
  readonly undoRestoresBefore: boolean;
  /** What went wrong on the way, of what was drawn. */
  readonly met: readonly string[];
  readonly transactions: number;
  readonly dataApiCalls: number;
  /** What does not hold: nothing, where all is well. */
  readonly findings: readonly string[];
}

const TABLES = [
  { table: 'public.accounts', key: ['id'], columns: ['id', 'region', 'name', 'balance', 'stamp'] },
  { table: 'public.orders', key: ['id'], columns: ['id', 'account', 'total', 'note'] },
  { table: 'public.payments', key: ['id'], columns: ['id', 'account', 'amount', 'at'] },
] as const;

/** Accounts that are written while the repair works: the last of those that were there before. */
const BUSY = 200;

/**
 * A table with two children; a region's accounts are deleted by one statement, with their children; good writes go on before,
 * after and during the repair; a function dies and answers are lost where the seed says so. What must hold is counted by SQL
 * over a connection that the function does not use.
 */
export async function runSeed(seed: number, size: RepairSize): Promise<SeedResult> {
  const stage = new RepairStage();
  try {
    return await play(stage, new Dice(seed), seed, size);
  } finally {
    await stage.close();
  }
}

async function play(stage: RepairStage, dice: Dice, seed: number, size: RepairSize): Promise<SeedResult> {
  const { accounts, regions, goodWrites } = size;
  await stage.openLive(tablesOf(size));
  const region = dice.between('region', 0, regions - 1);
  const before = dice.between('moment', 0, Math.floor(goodWrites / 4));
  await write(stage, dice, size, region, before, 0);
  // The restored cluster is of this moment.
  await stage.restoreNow();
  await stage.run(`DELETE FROM accounts WHERE region = ${region} AND id <= ${accounts}`);
  await write(stage, dice, size, region, goodWrites - before, 1);
  const again = `SELECT id FROM accounts WHERE stamp = 3`;
  await stage.run(
    `INSERT INTO accounts SELECT n, ${region}, 'made again', 0, 3 FROM generate_series(1, ${accounts}) n
      WHERE n % ${regions} = ${region} ORDER BY n LIMIT ${dice.between('again', 0, 5)}`,
  );
  const madeAgain = (await stage.column(again)).map(Number);

  await stage.compare(...TABLES);
  const bad = `region = ${region} AND id <= ${accounts}`;
  const children = `account IN (SELECT id FROM accounts WHERE ${bad})`;
  const request = { where: { 'public.accounts': bad, 'public.orders': children, 'public.payments': children } };
  const damaged = await fingerprints(stage, 'live', size);
  const only = { accounts: bad, children, madeAgain };
  const lost = await fingerprints(stage, 'restored', size, { ...only, busyToo: false });
  const all = await fingerprints(stage, 'restored', size, { ...only, busyToo: true });
  const badRows = all.reduce((sum, { rows }) => sum + rows, 0);

  process.env['ROWS_PER_TRANSACTION'] = String(dice.pick('transaction', [250_000, Math.ceil(badRows / 3)]));
  const plan = await stage.plan(request);
  const faults = new Faults(dice, badRows);
  const during = new GoodWrites(stage, size, region);
  stage.fault = (call) => faults.of(call);
  stage.before = () => during.step();
  const calls = stage.calls.length;
  const applied = await stage.apply(plan.planId, request);
  const dataApiCalls = stage.calls.length - calls;
  const repaired = await fingerprints(stage, 'live', size);
  const [goodRowsLost, expected] = [await during.lost(), damaged.map((each, index) => plus(each, lost[index]))];
  const undone = await stage.undo();
  stage.before = async () => undefined;
  const after = await fingerprints(stage, 'live', size);

  const findings = [
    ...check('plan has blockers', plan.blockers, []),
    ...check('counts of the plan', [plan.counts.insert, plan.counts.update], [badRows, 0]),
    ...check('end of the repair', [applied.phase, applied.inserted, applied.updated], ['done', badRows, 0]),
    ...check('tables after the repair', repaired, expected),
    ...check('good rows lost', [goodRowsLost, await during.lost()], [0, 0]),
    ...check('end of the undo', [undone.phase, undone.removed, undone.keptNewer], ['done', badRows, 0]),
    ...check('tables after the undo', after, damaged),
    ...check('faults that did not happen', faults.left(), []),
  ];
  return {
    seed,
    badRows,
    restoredRows: applied.inserted,
    goodRowsLost,
    undoRestoresBefore: JSON.stringify(after) === JSON.stringify(damaged),
    met: faults.met,
    transactions: applied.transactions,
    dataApiCalls,
    findings,
  };
}

function tablesOf({ accounts, regions }: RepairSize): readonly string[] {
  return [
    'CREATE TABLE accounts (id int PRIMARY KEY, region int NOT NULL, name text, balance numeric(12, 2), stamp int NOT NULL)',
    `CREATE TABLE orders (total numeric(12, 2), id bigint PRIMARY KEY, note jsonb,
      account int NOT NULL REFERENCES accounts ON DELETE CASCADE)`,
    `CREATE TABLE payments (id bigint PRIMARY KEY, account int NOT NULL REFERENCES accounts ON DELETE CASCADE,
      amount double precision, at timestamptz)`,
    `INSERT INTO accounts SELECT n, n % ${regions}, 'account "' || n || '"', n * 1.25, 0 FROM generate_series(1, ${accounts}) n`,
    `INSERT INTO orders SELECT n * 0.5, n, '{"n": 1}', n FROM generate_series(1, ${accounts}) n`,
    `INSERT INTO payments SELECT n, 1 + (3 * n) % ${accounts}, n / 7.0, '2026-11-01Z'::timestamptz + n * interval '1 s'
      FROM generate_series(1, ${Math.floor(accounts / 2)}) n`,
    'CREATE INDEX ON orders (account)',
    'CREATE INDEX ON payments (account)',
    'ANALYZE',
  ];
}

/** Good writes of one moment: updates and deletions outside the region, and new accounts with orders, everywhere. */
async function write(
  stage: RepairStage,
  dice: Dice,
  { accounts, regions, goodWrites }: RepairSize,
  region: number,
  count: number,
  moment: number,
): Promise<void> {
  if (count < 4) return;
  const part = Math.floor(count / 4);
  // A step without a common factor with the number of accounts visits each once.
  const [step, start] = [7919, dice.between('ids', 0, accounts - 1)];
  const drawn = (many: number) =>
    `SELECT 1 + (${start} + n::bigint * ${step}) % ${accounts - BUSY} FROM generate_series(1, ${many}) n`;
  const first = accounts + 1 + moment * goodWrites;
  await stage.run(
    `UPDATE accounts SET balance = balance + 1, stamp = 1 WHERE region <> ${region} AND id IN (${drawn(2 * part)})`,
    `INSERT INTO accounts SELECT n, n % ${regions}, 'new', 1, 2 FROM generate_series(${first}, ${first + part - 1}) n`,
    `INSERT INTO orders SELECT 1, n, NULL, n FROM generate_series(${first}, ${first + part - 1}) n`,
    `DELETE FROM accounts WHERE region <> ${region} AND id IN (${drawn(Math.ceil(part / 50))})`,
  );
}

interface Fingerprint {
  readonly rows: number;
  readonly hash: string;
}

/** The rows that the repair is to bring back. */
interface Lost {
  readonly accounts: string;
  readonly children: string;
  readonly madeAgain: readonly number[];
  readonly busyToo: boolean;
}

/** How many rows each table has, and the sum of their hashes, without those of accounts that are written during the repair. */
async function fingerprints(
  stage: RepairStage,
  which: 'live' | 'restored',
  { accounts, goodWrites }: RepairSize,
  lost?: Lost,
): Promise<readonly Fingerprint[]> {
  const all: Fingerprint[] = [];
  for (const { table, columns } of TABLES) {
    const isParent = table === 'public.accounts';
    const account = isParent ? 'id' : 'account';
    const conditions = [
      `${account} <= ${accounts + 2 * goodWrites}`,
      ...(lost?.busyToo === true ? [] : [`${account} NOT BETWEEN ${accounts - BUSY + 1} AND ${accounts}`]),
      ...(lost === undefined ? [] : [isParent ? lost.accounts : lost.children]),
      ...(isParent ? (lost?.madeAgain ?? []).map((id) => `id <> ${id}`) : []),
    ];
    const hash = `hashtextextended(ROW(${columns.join(', ')})::text, 0)::numeric`;
    const [row] = await (which === 'live' ? stage.live : stage.restored).query(
      `SELECT count(*) AS rows, coalesce(sum(${hash}), 0)::text AS hash FROM ${table} WHERE ${conditions.join(' AND ')}`,
      [],
      'app',
    );
    all.push({ rows: Number(row?.['rows']), hash: String(row?.['hash']) });
  }
  return all;
}

function plus(one: Fingerprint, other: Fingerprint | undefined): Fingerprint {
  return { rows: one.rows + (other?.rows ?? 0), hash: String(BigInt(one.hash) + BigInt(other?.hash ?? 0)) };
}

/** One good write before each call of the Data API: to a busy account outside the region, and a new account. */
class GoodWrites {
  readonly #stage: RepairStage;
  readonly #size: RepairSize;
  readonly #busy: readonly number[];
  #steps = 0;

  constructor(stage: RepairStage, size: RepairSize, region: number) {
    this.#stage = stage;
    this.#size = size;
    this.#busy = Array.from({ length: BUSY }, (_, index) => size.accounts - index).filter(
      (id) => id % size.regions !== region,
    );
  }

  async step(): Promise<void> {
    if (this.#steps >= this.#busy.length) return;
    const id = this.#busy[this.#steps] ?? 0;
    this.#steps += 1;
    const added = this.#size.accounts + 2 * this.#size.goodWrites + this.#steps;
    await this.#stage.run(
      `UPDATE accounts SET stamp = 100 + ${this.#steps} WHERE id = ${id}`,
      `INSERT INTO accounts VALUES (${added}, 0, 'during', 0, 100 + ${this.#steps})`,
    );
  }

  async lost(): Promise<number> {
    const [found] = await this.#stage.column('SELECT count(*) FROM accounts WHERE stamp > 100');
    return 2 * this.#steps - Number(found);
  }
}

/** A death before one of the first writes or commits, the lost answer of a commit, and a death of the undo. */
class Faults {
  readonly met: string[] = [];
  readonly #waiting: { readonly name: string; readonly what: RegExp; readonly fault: Fault; left: number }[];

  constructor(dice: Dice, badRows: number) {
    const chunks = Math.max(2, Math.floor(badRows / 4000));
    this.#waiting = [
      {
        name: 'repair dies while it writes',
        what: /^ExecuteStatement WITH d .*INSERT INTO "public"/s,
        fault: 'dies',
        left: dice.between('write', 1, chunks),
      },
      { name: 'answer of a commit is lost', what: /^CommitTransaction/, fault: 'answer-lost', left: 1 },
      {
        name: 'undo dies while it removes',
        what: /^ExecuteStatement .*DELETE FROM ONLY/s,
        fault: 'dies',
        left: dice.between('remove', 1, 2),
      },
    ];
    // Or before the commit instead.
    if (dice.isLucky('commit', 0.3)) {
      this.#waiting[0] = { name: 'repair dies before a commit', what: /^CommitTransaction/, fault: 'dies', left: 1 };
    }
  }

  of({ operation, sql }: DataCall): Fault | undefined {
    for (const each of this.#waiting) {
      if (each.left <= 0 || !each.what.test(`${operation} ${sql}`)) continue;
      each.left -= 1;
      if (each.left > 0) continue;
      this.met.push(each.name);
      return each.fault;
    }
    return undefined;
  }

  left(): readonly string[] {
    return this.#waiting.flatMap(({ name, left }) => (left > 0 ? [name] : []));
  }
}

function check(what: string, found: unknown, expected: unknown): readonly string[] {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  return is === should ? [] : [`${what}: ${is} instead of ${should}`];
}
