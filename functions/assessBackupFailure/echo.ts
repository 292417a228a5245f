import type { Incident } from './contract';
import type { Exposure } from './decide';
import type { Facts } from './facts';
import { HISTORY_ALARM, isMadeGood, type SignalReach, unheardFailures } from './incident';

/**
 * A signal about what the last incident was about, and people were notified that it is over: an alarm that reports history,
 * or a signal of before the end that was held up on its way. What is not good now is never an echo, and what could not
 * be read is nobody's.
 */
export function isEcho(
  incident: Incident | undefined,
  { signal, reachAfterMs }: SignalReach,
  facts: Facts,
  exposure: Exposure,
): boolean {
  if (incident?.status !== 'closed' || signal.kind === 'unreadable') return false;
  const isOfBefore = Date.parse(signal.at) < Date.parse(incident.closedAt ?? '');
  const isOfHistory = signal.kind === 'alarm' && HISTORY_ALARM.test(signal.alarmName ?? '');
  if (!isOfBefore && !isOfHistory) return false;
  const reachMs = Math.max(reachAfterMs ?? 0, Date.parse(incident.reachAfter ?? '') || 0);
  const reachAfter = reachMs === 0 ? null : new Date(reachMs).toISOString();
  return unheardFailures(facts).length === 0 && isMadeGood({ ...incident, reachAfter }, facts, exposure);
}
