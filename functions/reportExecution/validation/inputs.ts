import { usableFields, written } from '../common/request-fields';
import type { RunningValidation } from './facts';
import { ValidationRequest } from './request';

type Changes = Readonly<Partial<Record<keyof ValidationRequest, string | null>>>;

/** The request of this validation for the next start, with changes; null takes a field away. A person starts it. */
export function validationInput({ record, execution }: RunningValidation, changes: Changes = {}): object {
  const { request } = record;
  if (request === null) return written({ ...correctedInput(execution.input), ...changes });
  return written({ ...request, requestedBy: 'YOUR NAME', ...changes });
}

/** What of a refused input makes sense, and a word to replace for whoever and whatever it was. */
export function correctedInput(input: unknown): Readonly<Record<string, unknown>> {
  const given = Object(input) as Readonly<Record<string, unknown>>;
  const usable = Object.entries(usableFields(ValidationRequest, input)).filter(([field]) => given[field] != null);
  return written({ requestedBy: 'YOUR NAME', reason: 'WHY', ...Object.fromEntries(usable) });
}
