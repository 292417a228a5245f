import type { MachineDefinition, State } from '../definition';
import { bodyOf, isExpression } from '../jsonata/expression';
import type { Finding } from '../lint';
import { BUILT_IN_FUNCTIONS } from './built-in-functions';
import { evaluatedFields, stringsIn } from './fields';
import { statesOf } from './fragments';
import { type Names, namesIn } from './jsonata-names';

/** Looks at each expression by itself: its delimiters, its syntax, the functions it calls, the members of `$states`. */
export function checkExpressions(machine: MachineDefinition): readonly Finding[] {
  return [...statesOf(machine)].flatMap(({ state, path }) => [
    ...checkStaticFields(state, path),
    ...evaluatedFields(state).flatMap(({ field, value, members }) =>
      [...stringsIn(value, `${path}/${field}`)].flatMap(({ text, path: place }) => checkText(text, place, members)),
    ),
  ]);
}

/** AWS takes these as they are written (Developer Guide, "Transforming data with JSONata"). */
function checkStaticFields(state: State, path: string): readonly Finding[] {
  const fields = { Resource: 'Resource' in state ? state.Resource : '', Next: 'Next' in state ? state.Next : '' };
  return Object.entries(fields)
    .filter(([, value]) => value?.includes('{%') === true)
    .map(([field]) => ({
      path: `${path}/${field}`,
      rule: 'static-field',
      message: `${field} is not evaluated: write it out, or choose with a Choice state`,
    }));
}

function checkText(text: string, path: string, members: readonly string[]): readonly Finding[] {
  const body = isExpression(text) ? bodyOf(text) : text;
  if (body.includes('{%') || body.includes('%}')) {
    const message = 'an expression must be the whole string, from {% to %}: join texts with & inside it';
    return [{ path, rule: 'expression-delimiters', message }];
  }
  return isExpression(text) ? checkBody(body, path, members) : [];
}

function checkBody(body: string, path: string, members: readonly string[]): readonly Finding[] {
  let names: Names;
  try {
    names = namesIn(body);
  } catch (error) {
    return [{ path, rule: 'expression-syntax', message: describe(error) }];
  }
  const findings: Finding[] = [];
  if (names.functions.has('eval') || names.variables.has('eval')) {
    findings.push({ path, rule: 'eval', message: 'Step Functions has no $eval: use $parse to read JSON' });
  }
  for (const member of names.statesMembers) {
    if (members.includes(member)) continue;
    const message = `$states.${member} does not exist here: $states holds ${members.join(', ')}`;
    findings.push({ path, rule: 'states-member', message });
  }
  return findings;
}

/** Whether a name is a function that every expression may call or pass on. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_FUNCTIONS.has(name) || name === 'eval';
}

function describe(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
