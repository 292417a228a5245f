import { isNamed } from '../shared/aws-errors';
import { sqlStateOf } from '../shared/data-api';
import { ROW_TEXT_SETTINGS, settingsSql } from '../shared/row-text';
import { oneLine } from '../shared/words';
import type { Repair, Target, Transaction } from './aws';
import type { Blocked } from './contract';
import { isAbandoned } from './decide';
import { END_HOLDER_SQL, HOLDER_SQL, LOCK_SQL } from './sql/session';

/** Shorter than the 45 seconds after which the Data API ends a statement (RDS Data API Reference, ExecuteStatement). */
const STATEMENT_TIMEOUT_MS = 40_000;
/** Whoever else holds a row gets this long; then the repair steps back and comes again. */
const LOCK_TIMEOUT_MS = 5_000;

/** A transaction that can change nothing; it is rolled back whatever happens. */
export async function reading<Answer>(
  repair: Repair,
  target: Target,
  settings: Readonly<Record<string, string>>,
  work: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const transaction = await repair.begin(target);
  try {
    // One that has read cannot be made writable again (PostgreSQL, SET TRANSACTION).
    await transaction.query(
      settingsSql({ transaction_read_only: 'on', statement_timeout: String(STATEMENT_TIMEOUT_MS), ...settings }),
    );
    return await work(transaction);
  } finally {
    await transaction.rollback();
  }
}

/** Whether the user may work without triggers. Tried, since PostgreSQL 14 has no function that says so. */
export async function mayBeReplica(repair: Repair, target: Target): Promise<boolean> {
  try {
    await reading(repair, target, { session_replication_role: 'replica' }, async () => undefined);
    return true;
  } catch (error) {
    // PostgreSQL, Error Codes: insufficient_privilege.
    if (sqlStateOf(error) === '42501') return false;
    throw error;
  }
}

export type Opened =
  | { readonly kind: 'open'; readonly transaction: Transaction }
  | { readonly kind: 'blocked'; readonly blocked: Blocked | null; readonly detail: string };

/**
 * A transaction of the repair: at most one is open in a database. One that a function left when it died holds its locks until
 * the Data API ends it after three minutes; a later call ends it sooner, where it has not moved for one.
 */
export async function openTransaction(
  repair: Repair,
  target: Target,
  { replica, before, nowMs }: { readonly replica: boolean; readonly before: Blocked | null; readonly nowMs: number },
): Promise<Opened> {
  const transaction = await repair.begin(target);
  try {
    await transaction.query(
      settingsSql({
        ...ROW_TEXT_SETTINGS,
        statement_timeout: String(STATEMENT_TIMEOUT_MS),
        lock_timeout: String(LOCK_TIMEOUT_MS),
        ...(replica ? { session_replication_role: 'replica' } : {}),
      }),
    );
    if ((await transaction.query(LOCK_SQL))[0]?.[0] === true) return { kind: 'open', transaction };
    const blocked = await stepAside(transaction, before, nowMs);
    await transaction.rollback();
    return blocked;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

async function stepAside(transaction: Transaction, before: Blocked | null, nowMs: number): Promise<Opened> {
  const [holder] = await transaction.query(HOLDER_SQL);
  // It has ended meanwhile.
  if (holder === undefined) return { kind: 'blocked', blocked: null, detail: 'another call of the repair was at work' };
  const [pid, since, idle] = holder;
  const now = { pid: Number(pid), since: String(since), isIdle: idle === true };
  if (isAbandoned(before, now, nowMs)) {
    await transaction.query(END_HOLDER_SQL, { pid: now.pid, since: now.since });
    const detail = 'a transaction that an earlier call had left open was ended; nothing of it was committed';
    return { kind: 'blocked', blocked: null, detail };
  }
  const isSame = before !== null && before.pid === now.pid && before.since === now.since;
  const seenAt = isSame ? before.seenAt : new Date(nowMs).toISOString();
  return {
    kind: 'blocked',
    blocked: { pid: now.pid, since: now.since, seenAt },
    detail: 'another call of the repair has a transaction open; if its function has died, it is ended within minutes',
  };
}

export type SqlTrouble =
  /** The same transaction may succeed later: somebody else holds a row, or the connection was lost. */
  | { readonly kind: 'wait'; readonly detail: string }
  /** A value that must be unique was written by somebody else meanwhile, or is there. */
  | { readonly kind: 'taken'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * PostgreSQL, Error Codes: query_canceled, lock_not_available, deadlock_detected, serialization_failure,
 * idle_in_transaction_session_timeout, admin_shutdown, crash_shutdown, cannot_connect_now.
 */
const PASSING = new Set(['57014', '55P03', '40P01', '40001', '25P03', '57P01', '57P02', '57P03']);

/** What an error of a statement means for the repair; undefined for what is none of the database's. */
export function judgeSql(error: unknown): SqlTrouble | undefined {
  if (isNamed(error, 'StatementTimeoutException', 'TransactionNotFoundException')) {
    return { kind: 'wait', detail: `${error.name}: ${oneLine(error.message)}` };
  }
  if (!isNamed(error, 'DatabaseErrorException', 'ValidationException', 'BadRequestException')) return undefined;
  const detail = oneLine(error.message);
  const state = sqlStateOf(error);
  if (state !== undefined && PASSING.has(state)) return { kind: 'wait', detail };
  return { kind: state === '23505' ? 'taken' : 'refused', detail };
}

/** The repair steps back, by name: the transaction is rolled back, and a person is asked. */
export class RepairRefused extends Error {
  override readonly name = 'RepairRefused';
}
