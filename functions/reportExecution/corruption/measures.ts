import { CORRUPTION_METRICS, type Metric } from '../contract';
import type { CorruptionVerdict } from '../decide/corruption';
import type { CorruptionFacts } from './facts';

/** How it ended and how long it took; one that was refused says nothing. */
export function corruptionMetrics(
  { environment, execution, nowMs, record }: CorruptionFacts,
  verdict: CorruptionVerdict,
): Metric[] {
  const Dimensions = [{ Name: 'Workload', Value: environment.WORKLOAD_NAME }];
  // What was kept is reported twice, and counted once.
  if (verdict.kind === 'refused' || (record.isKept && record.isCleaningUp)) return [];
  const seconds = Math.floor((nowMs - Date.parse(execution.startTime)) / 1000);
  return [
    { MetricName: CORRUPTION_METRICS.passed, Dimensions, Unit: 'Count', Value: verdict.kind === 'passed' ? 1 : 0 },
    { MetricName: CORRUPTION_METRICS.duration, Dimensions, Unit: 'Seconds', Value: seconds },
  ];
}
