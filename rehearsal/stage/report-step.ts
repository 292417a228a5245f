/** A step of an execution, as its evidence says. */
export interface ReportStep {
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly budgetSeconds: number;
  readonly status: string;
}
