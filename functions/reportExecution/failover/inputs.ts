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
  return written(merged);
}

/** What is left out anyway is not written. */
function written(input: Readonly<Record<string, unknown>>): StartInput {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined && value !== false),
  ) as StartInput;
}

/** What of a refused input makes sense, and a word to replace for each field that is required. */
export function corrected(input: unknown): StartInput {
  const given: Readonly<Record<string, unknown>> =
    typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : {};
  const { shape } = FailoverRequest;
  const kept = Object.entries(shape).flatMap(([field, schema]) => {
    const parsed = schema.safeParse(given[field]);
    return parsed.success ? [[field, parsed.data]] : [];
  });
  // Whoever writes 'dril' must not be handed a failover to paste.
  const mode = String(given['mode']).trim().toLowerCase().startsWith('d') ? 'drill' : 'failover';
  return written({ mode, reason: 'WHY', requestedBy: 'YOUR NAME', ...Object.fromEntries(kept) });
}
