import { type Diagnostic, schemaProblem } from '../diagnostic';
import type { QueryLanguage } from '../query-language';
import { checkAssign } from './check-assign';
import { isObject, type JsonObject } from './json';
import { checkKnown, checkRequired, checkValues, type ValueRule } from './values';

/** The rules of a Choice state (texts: badmintoncryer/cdk-preflight, pf-sfn-asl-choice-rules and -query-language). */
export function checkChoice(state: JsonObject, path: string, language: QueryLanguage): readonly Diagnostic[] {
  if (!Array.isArray(state['Choices'])) return [];
  const rules: readonly unknown[] = state['Choices'];
  if (rules.length === 0) return [schemaProblem('Value cannot be empty', `${path}/Choices`)];
  return rules.flatMap((rule, index) => checkRule(isObject(rule) ? rule : {}, `${path}/Choices[${index}]`, language));
}

const RULES: Readonly<Record<string, ValueRule>> = {
  Comment: { kind: 'string' },
  Next: { kind: 'string' },
  Assign: { kind: 'object' },
};
const SELECTORS = ['And', 'Or', 'Not', 'Variable', 'Condition'];

function checkRule(rule: JsonObject, path: string, language: QueryLanguage): readonly Diagnostic[] {
  const foreign = language === 'JSONata' ? ['And', 'Or', 'Not', 'Variable'] : ['Condition', 'Output'];
  const wrongLanguage = foreign.filter((field) => rule[field] !== undefined);
  if (wrongLanguage.length > 0) {
    const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
    return wrongLanguage.map((field) =>
      schemaProblem(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        path,
      ),
    );
  }
  const selectors = SELECTORS.filter((field) => rule[field] !== undefined);
  return [
    ...(selectors.length === 1
      ? []
      : [schemaProblem(`The object must have only one of the following fields, [${SELECTORS.join(', ')}]`, path)]),
    ...(language === 'JSONata' ? checkKnown(rule, [...Object.keys(RULES), 'Condition', 'Output'], path) : []),
    ...checkRequired(rule, ['Next'], path),
    ...checkValues(rule, RULES, path, language),
    ...checkCondition(rule['Condition'], path),
    ...checkAssign(rule, path),
  ];
}

/** A boolean, or an expression. */
function checkCondition(condition: unknown, path: string): readonly Diagnostic[] {
  if (condition === undefined || typeof condition === 'boolean') return [];
  if (typeof condition === 'string' && condition.startsWith('{%')) return [];
  return [schemaProblem('Expected value of type [BOOLEAN]', `${path}/Condition`)];
}
