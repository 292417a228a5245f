import jsonata from 'jsonata';
import type { MachineDefinition, State } from '../definition';
import { bodyOf, isExpression } from '../jsonata/expression';
import { evaluatedFields, stringsIn } from './fields';
import { statesOf } from './fragments';
import { type Names, namesIn } from '../jsonata/names';
import type { LintProblem } from './problem';

/** Looks at each expression by itself: its delimiters, its syntax, the functions it calls, the members of `$states`. */
export function checkExpressions(machine: MachineDefinition): readonly LintProblem[] {
  return [...statesOf(machine)].flatMap(({ state, path }) => [
    ...checkStaticFields(state, path),
    ...evaluatedFields(state).flatMap(({ field, value, members }) =>
      [...stringsIn(value, `${path}/${field}`)].flatMap(({ text, path: place }) => checkText(text, place, members)),
    ),
  ]);
}

/** AWS takes these as they are written (Developer Guide, "Transforming data with JSONata"). */
function checkStaticFields(state: State, path: string): readonly LintProblem[] {
  const fields = { Resource: 'Resource' in state ? state.Resource : '', Next: 'Next' in state ? state.Next : '' };
  return Object.entries(fields)
    .filter(([, value]) => value?.includes('{%') === true)
    .map(([field]) => ({
      path: `${path}/${field}`,
      rule: 'static-field',
      message: `${field} is not evaluated: write it out, or choose with a Choice state`,
    }));
}

function checkText(text: string, path: string, members: readonly string[]): readonly LintProblem[] {
  const body = isExpression(text) ? bodyOf(text) : text;
  if (body.includes('{%') || body.includes('%}')) {
    const message = 'an expression must be the whole string, from {% to %}: join texts with & inside it';
    return [{ path, rule: 'expression-delimiters', message }];
  }
  return isExpression(text) ? checkBody(body, path, members) : [];
}

function checkBody(body: string, path: string, members: readonly string[]): readonly LintProblem[] {
  let names: Names;
  try {
    names = namesIn(jsonata(body));
  } catch (error) {
    return [{ path, rule: 'expression-syntax', message: describe(error) }];
  }
  const problems: LintProblem[] = [];
  if (names.functions.has('eval') || names.variables.has('eval')) {
    problems.push({ path, rule: 'eval', message: 'Step Functions has no $eval: use $parse to read JSON' });
  }
  for (const member of names.statesMembers) {
    if (members.includes(member)) continue;
    const message = `$states.${member} does not exist here: $states holds ${members.join(', ')}`;
    problems.push({ path, rule: 'states-member', message });
  }
  return problems;
}

function describe(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
