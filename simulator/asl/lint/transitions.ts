import type { State } from '../definition';

/** A way out of a state: where it leads, and the variables that are assigned on it. */
export interface TransitionOut {
  readonly target: string;
  readonly assigned: readonly string[];
}

export function transitionsOf(state: State): readonly TransitionOut[] {
  if (state.Type === 'Succeed' || state.Type === 'Fail') return [];
  const own = Object.keys(state.Assign ?? {});
  if (state.Type === 'Choice') {
    const rules = state.Choices.map((rule) => ({ target: rule.Next, assigned: Object.keys(rule.Assign ?? {}) }));
    return state.Default === undefined ? rules : [...rules, { target: state.Default, assigned: own }];
  }
  const next = state.Next === undefined ? [] : [{ target: state.Next, assigned: own }];
  const caught = 'Catch' in state ? (state.Catch ?? []) : [];
  return [...next, ...caught.map(({ Next, Assign }) => ({ target: Next, assigned: Object.keys(Assign ?? {}) }))];
}
