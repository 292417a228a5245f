import type { Fragment, State } from '../definition';

/** Every group of states of a machine: itself, the branches of each Parallel, the processor of each Map. */
export function* fragmentsOf(fragment: Fragment, path = ''): Generator<{ fragment: Fragment; path: string }> {
  yield { fragment, path };
  for (const [name, state] of Object.entries(fragment.States)) {
    for (const inner of innerFragments(state))
      yield* fragmentsOf(inner.fragment, `${path}States/${name}/${inner.field}/`);
  }
}

export function innerFragments(state: State): readonly { readonly fragment: Fragment; readonly field: string }[] {
  if (state.Type === 'Map') return [{ fragment: state.ItemProcessor, field: 'ItemProcessor' }];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((fragment, index) => ({ fragment, field: `Branches[${index}]` }));
}

/** Every state with its path. */
export function* statesOf(machine: Fragment): Generator<{ name: string; state: State; path: string }> {
  for (const { fragment, path } of fragmentsOf(machine)) {
    for (const [name, state] of Object.entries(fragment.States)) yield { name, state, path: `${path}States/${name}` };
  }
}
