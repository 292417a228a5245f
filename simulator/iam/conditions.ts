import { matchesArn, matchesWildcard } from './wildcard';

/** What a condition looks at: the request's condition keys in lower case, each with its values. */
export interface ConditionContext {
  get(key: string): readonly string[] | undefined;
}

/** Made when a condition or a policy variable first asks: most statements have neither. */
export class LazyContext implements ConditionContext {
  readonly #make: () => ConditionContext;
  #made: ConditionContext | undefined;

  constructor(make: () => ConditionContext) {
    this.#make = make;
  }

  get(key: string): readonly string[] | undefined {
    this.#made ??= this.#make();
    return this.#made.get(key);
  }
}

type Comparison = (expected: string, actual: string) => boolean;

/** The operators without their qualifiers. IAM User Guide, "IAM JSON policy elements: Condition operators". */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: (expected, actual) => matchesWildcard(expected, actual),
  ArnEquals: (expected, actual) => matchesArn(expected, actual),
  ArnLike: (expected, actual) => matchesArn(expected, actual),
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  NumericEquals: (expected, actual) => Number(actual) === Number(expected),
  NumericLessThan: (expected, actual) => Number(actual) < Number(expected),
  NumericLessThanEquals: (expected, actual) => Number(actual) <= Number(expected),
  NumericGreaterThan: (expected, actual) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (expected, actual) => Number(actual) >= Number(expected),
  DateLessThan: (expected, actual) => Date.parse(actual) < Date.parse(expected),
  DateGreaterThan: (expected, actual) => Date.parse(actual) > Date.parse(expected),
};

/** Their negations: true when no expected value matches, and when the key is absent. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/** Whether every condition of a block holds. */
export function conditionsHold(
  block: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: ConditionContext,
): boolean {
  return Object.entries(block).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, expected, context.get(key.toLowerCase()), context)),
  );
}

function holds(
  operator: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
  context: ConditionContext,
): boolean {
  const { qualifier, ifExists, name } = readOperator(operator);
  if (name === 'Null') return expected.includes(String(actual === undefined));

  const negated = Object.hasOwn(negations, name);
  const positive = negated ? (negations[name] ?? '') : name;
  const compare = Object.hasOwn(comparisons, positive) ? comparisons[positive] : undefined;
  if (compare === undefined) {
    throw new Error(`the condition operator ${operator} is not modelled by the simulator (docs/SIMULATOR.md)`);
  }
  if (actual === undefined) return ifExists || negated || qualifier === 'ForAllValues';
  const wanted = expected.map((value) => substitute(value, context));
  const fits = (value: string) => wanted.some((each) => each !== undefined && compare(each, value)) !== negated;
  if (qualifier === 'ForAnyValue') return actual.some(fits);
  // Without a qualifier the key has one value, and "all of one" is that value.
  return actual.every(fits);
}

interface Operator {
  readonly qualifier: string | undefined;
  readonly ifExists: boolean;
  readonly name: string;
}

const operators = new Map<string, Operator>();

function readOperator(text: string): Operator {
  let operator = operators.get(text);
  if (operator === undefined) {
    const [, qualifier, rest = ''] = /^(?:(ForAnyValue|ForAllValues):)?(.+)$/.exec(text) ?? [];
    const ifExists = rest.endsWith('IfExists');
    operator = { qualifier, ifExists, name: ifExists ? rest.slice(0, -'IfExists'.length) : rest };
    operators.set(text, operator);
  }
  return operator;
}

/** A policy variable's text; `undefined` (which matches nothing) when the request has no such key. */
export function substitute(text: string, context: ConditionContext): string | undefined {
  if (!text.includes('${')) return text;
  let missing = false;
  const replaced = text.replaceAll(/\$\{([^}]+)\}/g, (_, key: string) => {
    if (key === '*' || key === '?' || key === '$') return key;
    const value = context.get(key.toLowerCase());
    if (value?.length !== 1) missing = true;
    return value?.[0] ?? '';
  });
  return missing ? undefined : replaced;
}
