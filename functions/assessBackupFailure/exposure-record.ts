import type { Environment, ExposureRecord, Signal } from './contract';
import { type Facts, failedInLastDay } from './facts';
import type { ExposureOutlook } from './outlook';

/**
 * The exposure as evidence and messages hold it.
 * @param signals failures that are known, whether AWS Backup lists them already or not
 */
export function exposureRecord(
  facts: Facts,
  outlook: ExposureOutlook,
  environment: Environment,
  signals: readonly Signal[],
): ExposureRecord {
  const { standby, primary, nowMs } = facts;
  return {
    severity: outlook.severity,
    reason: outlook.reason,
    isRepairNew: outlook.isRepairNew,
    lateWithoutRepairMinutes: outlook.lateWithoutRepairMinutes ?? null,
    objectiveMinutes: environment.RPO_MINUTES,
    standbyAgeMinutes: ageMinutes(standby?.createdAtMs, nowMs),
    standbyRecoveryPointArn: standby?.arn ?? null,
    primaryAgeMinutes: ageMinutes(primary?.newest?.createdAtMs, nowMs),
    primaryRecoveryPointArn: primary?.newest?.arn ?? null,
    primaryState: facts.primaryState,
    primarySilence: facts.primarySilence ?? null,
    suspension: facts.suspension === undefined ? null : { kind: facts.suspension.kind, since: facts.suspension.since },
    breachesAt: timestamp(outlook.breachesAtMs),
    nextCopyAt: timestamp(outlook.nextCopyAtMs),
    failedJobsLastDay: primary === undefined ? null : failedInLastDay(primary, signals, nowMs),
    alarms: facts.alarms === undefined ? null : [...facts.alarms],
  };
}

export function ageMinutes(createdAtMs: number | undefined, nowMs: number): number | null {
  return createdAtMs === undefined ? null : Math.ceil((nowMs - createdAtMs) / 60_000);
}

function timestamp(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
