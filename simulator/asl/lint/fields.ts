import type { State } from '../definition';

/** A field that is evaluated, and what `$states` holds there. */
export interface EvaluatedField {
  readonly field: string;
  readonly value: unknown;
  readonly members: readonly string[];
}

const ALWAYS = ['input', 'context'];

/** The fields of a state in which expressions are evaluated, without those of inner states. */
export function evaluatedFields(state: State): readonly EvaluatedField[] {
  const fields = Object.entries(state).flatMap(([field, value]) => fieldsOf(state, field, value));
  return fields.filter(({ value }) => value !== undefined);
}

const PLAIN = ['Arguments', 'Items', 'ItemSelector', 'ItemBatcher', 'MaxConcurrency', 'ToleratedFailureCount'].concat([
  'ToleratedFailurePercentage',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Seconds',
  'Timestamp',
  'Error',
  'Cause',
]);

function fieldsOf(state: State, field: string, value: unknown): readonly EvaluatedField[] {
  if (PLAIN.includes(field)) return [{ field, value, members: ALWAYS }];
  if (field === 'Output' || field === 'Assign') {
    const hasResult = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
    return [{ field, value, members: hasResult ? [...ALWAYS, 'result'] : ALWAYS }];
  }
  if (field === 'Choices' && state.Type === 'Choice') {
    return state.Choices.flatMap((rule, index) => [
      { field: `Choices[${index}]/Condition`, value: rule.Condition, members: ALWAYS },
      { field: `Choices[${index}]/Output`, value: rule.Output, members: ALWAYS },
      { field: `Choices[${index}]/Assign`, value: rule.Assign, members: ALWAYS },
    ]);
  }
  if (field === 'Catch' && 'Catch' in state) {
    return (state.Catch ?? []).flatMap((catcher, index) => [
      { field: `Catch[${index}]/Output`, value: catcher.Output, members: [...ALWAYS, 'errorOutput'] },
      { field: `Catch[${index}]/Assign`, value: catcher.Assign, members: [...ALWAYS, 'errorOutput'] },
    ]);
  }
  return [];
}

/** Every string inside a JSON value, with its path. */
export function* stringsIn(value: unknown, path: string): Generator<{ text: string; path: string }> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* stringsIn(item, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* stringsIn(member, `${path}/${key}`);
  }
}
