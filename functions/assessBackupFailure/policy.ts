import type { Environment, ExposureRecord } from './contract';
import type { Exposure, Policy } from './decide';
import { type Facts, failedInLastDay } from './facts';

export function policyOf(environment: Environment): Policy {
  return { objectiveMinutes: environment.RPO_MINUTES, intervalMinutes: environment.BACKUP_INTERVAL_MINUTES };
}

/** The exposure as evidence and messages hold it. */
export function exposureRecord(facts: Facts, exposure: Exposure, environment: Environment): ExposureRecord {
  const { standby, primary, nowMs } = facts;
  return {
    severity: exposure.severity,
    reason: exposure.reason,
    objectiveMinutes: environment.RPO_MINUTES,
    standbyAgeMinutes: ageMinutes(standby?.createdAtMs, nowMs),
    standbyRecoveryPointArn: standby?.arn ?? null,
    primaryAgeMinutes: ageMinutes(primary?.newest?.createdAtMs, nowMs),
    primaryRecoveryPointArn: primary?.newest?.arn ?? null,
    primarySilence: facts.primarySilence ?? null,
    breachesAt: timestamp(exposure.breachesAtMs),
    nextLandingAt: timestamp(exposure.nextLandingAtMs),
    failedJobsLastDay: primary === undefined ? null : failedInLastDay(primary, nowMs),
    alarms: [...facts.alarms],
  };
}

function ageMinutes(createdAtMs: number | undefined, nowMs: number): number | null {
  return createdAtMs === undefined ? null : Math.ceil((nowMs - createdAtMs) / 60_000);
}

function timestamp(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
