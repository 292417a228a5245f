import type { MemberFact } from '../shared/cluster-members';
import type { ZoneFacts } from './facts';

const MINUTE_MS = 60_000;
/** So long late events are waited for: EventBridge delivers RDS's in near-real time, on a best effort. */
const SETTLED_AFTER_MS = 60_000;
/** A writer that is gone for less may be promoting a reader, or restart. */
const LOST_AFTER_MS = 2 * MINUTE_MS;
/** What has not settled by then is reported as it is. */
const LONGEST_MS = 15 * MINUTE_MS;
/** Promotion takes less than 60 seconds as a rule (Aurora User Guide, High availability for Amazon Aurora). */
const PROMOTED_AFTER_MS = 5 * MINUTE_MS;
const NO_READER_LONGEST_MS = 12 * 60 * MINUTE_MS;

export interface FailoverTimes {
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  /** From the first event of the failover to the last; null where one is missing. */
  readonly auroraSeconds: number | null;
  /** From the first minute with errors to the end of the last; null where nothing watches them. */
  readonly clientErrorSeconds: number | null;
  readonly differenceSeconds: number | null;
}

export type Verdict =
  /** Nothing to notify anybody of: the alarm has another cause, and mails itself. */
  | { readonly kind: 'not-a-failover' }
  /** So said after a person was notified that nothing answers. */
  | { readonly kind: 'answers-again'; readonly writer: MemberFact }
  | { readonly kind: 'wait'; readonly why: string; readonly seconds: number }
  | {
      readonly kind: 'failover';
      readonly writer: MemberFact;
      readonly readers: readonly MemberFact[];
      readonly times: FailoverTimes;
    }
  /** The writer does not answer, and no instance in another zone could take over. */
  | { readonly kind: 'no-reader'; readonly writer: MemberFact; readonly zone: string }
  /** The writer does not answer, and Aurora has not promoted what RDS calls available: its zone may be lost, too. */
  | {
      readonly kind: 'not-promoted';
      readonly writer: MemberFact;
      readonly reader: MemberFact;
      /** A zone that the cluster has no instance in; undefined where there is none. */
      readonly thirdZone: string | undefined;
    }
  | { readonly kind: 'unsettled'; readonly why: string };

/** What the state of the cluster is, by RDS's description and by whether it answers. */
export function decide(facts: ZoneFacts, notified: readonly string[]): Verdict {
  const { nowMs, incident, members, answers } = facts;
  // A signal that came late, as while this region did not answer, is as old as it says.
  const signalledAtMs = incident.events.map(({ at }) => Date.parse(at));
  const openForMs = nowMs - Math.min(Date.parse(incident.openedAt), ...signalledAtMs);
  const failedOver = failoverTimes(facts);
  const writer = members.find(({ isWriter }) => isWriter);
  if (failedOver.length > 0 && answers && writer !== undefined) {
    const sinceLastMs = nowMs - Math.max(...failedOver);
    const hasErrors = facts.errorMinutesMs?.some((minuteMs) => minuteMs >= nowMs - 2 * MINUTE_MS) ?? false;
    const isSettled = sinceLastMs >= SETTLED_AFTER_MS && !hasErrors;
    if (!isSettled && openForMs < LONGEST_MS) return wait('late events, and the last errors of clients', 30);
    const readers = members.filter((member) => member !== writer);
    return { kind: 'failover', writer, readers, times: timesOf(failedOver, facts) };
  }
  if (answers) {
    if (notified.length > 0 && writer !== undefined) return { kind: 'answers-again', writer };
    return openForMs > MINUTE_MS ? { kind: 'not-a-failover' } : wait('a second answer', 60);
  }
  const last = writer ?? members[0];
  const elsewhere = members.filter(({ zone, status }) => zone !== last?.zone && status === 'available');
  const [zone] = facts.zones.filter((each) => each !== last?.zone);
  if (last !== undefined && zone !== undefined && elsewhere.length === 0) {
    if (openForMs < LOST_AFTER_MS) return wait('whether the writer starts again', 60);
    if (!notified.includes('no-reader')) return { kind: 'no-reader', writer: last, zone };
    if (openForMs < NO_READER_LONGEST_MS) return wait('an instance in another zone, or the return of the zone', 60);
    return { kind: 'unsettled', why: 'the database has not answered for hours' };
  }
  const [reader] = elsewhere;
  if (openForMs < PROMOTED_AFTER_MS) return wait('Aurora promotes a reader', 30);
  // Whoever was notified already works on it: an instance that they have created has only just become available.
  if (last !== undefined && reader !== undefined && notified.length === 0) {
    const thirdZone = facts.zones.find((each) => members.every((member) => member.zone !== each));
    return { kind: 'not-promoted', writer: last, reader, thirdZone };
  }
  if (openForMs < (notified.length > 0 ? NO_READER_LONGEST_MS : LONGEST_MS)) return wait('a writer that answers', 60);
  return { kind: 'unsettled', why: 'no writer answers' };
}

/** An event may be missing in EventBridge or in RDS's list: what either has counts. */
function failoverTimes({ incident, listedAtMs }: ZoneFacts): readonly number[] {
  const received = incident.events.filter(({ eventId }) => eventId.startsWith('RDS-EVENT-'));
  return [...listedAtMs, ...received.map(({ at }) => Date.parse(at))].sort((a, b) => a - b);
}

function timesOf(times: readonly number[], { errorMinutesMs }: ZoneFacts): FailoverTimes {
  const beganAtMs = Math.min(...times);
  const endedAtMs = Math.max(...times);
  const auroraSeconds = endedAtMs > beganAtMs ? Math.round((endedAtMs - beganAtMs) / 1000) : null;
  const clientErrorSeconds =
    errorMinutesMs === undefined
      ? null
      : errorMinutesMs.length === 0
        ? 0
        : (Math.max(...errorMinutesMs) + MINUTE_MS - Math.min(...errorMinutesMs)) / 1000;
  const isKnown = auroraSeconds !== null && clientErrorSeconds !== null;
  return {
    beganAtMs,
    endedAtMs,
    auroraSeconds,
    clientErrorSeconds,
    differenceSeconds: isKnown ? clientErrorSeconds - auroraSeconds : null,
  };
}

function wait(why: string, seconds: number): Verdict {
  return { kind: 'wait', why, seconds };
}
