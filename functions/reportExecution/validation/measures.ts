import { type Metric, VALIDATION_METRICS } from '../contract';
import { ageOfBackup, type ValidationVerdict } from '../decide/validation';
import type { ValidationFacts } from './facts';

/** How long the restore took, where it was done. */
export function restoreSeconds({ record }: Pick<ValidationFacts, 'record'>): number | null {
  const restore = record.steps.find(({ name }) => name === 'RestoreAurora');
  return restore === undefined
    ? null
    : Math.floor((Date.parse(restore.endedAt) - Date.parse(restore.startedAt)) / 1000);
}

/** What dashboards and alarms read. A validation that was refused says nothing about the backups. */
export function validationMetrics(facts: ValidationFacts, verdict: ValidationVerdict): Metric[] {
  const { record, environment, execution, nowMs } = facts;
  const metric = (name: Metric['MetricName'], unit: Metric['Unit'], value: number | null): Metric[] => {
    const Dimensions = [{ Name: 'Workload', Value: environment.WORKLOAD_NAME }];
    return value === null ? [] : [{ MetricName: name, Dimensions, Unit: unit, Value: value }];
  };
  if (verdict.kind === 'refused') return metric(VALIDATION_METRICS.refused, 'Count', 1);
  const seconds = Math.floor((nowMs - Date.parse(execution.startTime)) / 1000);
  const failed = record.checks.length === 0 ? null : record.checks.filter(({ passed }) => !passed).length;
  return [
    ...metric(VALIDATION_METRICS.passed, 'Count', verdict.kind === 'passed' ? 1 : 0),
    ...metric(VALIDATION_METRICS.duration, 'Seconds', seconds),
    ...metric(VALIDATION_METRICS.restore, 'Seconds', restoreSeconds(facts)),
    ...metric(VALIDATION_METRICS.age, 'Seconds', ageOfBackup(facts)),
    ...metric(VALIDATION_METRICS.checksFailed, 'Count', failed),
  ];
}
