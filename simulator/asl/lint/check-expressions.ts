import type { MachineDefinition } from '../definition';
import { bodyOf, compile, isExpression } from '../jsonata/expression';
import { evaluatedFields, stringsIn } from './fields';
import { statesOf } from './fragments';
import type { LintProblem } from './problem';

/** Looks at each expression by itself: its delimiters, the functions it calls, the members of `$states`. */
export function checkExpressions(machine: MachineDefinition): readonly LintProblem[] {
  return [...statesOf(machine)].flatMap(({ state, path }) =>
    evaluatedFields(state).flatMap(({ field, value, members }) =>
      [...stringsIn(value, `${path}/${field}`)].flatMap(({ text, path: place }) => checkText(text, place, members)),
    ),
  );
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
  const names = compile(body).names;
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
