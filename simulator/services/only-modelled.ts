import { notModelled } from './not-modelled';

/** Refuses every parameter that was given and is not modelled. */
export function onlyModelled<Input extends object>(
  operation: string,
  input: Input,
  modelled: readonly (keyof Input & string)[],
): void {
  const known: ReadonlySet<string> = new Set(modelled);
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && !known.has(name)) throw notModelled(`${operation} with ${name}`);
  }
}
