import { repairRun } from '../../shared/names';
import type { CorruptionFacts } from './facts';

/** What is there, or may be, and nobody asked to keep: by what the removal said last. */
export function leftBehind({
  record,
  environment,
}: Pick<CorruptionFacts, 'record' | 'environment'>): readonly string[] {
  const { isLocked, isCleaningUp, isKept, removal, restored, recoveryId } = record;
  if (!isLocked || (isKept && !isCleaningUp) || removal?.phase === 'gone') return [];
  // A sweep that failed has said so: nothing of this one was made.
  if (!isCleaningUp) return [];
  const known = removal?.remaining ?? [];
  if (known.length > 0) return known.map((name) => `cluster ${name}`);
  if (restored !== null) return [`cluster ${restored.clusterIdentifier}`];
  return [`clusters ${repairRun(environment.WORKLOAD_NAME, recoveryId ?? '').prefix}*`];
}

/** What earlier recoveries had left, and is gone. */
export function sweptRepairs({ record }: Pick<CorruptionFacts, 'record'>): readonly string[] {
  return [...new Set(record.sweepFound)].filter((name) => !record.sweepRefused.some((why) => why.includes(name)));
}
