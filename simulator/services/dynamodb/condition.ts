import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compare, containsValue, isEqual, sizeOf, typeOf, valueAt, type Item, type Path } from './attribute-value';
import { ExpressionReader, type Operand, type Placeholders } from './expression-reader';

const COMPARATORS = ['=', '<>', '<=', '>=', '<', '>'] as const;
type Comparator = (typeof COMPARATORS)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly expected: boolean }
  | { readonly kind: 'test'; readonly name: TestName; readonly operand: Operand; readonly argument: Operand };

type TestName = 'begins_with' | 'contains' | 'attribute_type';
const TESTS: readonly TestName[] = ['begins_with', 'contains', 'attribute_type'];

/**
 * Reads a condition (DynamoDB Developer Guide, "Condition and filter expressions, operators, and functions"):
 *
 *     or      = and ( OR and )*
 *     and     = not ( AND not )*
 *     not     = NOT not | "(" or ")" | call | operand comparator operand
 *             | operand BETWEEN operand AND operand | operand IN "(" operand ( "," operand )* ")"
 *     operand = path | :value | size "(" path ")"
 */
export function parseCondition(field: string, text: string, placeholders: Placeholders): Condition {
  const reader = new ExpressionReader(field, text, placeholders);
  const condition = parseOr(reader);
  if (!reader.isAtEnd) throw reader.syntaxError();
  return condition;
}

function parseOr(reader: ExpressionReader): Condition {
  const conditions = [parseAnd(reader)];
  while (reader.take('OR')) conditions.push(parseAnd(reader));
  return join('or', conditions);
}

function parseAnd(reader: ExpressionReader): Condition {
  const conditions = [parseNot(reader)];
  while (reader.take('AND')) conditions.push(parseNot(reader));
  return join('and', conditions);
}

function join(kind: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { kind, conditions };
}

function parseNot(reader: ExpressionReader): Condition {
  if (reader.take('NOT')) return { kind: 'not', condition: parseNot(reader) };
  if (reader.take('(')) {
    const condition = parseOr(reader);
    reader.expect(')');
    return condition;
  }
  const operand = reader.operand();
  if (operand.kind === 'call' && operand.name !== 'size') return toTest(reader, operand.name, operand.operands);
  return parseComparison(reader, operand);
}

function parseComparison(reader: ExpressionReader, left: Operand): Condition {
  if (reader.take('BETWEEN')) {
    const low = parseOperand(reader);
    reader.expect('AND');
    return { kind: 'between', operand: left, low, high: parseOperand(reader) };
  }
  if (reader.take('IN')) {
    reader.expect('(');
    const list = [parseOperand(reader)];
    while (reader.take(',')) list.push(parseOperand(reader));
    reader.expect(')');
    return { kind: 'in', operand: left, list };
  }
  const comparator = reader.takeOneOf(COMPARATORS);
  if (comparator === undefined) throw reader.syntaxError();
  return { kind: 'compare', comparator, left, right: parseOperand(reader) };
}

function parseOperand(reader: ExpressionReader): Operand {
  const operand = reader.operand();
  if (operand.kind !== 'call' || operand.name === 'size') return operand;
  throw reader.error(`The function is not allowed to be used this way in an expression; function: ${operand.name}`);
}

function toTest(reader: ExpressionReader, name: string, [operand, argument, ...more]: readonly Operand[]): Condition {
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (operand?.kind !== 'path' || argument !== undefined) {
      throw reader.error(`Incorrect operand for operator or function; operator or function: ${name}`);
    }
    return { kind: 'exists', path: operand.path, expected: name === 'attribute_exists' };
  }
  const test = TESTS.find((each) => each === name);
  if (test === undefined) throw reader.error(`Invalid function name; function: ${name}`);
  if (operand === undefined || argument === undefined || more.length > 0) {
    throw reader.error(`Incorrect number of operands for operator or function; operator or function: ${name}`);
  }
  return { kind: 'test', name: test, operand, argument };
}

/** Whether an item meets a condition; an item that does not exist is one without attributes. */
export function meets(item: Item, condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((each) => meets(item, each));
    case 'or':
      return condition.conditions.some((each) => meets(item, each));
    case 'not':
      return !meets(item, condition.condition);
    case 'exists':
      return (valueAt(item, condition.path) !== undefined) === condition.expected;
    case 'compare':
      return holds(condition.comparator, resolve(item, condition.left), resolve(item, condition.right));
    case 'between': {
      const value = resolve(item, condition.operand);
      return holds('>=', value, resolve(item, condition.low)) && holds('<=', value, resolve(item, condition.high));
    }
    case 'in': {
      const value = resolve(item, condition.operand);
      return condition.list.some((each) => holds('=', value, resolve(item, each)));
    }
    case 'test':
      return passes(condition.name, resolve(item, condition.operand), resolve(item, condition.argument));
  }
}

function resolve(item: Item, operand: Operand): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const [argument] = operand.operands;
  const value = argument === undefined ? undefined : resolve(item, argument);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** A comparison with an attribute that is not there does not hold, whichever it is, `<>` excepted. */
function holds(comparator: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return isEqual(left, right);
  if (comparator === '<>') return !isEqual(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function passes(name: TestName, value: AttributeValue | undefined, argument: AttributeValue | undefined): boolean {
  if (value === undefined || argument === undefined) return false;
  switch (name) {
    case 'begins_with':
      return value.S !== undefined && argument.S !== undefined && value.S.startsWith(argument.S);
    case 'contains':
      return containsValue(value, argument);
    case 'attribute_type':
      return typeOf(value) === argument.S;
  }
}
