import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Environment, UnassessedMessage, Input } from './contract';
import { explanation } from './explanation';
import { ageMinutes } from './exposure-record';
import { copiedBy } from './read-facts';
import { readSignal } from './signal';

type Explain = Extract<Input, { action: 'explain' }>;

/** Says what is known of a signal, or of an incident, that cannot be assessed. Neither the table nor the primary is asked. */
export async function explain(
  backups: Backups,
  input: Explain,
  surroundings: Surroundings<Environment>,
): Promise<UnassessedMessage> {
  const { environment, region, now } = surroundings;
  const nowMs = now();
  const reading = readSignal(input.event, {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    alarmPrefixes: environment.ALARM_PREFIXES,
    nowMs,
  });
  return explanation({
    input,
    signal: reading.kind === 'signal' ? reading.signal : undefined,
    standby: await newestCopy(backups, nowMs, surroundings),
    environment,
    region,
    nowMs,
  });
}

/** Whatever goes wrong here is not what is to be explained. */
async function newestCopy(
  backups: Backups,
  nowMs: number,
  { environment, region, logger }: Surroundings<Environment>,
): Promise<{ readonly ageMinutes: number | null } | undefined> {
  try {
    const newest = await backups.newest(region, environment.STANDBY_VAULT_NAME, copiedBy(nowMs, environment));
    return { ageMinutes: ageMinutes(newest?.createdAtMs, nowMs) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isTransient(error)) logger.warn('the standby vault does not answer', { error });
    else logger.error('the standby vault cannot be read', { error });
    return undefined;
  }
}
