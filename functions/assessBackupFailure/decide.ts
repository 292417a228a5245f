import { continuousAsSnapshots } from '../shared/forecast/continuous-backups';
import { nextArrival } from '../shared/forecast/next-arrival';
import { type PipelineSettings, readPipeline } from '../shared/forecast/read-pipeline';
import type { DatedRecoveryPoint, RecoveryPoint } from '../shared/recovery-points';
import { counted } from '../shared/words';
import type { Severity } from './contract';
import type { Facts, PrimaryFacts } from './facts';
import { span } from './sentences';

export interface Policy {
  readonly objectiveMinutes: number;
  readonly forecast: PipelineSettings;
}

/** What would be lost now, and whether the next recovery point comes in time. */
export interface Exposure {
  readonly severity: Severity;
  readonly reason: string;
  /** When the newest point in the standby vault becomes older than the objective. */
  readonly breachesAtMs: number | undefined;
  /** When the next copy is expected to complete in the standby vault. */
  readonly nextCopyAtMs: number | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Severity by exposure, not by the failure: info while the next copy completes within the objective, warning when it will
 * be late or nobody can say, critical when the objective is breached already or nothing could be restored. While a failover
 * is under way or the standby serves, nothing hangs on the primary's backups.
 */
export function decide(facts: Facts, policy: Policy): Exposure {
  if (facts.suspension !== undefined) {
    const reason = facts.primarySilence ?? facts.suspension.why;
    return { severity: 'info', reason, breachesAtMs: undefined, nextCopyAtMs: undefined };
  }
  const nextCopyAtMs = facts.primary === undefined ? undefined : nextCopy(facts, facts.primary, policy);
  if (facts.standby === undefined) {
    const reason = 'no recovery point in the standby vault can be restored';
    return { severity: 'critical', reason, breachesAtMs: undefined, nextCopyAtMs };
  }
  const breachesAtMs = facts.standby.createdAtMs + policy.objectiveMinutes * MINUTE_MS;
  const known = { breachesAtMs, nextCopyAtMs };
  const overMinutes = Math.ceil((facts.nowMs - breachesAtMs) / MINUTE_MS);
  if (facts.nowMs > breachesAtMs) {
    const reason = `the objective of ${counted(policy.objectiveMinutes, 'minute')} is breached by ${span(overMinutes)}`;
    return { severity: 'critical', reason, ...known };
  }
  if (nextCopyAtMs === undefined) {
    const why = facts.primarySilence ?? 'no backup and copy were completed lately';
    return { severity: 'warning', reason: `when the next copy completes is not known: ${why}`, ...known };
  }
  if (nextCopyAtMs > breachesAtMs) {
    const lateMinutes = Math.ceil((nextCopyAtMs - breachesAtMs) / MINUTE_MS);
    return { severity: 'warning', reason: `the next copy will be ${span(lateMinutes)} late`, ...known };
  }
  return { severity: 'info', reason: 'the next copy completes within the objective', ...known };
}

/** As the keeper forecasts it: by the same times, queues and schedules. */
function nextCopy(
  { nowMs, standby, standbyPoints }: Facts,
  { newest, points, jobs, otherCopies }: PrimaryFacts,
  { forecast }: Policy,
): number | undefined {
  const facts = {
    nowMs,
    standbyPoints: withNewest(standbyPoints, standby),
    primaryPoints: withNewest(points, newest),
    jobs,
    otherCopies,
  };
  return nextArrival(readPipeline(continuousAsSnapshots(facts), forecast));
}

/** The newest that is usable may be older than the time that is looked at. */
function withNewest(
  points: readonly RecoveryPoint[],
  newest: DatedRecoveryPoint | undefined,
): readonly RecoveryPoint[] {
  if (newest === undefined || points.some(({ arn }) => arn === newest.arn)) return points;
  return [...points, newest];
}
