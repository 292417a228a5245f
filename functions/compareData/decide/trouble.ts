import { isNamed, isTransient } from '../../shared/aws-errors';
import { sqlStateOf } from '../../shared/data-api';
import type { NotComparedReason } from '../contract';

/** What an error means for the comparison of a table. */
export type TableTrouble =
  /** The connection, or the database behind it: the same may succeed. */
  | { readonly kind: 'again' }
  /** Too much for one statement or one answer: less at a time. */
  | { readonly kind: 'smaller' }
  /** Somebody else holds the table, or has changed it: later. */
  | { readonly kind: 'later'; readonly reason: NotComparedReason }
  /** The table cannot be read. */
  | { readonly kind: 'leave'; readonly reason: NotComparedReason }
  /** None of the table's. */
  | { readonly kind: 'fatal' };

/** PostgreSQL, Error Codes: idle_in_transaction_session_timeout, admin_shutdown, crash_shutdown, cannot_connect_now. */
const CONNECTION = new Set(['25P03', '57P01', '57P02', '57P03']);
/** undefined_table, undefined_column, undefined_object, invalid_schema_name. */
const CHANGED = new Set(['42P01', '42703', '42704', '3F000']);
/** invalid_password, invalid_authorization_specification, invalid_catalog_name: nothing in the database can be read. */
const CLOSED = new Set(['28P01', '28000', '3D000']);

export function judgeTrouble(error: unknown): TableTrouble {
  if (isNamed(error, 'StatementTimeoutException')) return { kind: 'smaller' };
  if (isNamed(error, 'TransactionNotFoundException', 'DatabaseUnavailableException')) return { kind: 'again' };
  // UNVERIFIED: AWS documents that the call is terminated (Aurora User Guide, Data API limitations), and not in which words.
  if (error instanceof Error && /response size limit/.test(error.message)) return { kind: 'smaller' };
  const state = sqlStateOf(error);
  if (state === undefined) return isTransient(error) ? { kind: 'again' } : { kind: 'fatal' };
  if (state === '57014') return { kind: 'smaller' };
  if (CONNECTION.has(state)) return { kind: 'again' };
  if (CLOSED.has(state)) return { kind: 'fatal' };
  if (state === '55P03') return { kind: 'later', reason: 'locked' };
  if (CHANGED.has(state)) return { kind: 'later', reason: 'changed-meanwhile' };
  if (state !== '42501') return { kind: 'leave', reason: 'unreadable' };
  const isPolicy = error instanceof Error && /row-level security/.test(error.message);
  return { kind: 'leave', reason: isPolicy ? 'row-security' : 'no-permission' };
}
