import type { Fragment, MachineDefinition, State } from '../definition';
import { bodyOf, compile, isExpression } from '../jsonata/expression';
import { isBuiltIn } from './built-in-functions';
import { evaluatedFields, stringsIn } from './fields';
import { innerFragments } from './fragments';
import type { Names } from '../jsonata/names';
import { transitionsOf } from './transitions';
import type { LintProblem, LintRule } from './problem';

/**
 * Follows variables through the machine: one that is read must have been assigned on some way to the state, an inner
 * scope reads the outer variables and may not assign their names.
 */
export function checkFlow(machine: MachineDefinition): readonly LintProblem[] {
  return checkFragment(machine, '', new Set(), new Set());
}

type Variables = ReadonlySet<string>;

/** @param visible what is assigned at the fragment's start; @param outer what the scopes around it ever assign */
function checkFragment(fragment: Fragment, path: string, visible: Variables, outer: Variables): readonly LintProblem[] {
  const atEntry = variablesAtEntry(fragment, visible);
  const ever = new Set([...outer, ...Object.values(fragment.States).flatMap(assignedBy)]);
  return Object.entries(fragment.States).flatMap(([name, state]) => {
    const here = `${path}States/${name}`;
    const known = atEntry.get(name) ?? ever;
    return [
      ...checkAssignments(state, here, outer),
      ...checkReads(state, here, known),
      ...innerFragments(state).flatMap((inner) =>
        checkFragment(inner.fragment, `${here}/${inner.field}/`, known, ever),
      ),
    ];
  });
}

/** For each state that can be reached, the variables that some way to it has assigned. */
function variablesAtEntry(fragment: Fragment, visible: Variables): ReadonlyMap<string, Variables> {
  const atEntry = new Map<string, Set<string>>([[fragment.StartAt, new Set(visible)]]);
  const pending = [fragment.StartAt];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const state = fragment.States[name];
    if (state === undefined) continue;
    for (const { target, assigned } of transitionsOf(state)) {
      const before = atEntry.get(target);
      const after = new Set([...(before ?? []), ...(atEntry.get(name) ?? []), ...assigned]);
      if (before !== undefined && after.size === before.size) continue;
      atEntry.set(target, after);
      pending.push(target);
    }
  }
  return atEntry;
}

function assignedBy(state: State): readonly string[] {
  const ofTransitions = transitionsOf(state).flatMap(({ assigned }) => assigned);
  return [...ofTransitions, ...('Assign' in state ? Object.keys(state.Assign ?? {}) : [])];
}

function checkAssignments(state: State, path: string, outer: Variables): readonly LintProblem[] {
  return [...new Set(assignedBy(state))]
    .filter((name) => outer.has(name))
    .map((name) => ({
      path,
      rule: 'assign-outer-variable',
      message: `$${name} belongs to an outer scope: choose another name and hand the value on with Output`,
    }));
}

function checkReads(state: State, path: string, known: Variables): readonly LintProblem[] {
  return evaluatedFields(state).flatMap(({ field, value }) =>
    [...stringsIn(value, `${path}/${field}`)].flatMap(({ text, path: place }) => {
      return isExpression(text) ? unknownNames(compile(bodyOf(text)).names, place, known) : [];
    }),
  );
}

function unknownNames(names: Names, path: string, known: Variables): readonly LintProblem[] {
  const isKnown = (name: string): boolean => known.has(name) || isBuiltIn(name) || name === 'states';
  return [
    ...[...names.variables]
      .filter((name) => !isKnown(name))
      .map((name) => problem(path, 'undefined-variable', `no way to this state assigns $${name}`)),
    ...[...names.functions]
      .filter((name) => !isKnown(name))
      .map((name) => problem(path, 'unknown-function', `there is no function $${name}`)),
  ];
}

function problem(path: string, rule: LintRule, message: string): LintProblem {
  return { path, rule, message };
}
