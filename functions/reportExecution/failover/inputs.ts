import { usableFields, written } from '../common/request-fields';
import type { RunningFacts } from './facts';
import { FailoverRequest } from './request';

/** What an execution is started with, without what is left out anyway. */
export type StartInput = Readonly<Partial<Record<keyof FailoverRequest, string | number | boolean>>>;

/** The request of this execution, with changes; null takes a field away. */
export function inputOf(
  { record, execution }: Pick<RunningFacts, 'record' | 'execution'>,
  changes: Readonly<Partial<Record<keyof FailoverRequest, string | number | null>>> = {},
): StartInput {
  const request = record.request ?? corrected(execution.input);
  const merged = { ...request, ...changes };
  return written(merged) as StartInput;
}

/** Fields that make a failover safer, and cannot be used as they were written. */
export function leftOut(input: unknown): readonly string[] {
  const given = Object(input) as Readonly<Record<string, unknown>>;
  const usable = usableFields(FailoverRequest, input);
  const safety = ['recoveryPointArn', 'notAfter', 'requireApproval'];
  return safety.filter((field) => given[field] !== undefined && given[field] !== null && !(field in usable));
}

/** What of a refused input makes sense, and a word to replace for each field that is required. */
export function corrected(input: unknown): StartInput {
  // Whoever writes 'dril' must not be handed a failover to paste.
  const given = Object(input) as Readonly<Record<string, unknown>>;
  const mode = String(given['mode']).trim().toLowerCase().startsWith('d') ? 'drill' : 'failover';
  const placeholders = { mode, reason: 'WHY', requestedBy: 'YOUR NAME' };
  const usable = usableFields(FailoverRequest, input);
  // Somebody is asked before data is restored that the requester may have meant to leave out.
  const approval = leftOut(input).length > 0 ? { requireApproval: true } : {};
  return written({ ...placeholders, ...usable, ...approval }) as StartInput;
}
