export interface WorkloadStack {
  readonly name: string;
  readonly region: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, string | StackOutput>>;
}

/** An output of an earlier stack: `OrdersDatabase.ClusterArn`. */
export interface StackOutput {
  readonly output: string;
}
