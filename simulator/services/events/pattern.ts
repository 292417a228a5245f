import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

type Json = Readonly<Record<string, unknown>>;
type Matcher = (value: unknown) => boolean;

/** Whether an event fits. */
export type EventPattern = (event: Json) => boolean;

/** Reads an event pattern (EventBridge User Guide, "Comparison operators"). What is wrong with it is AWS's own error. */
export function compilePattern(pattern: unknown): EventPattern {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw invalid('the pattern is not a JSON object with fields');
  return compileObject(pattern);
}

function compileObject(pattern: Json): EventPattern {
  const fields = Object.entries(pattern).map(([name, expected]) =>
    name === '$or' ? compileOr(expected) : compileField(name, expected),
  );
  return (event) => fields.every((matches) => matches(event));
}

function compileOr(alternatives: unknown): EventPattern {
  if (!Array.isArray(alternatives)) throw invalid('"$or" must be an array of patterns');
  const patterns = alternatives.map(compilePattern);
  return (event) => patterns.some((matches) => matches(event));
}

function compileField(name: string, expected: unknown): EventPattern {
  if (isObject(expected)) {
    const nested = compileObject(expected);
    // A field that is an array of objects fits when one of them does.
    return (event) => [event[name]].flat().some((value) => nested(isObject(value) ? value : {}));
  }
  if (!Array.isArray(expected) || expected.length === 0) {
    throw invalid(`"${name}" must be an object or a non-empty array`);
  }
  const matchers = expected.map((value) => compileValue(name, value));
  return (event) => {
    const actual = event[name];
    const values = Array.isArray(actual) && actual.length > 0 ? actual : [actual];
    return values.some((value) => matchers.some((matches) => matches(value)));
  };
}

function compileValue(name: string, expected: unknown): Matcher {
  if (!isObject(expected)) {
    if (Array.isArray(expected)) throw invalid(`"${name}" holds an array in an array`);
    return (value) => value === expected;
  }
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(expected);
  if (more.length > 0) throw invalid(`"${name}" has more than one operator in one object`);
  return compileOperator(operator, operand);
}

function compileOperator(operator: string, operand: unknown): Matcher {
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return affix(operator, operand);
    case 'equals-ignore-case': {
      const expected = text(operator, operand).toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === expected;
    }
    case 'wildcard': {
      const expression = wildcard(text(operator, operand));
      return (value) => typeof value === 'string' && expression.test(value);
    }
    case 'numeric':
      return numeric(operand);
    case 'exists':
      if (typeof operand !== 'boolean') throw invalid('"exists" takes true or false');
      // It looks at leaves only: a field that holds an object does not "exist".
      return (value) => (value !== undefined && !isObject(value)) === operand;
    case 'anything-but':
      return anythingBut(operand);
    default:
      throw notModelled(`The operator "${operator}" in an EventBridge event pattern`);
  }
}

function affix(operator: 'prefix' | 'suffix', operand: unknown): Matcher {
  const ignoreCase = isObject(operand) && 'equals-ignore-case' in operand;
  const expected = text(operator, ignoreCase ? operand['equals-ignore-case'] : operand);
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  return (value) => {
    if (typeof value !== 'string') return false;
    return operator === 'prefix' ? fold(value).startsWith(fold(expected)) : fold(value).endsWith(fold(expected));
  };
}

function anythingBut(operand: unknown): Matcher {
  if (isObject(operand)) {
    const [[operator, nested] = ['', undefined]] = Object.entries(operand);
    const matchers = [nested].flat().map((each) => compileOperator(operator, each));
    return (value) => typeof value === 'string' && !matchers.some((matches) => matches(value));
  }
  const excluded = [operand].flat();
  return (value) => value !== undefined && !excluded.includes(value);
}

function numeric(operand: unknown): Matcher {
  if (!Array.isArray(operand) || operand.length < 2 || operand.length % 2 !== 0) {
    throw invalid('"numeric" takes pairs of a comparison and a number');
  }
  const comparisons = Array.from({ length: operand.length / 2 }, (_, index) =>
    compareTo(operand[2 * index], operand[2 * index + 1]),
  );
  return (value) => typeof value === 'number' && comparisons.every((holds) => holds(value));
}

function compareTo(operator: unknown, limit: unknown): (value: number) => boolean {
  if (typeof limit !== 'number') throw invalid(`"numeric" compares with ${JSON.stringify(limit)}, not a number`);
  switch (operator) {
    case '=':
      return (value) => value === limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    default:
      throw invalid(`"numeric" does not know the comparison ${JSON.stringify(operator)}`);
  }
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\[*\\]|[\s\S]/g, (part) => {
    if (part === '*') return '.*';
    return part.at(-1)?.replace(/[.*+?^${}()|[\]\\]/, '\\$&') ?? '';
  });
  return new RegExp(`^${source}$`, 's');
}

function text(operator: string, operand: unknown): string {
  if (typeof operand !== 'string') throw invalid(`"${operator}" takes a string`);
  return operand;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
