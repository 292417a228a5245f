import type { Surroundings } from '../shared/create-handler';
import { advanceIncident, recorded } from './advance-incident';
import type { Backups } from './aws';
import type { Assessment, Environment, Input } from './contract';
import { decide } from './decide';
import { isEcho } from './echo';
import { failures } from './formats';
import { fold, knows, open, reachAfter, type SignalReach } from './incident';
import { outlookWith } from './outlook';
import { exposureRecord } from './exposure-record';
import { policyOf } from './policy';
import { readFacts } from './read-facts';
import { readSignal } from './signal';

type Receive = Extract<Input, { action: 'receive' }>;

/** Takes an event: opens an incident and follows it, or adds to one that is followed already. */
export async function receive(
  backups: Backups,
  { event, executionArn, heldUpSince }: Receive,
  surroundings: Surroundings<Environment>,
): Promise<Assessment> {
  const { environment, now } = surroundings;
  const reading = readSignal(event, {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    alarmPrefixes: environment.ALARM_PREFIXES,
    nowMs: now(),
  });
  if (reading.kind !== 'signal') return recorded(reading.detail, []);

  const { signal } = reading;
  const stored = await backups.read(environment.LOCK_TABLE_NAME, environment.SOURCE_CLUSTER_ARN);
  const known = stored?.incident;
  const isAnothers = known?.status === 'open' && known.owner !== executionArn;
  // One whose execution has ended is followed by nobody, whoever knows of it.
  const isFollowed = isAnothers && (await backups.isAtWork(known.owner));
  const isSettled = known?.status === 'closed' && known.owner !== executionArn;
  if (known !== undefined && (isFollowed || isSettled) && knows(known, signal.key)) {
    return recorded(`notified already in incident ${known.incidentId}: ${signal.key}`, signal.problems, known);
  }

  const facts = await readFacts(backups, surroundings, heldUpSince);
  const exposure = decide(facts, policyOf(environment));
  const record = () =>
    exposureRecord(facts, outlookWith(null, exposure, facts, environment), environment, [
      ...(known?.signals ?? []),
      signal,
    ]);
  const reached: SignalReach = { signal, reachAfterMs: reachAfter(signal, reading.createdAtMs, facts) };
  if (known !== undefined && isFollowed) {
    const folded = fold(known, reached);
    await backups.write(environment.LOCK_TABLE_NAME, folded, stored);
    const count = `${failures(folded)} failed jobs, ${folded.otherSignals} other signals`;
    const detail = `folded into incident ${folded.incidentId}, which ${folded.owner} follows: ${count}`;
    return recorded(detail, signal.problems, folded, record());
  }
  if (isEcho(known, reached, facts, exposure)) {
    const detail = `about what incident ${known?.incidentId ?? ''} was about, which is over`;
    return recorded(detail, signal.problems, known, record());
  }
  const begun =
    known?.status === 'open'
      ? { ...known, owner: executionArn }
      : open(
          {
            resourceArn: environment.SOURCE_CLUSTER_ARN,
            owner: executionArn,
            severity: exposure.severity,
            nowMs: facts.nowMs,
          },
          known,
        );
  // Taken before anything is started: of those that come in the same moment one goes on, the others add to it.
  const taken = await backups.write(environment.LOCK_TABLE_NAME, fold(begun, reached), stored);
  return advanceIncident(
    backups,
    { incident: taken.incident, stored: taken, facts, exposure, isLast: false, problems: signal.problems },
    surroundings,
  );
}
