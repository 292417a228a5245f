import { type Ask, askAboutAge } from '../shared/acceptance';
import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import type { Replica } from './aws';
import type { Environment, Input, Look } from './contract';
import { isPromoted, lagOf, type LagDatapoint, whyUnavailable } from './decide';
import { readFacts } from './read-facts';

/**
 * So long a lag that cannot be read is waited for, because nobody is asked where it is known; then a person decides.
 */
const LAG_PATIENCE_MS = 20 * 60_000;
/** How far back the lag is looked for: a decision to fail over may take its time. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** How far behind the replica was when Aurora last said so; a replica that cannot be promoted ends the failover here. */
export async function look(
  replica: Replica,
  { acceptRecoveryPointAgeMinutes: acceptedMinutes, asOf }: Extract<Input, { action: 'look' }>,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<Look> {
  const nowMs = now();
  const facts = await readFacts(replica, environment);
  const problem = whyUnavailable(facts);
  if (problem !== undefined) throw new UnsafeToProceedError('replica-unavailable', problem);
  const datapoints = await readLag(replica, facts.cluster?.identifier ?? '', nowMs).catch((error: unknown) => {
    if (isTransient(error) && nowMs - Date.parse(asOf ?? '') < LAG_PATIENCE_MS) throw error;
    // How much is lost decides whether somebody is asked, not whether the failover is possible.
    logger.error('the replication lag could not be read', { error });
    return undefined;
  });
  const lag = lagOf(datapoints ?? []);
  const objectiveSeconds = environment.RPO_MINUTES * 60;
  const ageSeconds = lag === undefined ? null : Math.ceil(lag.milliseconds / 1000);
  const isDone = isPromoted(facts.global, environment.REPLICA_CLUSTER_ARN);
  return {
    chosen: {
      recoveryPointArn: environment.REPLICA_CLUSTER_ARN,
      createdAt: lag === undefined ? null : toTimestamp(lag.measuredAtMs - lag.milliseconds),
      ageSeconds,
      sizeBytes: null,
      encryptionKeyArn: null,
    },
    freshness: ageSeconds === null ? 'unknown' : ageSeconds <= objectiveSeconds ? 'fresh' : 'stale',
    objectiveSeconds,
    chosenBecause: isDone ? 'adopted' : 'replicated',
    newer: null,
    // What is promoted already was accepted, and there is no other.
    ask: isDone ? null : askAboutReplica(ageSeconds, { objectiveSeconds, acceptedMinutes }),
    runnersUp: [],
    skipped: [],
    skippedCount: 0,
    replication: {
      lagMilliseconds: lag?.milliseconds ?? null,
      measuredAt: lag === undefined ? null : toTimestamp(lag.measuredAtMs),
      detail: describe(lag, datapoints),
    },
  };
}

function readLag(replica: Replica, identifier: string, nowMs: number): Promise<readonly LagDatapoint[]> {
  return replica.lag(identifier, nowMs - LOOK_BACK_MS, nowMs);
}

function askAboutReplica(ageSeconds: number | null, limits: Parameters<typeof askAboutAge>[2]): Ask | null {
  if (ageSeconds !== null) return askAboutAge('What the replica has', ageSeconds, limits);
  return { reason: 'age-unknown', text: 'How far the replica is behind is not known, so neither is how much is lost.' };
}

function describe(lag: ReturnType<typeof lagOf>, datapoints: readonly LagDatapoint[] | undefined): string {
  if (datapoints === undefined) return 'the replication lag is not known: CloudWatch did not answer';
  if (lag === undefined)
    return 'the replication lag is not known: AuroraGlobalDBRPOLag has no data of the last 24 hours';
  return `the replica was ${Math.round(lag.milliseconds)} ms behind when that was last reported, at ${toTimestamp(lag.measuredAtMs)}`;
}

function toTimestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}
