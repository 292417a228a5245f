import type { Surroundings } from '../shared/create-handler';
import type { ZoneWitness } from './aws';
import type { Environment, Input, Output, ZoneIncident, ZoneNotice } from './contract';
import { decide } from './decide';
import type { ZoneFacts } from './facts';
import { answersAgainNotice, failoverNotice, noReaderNotice, notPromotedNotice } from './message';
import { readZoneSignal } from './signal';

/** The first event may be late: what happened shortly before belongs to it. */
const BEFORE_MS = 10 * 60_000;

/** Does what the action asks of the incident. */
export function advance(witness: ZoneWitness, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'receive':
      return receive(witness, input, surroundings);
    case 'assess':
      return assess(witness, input, surroundings);
    case 'close':
      return close(witness, input, surroundings);
  }
}

async function receive(
  witness: ZoneWitness,
  { executionArn, event }: Extract<Input, { action: 'receive' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<Output> {
  const { LOCK_TABLE_NAME: table, CLUSTER_ARN: clusterArn, ERRORS_ALARM_NAME: alarmName } = environment;
  const signal = readZoneSignal(event, { clusterArn, alarmName });
  if (signal === undefined) return answer('recorded', 'the event is not of this cluster or its alarm');
  const stored = await witness.read(table);
  const known = stored?.incident;
  if (known?.closedAt != null && Date.parse(signal.at) <= Date.parse(known.closedAt))
    return answer('recorded', `${signal.eventId} came late: its failover has been reported`);
  const isOpen = known?.closedAt === null;
  if (isOpen && known.events.some(({ id }) => id === signal.id) && known.owner === executionArn)
    return answer('following', `${signal.eventId} is known`, 15);
  if (isOpen && known.owner !== executionArn && (await witness.isAtWork(known.owner))) {
    await witness.write(table, { ...known, events: [...known.events, signal] }, stored);
    return answer('recorded', `${signal.eventId} was added to what ${known.owner} follows`);
  }
  const openedAt = new Date(now()).toISOString();
  const begun: ZoneIncident = isOpen
    ? { ...known, owner: executionArn, events: [...known.events, signal] }
    : { owner: executionArn, openedAt, closedAt: null, events: [signal] };
  await witness.write(table, begun, stored);
  return answer('following', `${signal.eventId} of ${signal.at}`, 15);
}

async function assess(
  witness: ZoneWitness,
  { executionArn, notified }: Extract<Input, { action: 'assess' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<Output> {
  const why = await witness.suspended(environment.LOCK_TABLE_NAME);
  if (why !== undefined) return answer('over', `the primary region is left alone: ${why}`);
  const stored = await witness.read(environment.LOCK_TABLE_NAME);
  if (stored?.incident.owner !== executionArn) return answer('recorded', 'another execution follows it');
  const { incident } = stored;
  const nowMs = now();
  const since = new Date(Math.min(Date.parse(incident.openedAt), nowMs) - BEFORE_MS);
  const [cluster, answers, errorMinutesMs] = await Promise.all([
    witness.cluster(environment, since),
    witness.answers(environment),
    witness.errorMinutes(environment, since, new Date(nowMs)),
  ]);
  const facts: ZoneFacts = { nowMs, incident, ...cluster, answers, errorMinutesMs };
  const verdict = decide(facts, notified);
  const evidence = { ...evidenceOf(facts), verdict };
  const key = `az-failures/${executionArn.slice(executionArn.lastIndexOf(':') + 1)}.json`;
  const withEvidence = (notice: ZoneNotice): ZoneNotice => ({
    ...notice,
    message: `${notice.message}\nEvidence: s3://${environment.EVIDENCE_BUCKET_NAME}/${key}`,
  });
  switch (verdict.kind) {
    case 'wait':
      return { ...answer('following', `waits for: ${verdict.why}`, verdict.seconds), evidence };
    case 'no-reader':
      return {
        ...answer('following', 'no reader', 60),
        notice: withEvidence(noReaderNotice(verdict, facts, environment)),
        evidence,
      };
    case 'not-promoted':
      return {
        ...answer('following', 'no reader was promoted', 60),
        notice: withEvidence(notPromotedNotice(verdict, facts, environment)),
        evidence,
      };
    case 'answers-again':
      return {
        ...answer('over', 'the writer answers again'),
        notice: withEvidence(answersAgainNotice(verdict, facts, environment)),
        evidence,
      };
    case 'failover':
      return {
        ...answer('over', 'failed over'),
        notice: withEvidence(failoverNotice(verdict, facts, environment)),
        evidence,
      };
    case 'not-a-failover':
      return { ...answer('over', 'the database answers, and has not failed over'), evidence };
    case 'unsettled':
      return { ...answer('over', verdict.why), evidence };
  }
}

async function close(
  witness: ZoneWitness,
  { executionArn }: Extract<Input, { action: 'close' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<Output> {
  const stored = await witness.read(environment.LOCK_TABLE_NAME);
  if (stored?.incident.owner !== executionArn || stored.incident.closedAt !== null)
    return answer('over', 'closed already');
  const closed = { ...stored.incident, closedAt: new Date(now()).toISOString() };
  await witness.write(environment.LOCK_TABLE_NAME, closed, stored);
  return answer('over', 'closed');
}

function evidenceOf({ nowMs, incident, members, listedAtMs, answers, errorMinutesMs }: ZoneFacts) {
  const iso = (timeMs: number) => new Date(timeMs).toISOString();
  return {
    assessedAt: iso(nowMs),
    incident,
    members,
    listedEvents: listedAtMs.map(iso),
    answers,
    errorMinutes: errorMinutesMs?.map(iso) ?? null,
  };
}

function answer(phase: Output['phase'], detail: string, nextPollSeconds = 0): Output {
  return { phase, detail, nextPollSeconds, notice: null, evidence: {} };
}
