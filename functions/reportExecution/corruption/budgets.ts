import type { Environment } from '../contract';

/** How long a step may take before it is reported as late, by step, in seconds. It ends nothing. */
export function corruptionBudgets(environment: Environment): Readonly<Record<string, number>> {
  const removal = environment.VALIDATION_CLEAN_UP_BUDGET_MINUTES * 60;
  const data = environment.VALIDATION_CHECK_BUDGET_MINUTES * 60;
  return {
    Sweep: removal,
    RestoreToPointInTime: environment.VALIDATION_RESTORE_BUDGET_MINUTES * 60,
    // A cluster of a round that takes longer costs its answer: the others are not to wait for it.
    SearchRound: environment.VALIDATION_RESTORE_BUDGET_MINUTES * 60 * 2,
    CompareData: data,
    PlanRows: data,
    ApplyRows: data,
    CleanUp: removal,
  };
}
