import type { Environment } from '../contract';
import { clock, counted, duration, oneLine, sentence } from '../../shared/words';
import type { FailoverFacts, RunningFacts, TrafficFact } from './facts';
import { rpoOf, rtoOf } from './measures';
import { newerPoint, ageMinutes } from './points';

/*
 * Lines that several messages have. Each is true when it is sent: what was read just now is said as it is, and what could
 * not be read is said to be so.
 */

export function requestLine({ record, execution }: RunningFacts): string {
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const { requestedBy, reason } = record.request ?? given;
  const who =
    typeof requestedBy === 'string' && requestedBy.trim() !== ''
      ? oneLine(requestedBy, 100)
      : 'somebody who gave no name';
  const why = typeof reason === 'string' && reason.trim() !== '' ? oneLine(reason) : 'no reason was given';
  return `Requested by ${who}: ${sentence(why)}`;
}

export function trafficLine({ traffic, nowMs, region }: FailoverFacts): string {
  if (traffic.kind === 'unread') return 'Traffic: could not be read; the command is below.';
  const { serves } = traffic.value;
  const where = serves === 'standby' ? `goes to ${region}` : 'goes to the primary region';
  return `Traffic: ${where}${moved(traffic.value, nowMs)}.`;
}

function moved({ decidedAt, decidedBy, reason }: TrafficFact, nowMs: number): string {
  if (decidedAt === undefined || Number.isNaN(Date.parse(decidedAt))) return '';
  const by = decidedBy === undefined ? '' : ` by ${oneLine(decidedBy.slice(decidedBy.lastIndexOf(':') + 1), 100)}`;
  return `, since ${clock(decidedAt, nowMs)}${by}${reason === undefined ? '' : ` (${oneLine(reason, 200)})`}`;
}

/** Of the execution itself, whose start nobody waits for. */
export function timeLine(facts: FailoverFacts): string | undefined {
  const { achievedSeconds, met } = rtoOf(facts);
  if (achievedSeconds === null) return undefined;
  return `Recovery time: ${duration(achievedSeconds)}; the objective is ${counted(facts.environment.RTO_MINUTES, 'minute')}${missed(met)}.`;
}

export function dataLine(facts: FailoverFacts): string | undefined {
  const { recovery, acceptance, database, request } = facts.record;
  if (recovery === null) return undefined;
  const { achievedSeconds, met } = rpoOf(facts);
  const accepted = acceptance === null ? '' : ` It was accepted: ${sentence(oneLine(acceptance))}`;
  if (recovery.replication !== null) {
    const lost =
      achievedSeconds === null ? 'not known' : `at most ${counted(achievedSeconds, 'second')}, by the replication lag`;
    return `Data lost: ${lost} (${oneLine(recovery.replication.detail)}); ${objective(facts.environment)}${missed(met)}.${accepted}`;
  }
  if (achievedSeconds === null) return undefined;
  const verb =
    database === null ? 'Age of the chosen data' : request?.mode === 'drill' ? 'Age of the restored data' : 'Data lost';
  const value =
    verb === 'Data lost' ? `that of the last ${duration(achievedSeconds)} before the start` : duration(achievedSeconds);
  return `${verb}: ${value}; ${objective(facts.environment)}${missed(met)}.${accepted}`;
}

function objective({ RPO_MINUTES }: Environment): string {
  return `the objective is ${counted(RPO_MINUTES, 'minute')}`;
}

function missed(met: boolean | null): string {
  return met === false ? ', which was missed' : '';
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

export function readinessLine({ record: { readiness }, nowMs }: RunningFacts): string {
  const { state, checkedAt, ageMinutes: age, problems } = readiness;
  if (state === 'unknown' || checkedAt === null) return 'Readiness before: unknown; no report could be read.';
  const found = problems.map(({ name, state: one, detail }) => `${name} (${one}): ${oneLine(detail, 200)}`).join('; ');
  const when = `${clock(checkedAt, nowMs)}${age === null ? '' : `, ${counted(age, 'minute')} before the start`}`;
  return `Readiness before: ${state} (${when})${found === '' ? '' : `: ${found}`}.`;
}

export function heldUpLines({ record, nowMs }: RunningFacts): readonly string[] {
  return record.interruptions.map(({ step, since, lastAt, Error: error }) => {
    const from = since === null ? '' : ` from ${clock(since, nowMs)}`;
    const until = lastAt === null ? '' : ` until ${clock(lastAt, nowMs)}`;
    return `Held up: ${step}${from}${until}${error === null ? '' : ` by ${error}`}.`;
  });
}

/** What could not be listed may be there, and costs money. */
export function unreadLines({ clusters, stacks, record }: FailoverFacts): readonly string[] {
  if (!record.isLocked) return [];
  return [
    ...(clusters.kind === 'unread' ? ['Clusters: could not be read; those named above may be there.'] : []),
    ...(stacks.kind === 'unread' ? ['Stacks: could not be read; those named above may be there.'] : []),
  ];
}
