import { type Diagnostic, schemaProblem } from '../diagnostic';
import { type QueryLanguage } from '../query-language';
import { checkAssign } from './check-assign';
import { isObject, type JsonObject } from './json';
import { checkKnown, checkRequired, checkValues, type ValueRule } from './values';

/** Retry and Catch (texts: badmintoncryer/cdk-preflight, pf-sfn-asl-retry-catch, measured by deployments). */
export function checkRecovery(state: JsonObject, path: string, language: QueryLanguage): readonly Diagnostic[] {
  return [
    ...entriesOf(state, 'Retry').flatMap(({ entry, place, isLast }) => [
      ...checkKnown(entry, RETRIER, `${path}/${place}`),
      ...checkRequired(entry, ['ErrorEquals'], `${path}/${place}`),
      ...checkValues(entry, RETRIER_RULES, `${path}/${place}`, language),
      ...checkErrors(entry, `${path}/${place}`, isLast),
    ]),
    ...entriesOf(state, 'Catch').flatMap(({ entry, place, isLast }) => [
      ...checkKnown(entry, CATCHER[language], `${path}/${place}`),
      ...checkRequired(entry, ['ErrorEquals', 'Next'], `${path}/${place}`),
      ...checkValues(entry, CATCHER_RULES, `${path}/${place}`, language),
      ...checkErrors(entry, `${path}/${place}`, isLast),
      ...checkAssign(entry, `${path}/${place}`),
    ]),
  ];
}

const RETRIER_RULES: Readonly<Record<string, ValueRule>> = {
  Comment: { kind: 'string' },
  ErrorEquals: { kind: 'array' },
  IntervalSeconds: { kind: 'number', minimum: 0 },
  MaxAttempts: { kind: 'number', minimum: 0, maximum: 99_999_999 },
  BackoffRate: { kind: 'number', minimum: 1, fractions: true },
  MaxDelaySeconds: { kind: 'number', minimum: 1, maximum: 31_622_400 },
  JitterStrategy: { kind: 'one of', values: ['NONE', 'FULL'] },
};
const RETRIER = Object.keys(RETRIER_RULES);

const CATCHER_RULES: Readonly<Record<string, ValueRule>> = {
  Comment: { kind: 'string' },
  ErrorEquals: { kind: 'array' },
  Next: { kind: 'string' },
  Assign: { kind: 'object' },
};
const CATCHER: Readonly<Record<QueryLanguage, readonly string[]>> = {
  JSONata: [...Object.keys(CATCHER_RULES), 'Output'],
  JSONPath: [...Object.keys(CATCHER_RULES), 'ResultPath'],
};

function entriesOf(state: JsonObject, field: 'Retry' | 'Catch') {
  const entries: readonly unknown[] = Array.isArray(state[field]) ? state[field] : [];
  return entries.map((entry, index) => ({
    entry: isObject(entry) ? entry : {},
    place: `${field}[${index}]`,
    isLast: index === entries.length - 1,
  }));
}

function checkErrors(entry: JsonObject, path: string, isLast: boolean): readonly Diagnostic[] {
  const errors: readonly unknown[] = Array.isArray(entry['ErrorEquals']) ? entry['ErrorEquals'] : [];
  const place = `${path}/ErrorEquals`;
  if (Array.isArray(entry['ErrorEquals']) && errors.length === 0) {
    return [schemaProblem('Value cannot be empty', place)];
  }
  const wrong = errors.flatMap((error, index) =>
    typeof error === 'string' ? [] : [schemaProblem('Expected value of type [STRING]', `${place}[${index}]`)],
  );
  const all = errors.indexOf('States.ALL');
  if (all === -1 || (isLast && errors.length === 1)) return wrong;
  return [...wrong, schemaProblem('States.ALL must appear alone and at end of list', `${place}[${all}]`)];
}
