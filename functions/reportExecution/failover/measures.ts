import { restoredAge } from '../common/age';
import { type Metric, METRICS } from '../contract';
import type { FailoverFacts } from './facts';

export interface Objective {
  readonly objectiveSeconds: number;
  /** Null: not achieved, or not known. */
  readonly achievedSeconds: number | null;
  readonly met: boolean | null;
}

/**
 * From the start to the moment when the region was proven: by the public name, or in a drill directly. Null where users
 * were taken back while it ran: what answered as the public name may have been the primary.
 */
export function rtoOf({ record, execution, environment, traffic }: FailoverFacts): Objective {
  const isTakenBack =
    record.request?.mode === 'failover' && traffic.kind === 'read' && traffic.value.serves !== 'standby';
  const seconds =
    record.verifiedAt === null || isTakenBack
      ? null
      : Math.max(0, Math.floor((Date.parse(record.verifiedAt) - Date.parse(execution.startTime)) / 1000));
  return objective(environment.RTO_MINUTES, seconds);
}

/** The age of the data when it was chosen; older by the difference where the restore fell back to another recovery point. */
export function rpoOf({ record: { recovery, database }, environment }: FailoverFacts): Objective {
  const chosen = recovery?.chosen;
  const restoredOf = recovery?.replication === null ? (database?.recoveryPointCreatedAt ?? null) : null;
  return objective(environment.RPO_MINUTES, restoredAge(chosen, restoredOf));
}

function objective(minutes: number, achievedSeconds: number | null): Objective {
  const objectiveSeconds = minutes * 60;
  return {
    objectiveSeconds,
    achievedSeconds,
    met: achievedSeconds === null ? null : achievedSeconds <= objectiveSeconds,
  };
}

/** What dashboards and alarms read. */
export function metricsOf(facts: FailoverFacts, hasPassed: boolean): Metric[] {
  const dimensions = [
    { Name: 'Workload', Value: facts.environment.WORKLOAD_NAME },
    { Name: 'Mode', Value: facts.record.request?.mode ?? 'invalid' },
  ];
  const seconds = (MetricName: Metric['MetricName'], value: number | null): Metric[] =>
    value === null ? [] : [{ MetricName, Dimensions: dimensions, Unit: 'Seconds', Value: value }];
  return [
    { MetricName: METRICS.passed, Dimensions: dimensions, Unit: 'Count', Value: hasPassed ? 1 : 0 },
    ...seconds(METRICS.recoveryTime, rtoOf(facts).achievedSeconds),
    ...seconds(METRICS.recoveryPointAge, rpoOf(facts).achievedSeconds),
  ];
}
