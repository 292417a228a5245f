/** What a failure means, in plain words, and the actions that help, best first. */
export interface Explanation<Name extends string> {
  /** `{region}`, `{deadline}` and the like are filled in. */
  readonly means: string;
  readonly next: readonly Name[];
}

/** The table of a workflow: what each reason means, and at which steps it means something else. */
export type NextSteps<Reason extends string, Name extends string> = Readonly<
  Record<Reason, Explanation<Name> & { readonly at?: Readonly<Record<string, Explanation<Name>>> }>
>;

/** What the failure means at this step. */
export function explain<Reason extends string, Name extends string>(
  table: NextSteps<Reason, Name>,
  reason: Reason,
  step: string,
): Explanation<Name> {
  const { at, ...general } = table[reason];
  return at?.[step] ?? general;
}

export function fillIn(means: string, values: Readonly<Record<string, string>>): string {
  return means.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name);
}
