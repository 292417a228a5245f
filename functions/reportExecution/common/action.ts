/** A sentence, and the command that does it as it stands; a sentence alone where no command can. */
export interface Action {
  readonly sentence: string;
  readonly command: string | null;
}

/** As the evidence has it: one text. */
export function actionText({ sentence, command }: Action): string {
  return command === null ? `${sentence}.` : `${sentence}: ${command}`;
}

/** Those of the named actions that can be done, in their order; one that cannot is undefined, and left out. */
export function actionsOf<Name extends string, Facts>(
  table: Readonly<Record<Name, (facts: Facts) => Action | undefined>>,
  names: readonly Name[],
  facts: Facts,
): readonly Action[] {
  return [...new Set(names)].flatMap((name) => table[name](facts) ?? []);
}
