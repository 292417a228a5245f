import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Suspension } from '../shared/primary';
import type { Backups } from './aws';
import type { Environment, UnassessedMessage, Input } from './contract';
import { explanation } from './explanation';
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
    suspension: await known('which region serves', suspensionOf(backups, environment), surroundings),
    alarms: (await known('which alarms are on', backups.alarms(environment.ALARM_PREFIXES), surroundings)) ?? null,
    environment,
    region,
    nowMs,
  });
}

async function suspensionOf(backups: Backups, { LOCK_TABLE_NAME }: Environment): Promise<Suspension | 'none'> {
  return (await backups.suspension(LOCK_TABLE_NAME)) ?? 'none';
}

/** What is said without, where it cannot be read. */
async function known<Value>(
  what: string,
  reading: Promise<Value>,
  { logger }: Surroundings<Environment>,
): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    logger.warn(`${what} is not known`, { error: error instanceof Error ? error : String(error) });
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
