import type { ExecutionFacts } from '../common/facts';
import type { Interruption } from '../common/record-parts';
import type { CorruptionRecord } from './record';

/** All that is known of a recovery from damaged data: nothing more is read, its machine has it all. */
export interface CorruptionFacts extends ExecutionFacts {
  readonly record: CorruptionRecord;
}

/** Where the damaged cluster is; commands about it go there. */
export function primaryRegionOf({ environment }: Pick<CorruptionFacts, 'environment'>): string {
  return environment.PRIMARY_CLUSTER_ARN.split(':')[3] ?? '';
}

/** Of a task, the step that evidence and messages name. */
export function stepOf(step: string, record: Pick<CorruptionRecord, 'isCleaningUp' | 'before'>): string {
  if (step === 'RemoveCluster') return record.isCleaningUp ? 'CleanUp' : 'Sweep';
  if (step === 'CompareData') return record.before === null ? 'CompareBefore' : 'CompareAfter';
  return step === 'ReadQuestion' ? 'AskForApproval' : step;
}

export function interruptionsOf({ record }: Pick<CorruptionFacts, 'record'>): readonly Interruption[] {
  return record.interruptions.map((each) => ({ ...each, step: stepOf(each.step, record) }));
}

/** What has been written to the live cluster. */
export function rowsWritten({ record }: Pick<CorruptionFacts, 'record'>): number {
  return (record.applied?.inserted ?? 0) + (record.applied?.updated ?? 0);
}
