import { plainText } from '../../shared/plain-text';
import { clock, counted, durationAtMost, oneLine, sentence } from '../../shared/words';
import { cacheNow } from './cache';
import type { FailoverFacts, RunningFacts, TrafficFact } from './facts';
import { rpoOf, rtoOf } from './measures';
import { newerPoint, ageMinutes } from './points';

/*
 * Lines that several messages have. Each is true when it is sent: what was read just now is said as it is, and what could
 * not be read is said to be so.
 */

export function trafficLine({ traffic, nowMs, region }: FailoverFacts): string {
  if (traffic.kind === 'unread') return 'Traffic: could not be read; the command that reads it is below.';
  const { serves, isPending } = traffic.value;
  const where = serves === 'standby' ? region : 'the primary region';
  const since = moved(traffic.value, nowMs);
  return isPending
    ? `Traffic: was to move to ${where}${since}; whether it has is not known yet.`
    : `Traffic: goes to ${where}${since}.`;
}

function moved({ decidedAt, decidedBy, reason }: TrafficFact, nowMs: number): string {
  if (decidedAt === undefined || Number.isNaN(Date.parse(decidedAt))) return '';
  return `, since ${clock(decidedAt, nowMs)}${by(decidedBy)}${reason === undefined ? '' : ` (${oneLine(reason, 200)})`}`;
}

function by(decidedBy: string | undefined): string {
  if (decidedBy === undefined) return '';
  const execution = /:execution:[^:]+:([^:]+)$/.exec(decidedBy)?.[1];
  return execution === undefined ? `, by ${oneLine(decidedBy, 100)}` : `, by execution ${execution}`;
}

/** Of the execution itself, whose start nobody waits for. */
export function timeLine(facts: FailoverFacts): string | undefined {
  const { achievedSeconds, met } = rtoOf(facts);
  if (achievedSeconds === null) return undefined;
  return `Recovery time: ${durationAtMost(achievedSeconds)}; the objective is ${counted(facts.environment.RTO_MINUTES, 'minute')}.${missed(met)}`;
}

export function dataLine(facts: FailoverFacts): string | undefined {
  const { recovery, acceptance } = facts.record;
  if (recovery === null) return undefined;
  const { achievedSeconds, met } = rpoOf(facts);
  const value = dataValue(facts, achievedSeconds);
  if (value === undefined) return undefined;
  const accepted = acceptance === null ? '' : ` (${oneLine(acceptance)})`;
  return `${value}${accepted}; the objective is ${counted(facts.environment.RPO_MINUTES, 'minute')}.${missed(met)}`;
}

/** Data is lost only when users are served without it. */
function dataValue({ record, traffic }: FailoverFacts, seconds: number | null): string | undefined {
  const { recovery, database, request } = record;
  if (recovery === null) return undefined;
  const isLost = request?.mode === 'failover' && traffic.kind === 'read' && traffic.value.serves === 'standby';
  if (recovery.replication !== null) {
    const lag = seconds === null ? 'not known' : `at most ${counted(seconds, 'second')}, by the replication lag`;
    return `Data ${isLost ? 'lost' : 'that would be lost'}: ${lag}: ${oneLine(recovery.replication.detail)}`;
  }
  if (seconds === null) return undefined;
  if (database === null) return `Age of the chosen data: ${durationAtMost(seconds)}`;
  return isLost
    ? `Data lost: the last ${durationAtMost(seconds)} before the start`
    : `Age of the restored data: ${durationAtMost(seconds)}`;
}

function missed(met: boolean | null): string {
  return met === false ? ' It was missed.' : '';
}

/** A recovery point that is newer than what was taken: nobody should have to find that out by themselves. */
export function newerLine({ record, nowMs }: RunningFacts): string | undefined {
  const newer = newerPoint(record);
  if (newer === undefined || newer.createdAt === null) return undefined;
  return `A newer recovery point was passed over: ${clock(newer.createdAt, nowMs)}, ${counted(ageMinutes(newer, nowMs) ?? 0, 'minute')} old, ${newer.recoveryPointArn}`;
}

export function databaseLine({ record }: FailoverFacts): string | undefined {
  const { database } = record;
  if (database === null) return undefined;
  const rejected = database.progress?.rejected.length ?? 0;
  const fallback = rejected === 0 ? '' : `; ${counted(rejected, 'newer recovery point')} could not be restored`;
  return `Cluster: ${database.clusterIdentifier}${fallback}.`;
}

export function readinessLine({ record: { readiness }, nowMs }: RunningFacts): string | undefined {
  if (readiness === null) return undefined;
  const { state, checkedAt, ageMinutes: age, problems } = readiness;
  if (state === 'unknown' || checkedAt === null) return 'Readiness before: unknown; no report could be read.';
  const found = problems.map(({ name, state: one, detail }) => `${name} (${one}): ${oneLine(detail, 200)}`).join('; ');
  const when = `${clock(checkedAt, nowMs)}${age === null ? '' : `, ${counted(age, 'minute')} before the start`}`;
  return `Readiness before: ${state} (${when})${found === '' ? '' : `: ${found}`}.`;
}

/** The cache is made beside the failover, which does not wait for it. */
export function cacheLine(facts: FailoverFacts): string | undefined {
  const now = cacheNow(facts);
  return now === undefined ? undefined : `Cache: ${sentence(plainText(now))}`;
}
