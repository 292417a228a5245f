/** What a state hands on. Without `next` its thread is at its end. */
export interface StateExit {
  readonly output: unknown;
  readonly next: string | undefined;
  readonly assigned: Readonly<Record<string, unknown>> | undefined;
}
