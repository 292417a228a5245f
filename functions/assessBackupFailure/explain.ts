import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Environment, UnassessedMessage, Input } from './contract';
import { explanation, type ExplanationFacts } from './explanation';
import { ageMinutes } from './exposure-record';
import { copiedBy } from './read-facts';
import { readSignal } from './signal';

type Explain = Extract<Input, { action: 'explain' }>;

/**
 * Says what is known of a signal, or of an incident, that cannot be assessed. Of the table only which region serves is asked,
 * and it need not answer; the primary is not asked.
 */
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
    suspension: await suspensionOf(backups, surroundings),
    alarms: await alarmsOn(backups, surroundings),
    environment,
    region,
    nowMs,
  });
}

async function alarmsOn(
  backups: Backups,
  { environment, logger }: Surroundings<Environment>,
): Promise<ExplanationFacts['alarms']> {
  try {
    return await backups.alarms(environment.ALARM_PREFIXES);
  } catch (error) {
    logger.warn('which alarms are on is not known', { error: error instanceof Error ? error : String(error) });
    return null;
  }
}

async function suspensionOf(
  backups: Backups,
  { environment, logger }: Surroundings<Environment>,
): Promise<ExplanationFacts['suspension']> {
  try {
    return (await backups.suspension(environment.LOCK_TABLE_NAME)) ?? 'none';
  } catch (error) {
    logger.warn('which region serves is not known', { error: error instanceof Error ? error : String(error) });
    return undefined;
  }
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
