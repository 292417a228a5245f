import { usableFields, written } from '../common/request-fields';
import type { CorruptionFacts } from './facts';
import { CorruptionInput } from './request';

type Changes = Readonly<Partial<Record<keyof CorruptionInput, unknown>>>;

/** What this recovery was started with for the next start, with changes; null takes a field away. A person starts it. */
export function corruptionInput({ execution }: Pick<CorruptionFacts, 'execution'>, changes: Changes = {}): object {
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const usable = Object.entries(usableFields(CorruptionInput, execution.input)).filter(
    ([field]) => given[field] != null,
  );
  return written({ reason: 'WHY', ...Object.fromEntries(usable), requestedBy: 'YOUR NAME', ...changes });
}

/** The same where the input was refused: a moment has to be in it. */
export function correctedCorruptionInput(facts: Pick<CorruptionFacts, 'execution' | 'nowMs'>): object {
  const before = corruptionInput(facts) as Readonly<Record<string, unknown>>;
  const { at, recoveryPointArn, keepUntil, find } = before;
  const isLater = typeof at === 'string' && Date.parse(at) > facts.nowMs;
  const isOver = typeof keepUntil === 'string' && Date.parse(keepUntil) <= facts.nowMs;
  const needsMoment = isLater || (find === undefined && (at === undefined) === (recoveryPointArn === undefined));
  return written({
    ...before,
    ...(needsMoment ? { at: 'THE LAST MOMENT WHEN THE DATA WAS RIGHT', recoveryPointArn: null } : {}),
    ...(isOver ? { keepUntil: null } : {}),
  });
}
