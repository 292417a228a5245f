import type { ExecutionFacts } from '../common/facts';
import type { Interruption } from '../common/record-parts';
import type { Read } from '../common/read';
import type { ValidationRecord } from './record';

/** What is known while a validation runs. */
export interface RunningValidation extends ExecutionFacts {
  readonly record: ValidationRecord;
}

/** All that its report is made of. */
export interface ValidationFacts extends RunningValidation {
  /** Identifiers of the clusters that exist now of any validation; none where this one never held the lock. */
  readonly clusters: Read<readonly string[]>;
}

/** Of a task, the step that evidence and messages name. */
export function stepOf(step: string, { isCleaningUp }: Pick<ValidationRecord, 'isCleaningUp'>): string {
  if (step === 'WaitForAvailable') return 'RestoreAurora';
  return step === 'RemoveCluster' ? removalStep({ isCleaningUp }) : step;
}

/** What has held the validation up, by those steps: a removal that failed last before the clean-up began was the sweep. */
export function interruptionsOf(record: ValidationRecord): readonly Interruption[] {
  const { interruptions, cleanUpBegan, isCleaningUp } = record;
  return interruptions.map((each) => {
    const isOfSweep = isBefore(each.lastAt, cleanUpBegan);
    const step = stepOf(each.step, { isCleaningUp: isCleaningUp && !isOfSweep });
    return step === 'CleanUp' && isBefore(each.since, cleanUpBegan)
      ? { ...each, step, since: null }
      : { ...each, step };
  });
}

function isBefore(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) < Date.parse(other);
}

/** The same removal comes before the restore and after it. */
export function removalStep({ isCleaningUp }: Pick<ValidationRecord, 'isCleaningUp'>): 'Sweep' | 'CleanUp' {
  return isCleaningUp ? 'CleanUp' : 'Sweep';
}
