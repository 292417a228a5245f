import type { RepairStage } from '../functions/applyRows/repair-stage';
import type { Dice } from '../soak/draw/dice';

/** How much there is, and how much of it is damaged. */
export interface RepairSize {
  readonly accounts: number;
  /** One of them is deleted. */
  readonly regions: number;
  readonly goodWrites: number;
}

/** With the account of a row, by the row's key. */
export const TABLES = [
  {
    table: 'public.accounts',
    columns: ['id', 'region', 'name', 'balance', 'stamp'],
    accountOf: (id: number) => id,
  },
  { table: 'public.orders', columns: ['id', 'account', 'total', 'note'], accountOf: (id: number) => id },
  {
    table: 'public.payments',
    columns: ['id', 'account', 'amount', 'at'],
    accountOf: (id: number, accounts: number) => 1 + ((3 * id) % accounts),
  },
] as const;

/** Accounts that are written while the repair works: the last of those that were there before. */
export const BUSY = 200;

export function tablesOf({ accounts, regions }: RepairSize): readonly string[] {
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
export async function write(
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

export interface Fingerprint {
  readonly rows: number;
  readonly hash: string;
}

/** The rows that the repair is to bring back. */
export interface Lost {
  readonly accounts: string;
  readonly children: string;
  readonly madeAgain: readonly number[];
  readonly busyToo: boolean;
}

/** How many rows each table has, and the sum of their hashes, without those of accounts that are written during the repair. */
export async function fingerprints(
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

export function plus(one: Fingerprint, other: Fingerprint | undefined): Fingerprint {
  return { rows: one.rows + (other?.rows ?? 0), hash: String(BigInt(one.hash) + BigInt(other?.hash ?? 0)) };
}
