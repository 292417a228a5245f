import type { Fragment, MachineDefinition } from '../definition';
import { fragmentsOf } from './fragments';
import { transitionsOf } from './transitions';
import type { LintProblem } from './problem';

/** States that no way from StartAt leads to. */
export function checkReachability(machine: MachineDefinition): readonly LintProblem[] {
  return [...fragmentsOf(machine)].flatMap(({ fragment, path }) => {
    const reached = reachableStates(fragment);
    return Object.keys(fragment.States)
      .filter((name) => !reached.has(name))
      .map((name) => ({
        path: `${path}States/${name}`,
        rule: 'unreachable-state',
        message: `nothing leads to the state ${name}`,
      }));
  });
}

function reachableStates(fragment: Fragment): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [fragment.StartAt];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const state = fragment.States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    pending.push(...transitionsOf(state).map(({ target }) => target));
  }
  return reached;
}
