import { usableFields, written } from '../common/request-fields';
import type { RunningFacts } from './facts';
import { FailoverRequest } from './request';

/** What an execution is started with, without what is left out anyway. */
export type StartInput = Readonly<Partial<Record<keyof FailoverRequest, string | number | boolean>>>;

/** The request of this execution, with changes; null takes a field away. */
export function inputOf(
  { record, execution }: Pick<RunningFacts, 'record' | 'execution'>,
  changes: Readonly<Partial<Record<keyof FailoverRequest, string | number | boolean | null>>> = {},
): StartInput {
  const request = record.request ?? corrected(execution.input);
  // Whoever starts it by hand is no schedule.
  const merged = { ...request, scheduledTime: null, ...changes };
  return written(merged) as StartInput;
}

/** The fields that say which data may be restored. */
type WhichData = 'recoveryPointArn' | 'notAfter';

/**
 * The request of this execution without what says which data it may restore. Whoever wrote that may have meant to exclude
 * data, so somebody is asked before other data is restored.
 */
export function inputWithout(
  facts: Pick<RunningFacts, 'record' | 'execution'>,
  ...fields: readonly WhichData[]
): { readonly input: StartInput; readonly asks: string } {
  const before = inputOf(facts);
  const without = fields.filter((field) => before[field] !== undefined);
  const nulls = Object.fromEntries(without.map((field) => [field, null]));
  return { input: inputOf(facts, { ...nulls, ...approvalWithout(without) }), asks: asksWithout(without) };
}

/** The end of a sentence about a start that leaves these fields out. */
export function asksWithout(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` without ${fields.join(' and ')}, and asks for approval first`;
}

function approvalWithout(fields: readonly string[]): { readonly requireApproval?: true } {
  return fields.length === 0 ? {} : { requireApproval: true };
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
  return written({ ...placeholders, ...usable, ...approvalWithout(leftOut(input)) }) as StartInput;
}
