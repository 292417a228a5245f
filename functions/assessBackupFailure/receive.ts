import type { Surroundings } from '../shared/create-handler';
import { advanceIncident, recorded } from './advance-incident';
import type { Backups } from './aws';
import type { Environment, Input, Output } from './contract';
import { decide } from './decide';
import { type SignalReach, fold, isEcho, isFollowedByAnother, knows, open, reachAfter } from './incident';
import { failures } from './formats';
import { exposureRecord, policyOf } from './policy';
import { readFacts } from './read-facts';
import { readSignal } from './signal';

type Receive = Extract<Input, { action: 'receive' }>;

/** Takes an event: opens an incident and follows it, or adds to one that is followed already. */
export async function receive(
  backups: Backups,
  { event, executionArn }: Receive,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now } = surroundings;
  const reading = readSignal(event, {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    alarmPrefixes: environment.ALARM_PREFIXES,
    nowMs: now(),
  });
  if (reading.kind === 'foreign') return recorded(reading.detail, []);

  const { signal } = reading;
  const stored = await backups.read(environment.LOCK_TABLE_NAME, environment.SOURCE_CLUSTER_ARN);
  const known = stored?.incident;
  if (known !== undefined && known.owner !== executionArn && knows(known, signal.key)) {
    return recorded(`told already in incident ${known.incidentId}: ${signal.key}`, signal.problems, known);
  }

  const facts = await readFacts(backups, surroundings);
  const exposure = decide(facts, policyOf(environment));
  const reached: SignalReach = { signal, reachAfterMs: reachAfter(signal, reading.createdAtMs, facts) };
  if (known !== undefined && isFollowedByAnother(known, executionArn, facts.nowMs)) {
    const folded = fold(known, reached);
    await backups.write(environment.LOCK_TABLE_NAME, folded, stored);
    const count = `${failures(folded)} failed jobs, ${folded.otherSignals} other signals`;
    const detail = `folded into incident ${folded.incidentId}, which ${folded.owner} follows: ${count}`;
    return recorded(detail, signal.problems, folded, exposureRecord(facts, exposure, environment));
  }
  if (isEcho(known, signal, facts, exposure)) {
    const detail = `an alarm about what incident ${known?.incidentId ?? ''} was about, which is over`;
    return recorded(detail, signal.problems, known, exposureRecord(facts, exposure, environment));
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
