import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { notModelled } from '../not-modelled';
import { valueAt, withValueAt, type Item, type Path } from './attribute-value';
import { ExpressionReader, invalid, type Operand, type Placeholders } from './expression-reader';

type Value = { readonly left: Operand; readonly operator?: '+' | '-'; readonly right?: Operand };
type Action = { readonly path: Path; readonly value: Value | undefined };

/** What an update does to an item, and which attributes it names. */
export interface Update {
  readonly paths: readonly Path[];
  apply(item: Item): Item;
}

/**
 * Reads an update (DynamoDB Developer Guide, "Using update expressions in DynamoDB"):
 *
 *     update = ( SET path "=" value ( "," … )* | REMOVE path ( "," … )* | ADD path :number ( "," … )* )+
 *     value  = operand ( ( "+" | "-" ) operand )?
 */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const reader = new ExpressionReader('UpdateExpression', text, placeholders);
  const actions: Action[] = [];
  const clauses = new Set<string>();
  while (!reader.isAtEnd) {
    const clause = reader.takeOneOf(['SET', 'REMOVE', 'ADD', 'DELETE']);
    if (clause === undefined) throw reader.syntaxError();
    if (clause === 'DELETE') throw notModelled('DELETE in a DynamoDB update expression');
    if (clauses.has(clause)) {
      throw reader.error(`The "${clause}" section can only be used once in an update expression;`);
    }
    clauses.add(clause);
    do actions.push(parseAction(reader, clause));
    while (reader.take(','));
  }
  const paths = actions.map(({ path }) => path);
  requireDistinct(reader, paths);
  return { paths, apply: (item) => applyActions(item, actions) };
}

function parseAction(reader: ExpressionReader, clause: 'SET' | 'REMOVE' | 'ADD'): Action {
  const path = reader.path();
  if (clause === 'REMOVE') return { path, value: undefined };
  if (clause === 'ADD') {
    const right = reader.operand();
    if (right.kind !== 'value' || right.value.N === undefined)
      throw notModelled('ADD of anything but a number in DynamoDB');
    const zero: Operand = { kind: 'value', value: { N: '0' } };
    const left: Operand = { kind: 'call', name: 'if_not_exists', operands: [{ kind: 'path', path }, zero] };
    return { path, value: { left, operator: '+', right } };
  }
  reader.expect('=');
  const left = reader.operand();
  const operator = reader.takeOneOf(['+', '-']);
  return { path, value: operator === undefined ? { left } : { left, operator, right: reader.operand() } };
}

/** Every value is worked out from the item as it was before the update. */
function applyActions(before: Item, actions: readonly Action[]): Item {
  let item = before;
  // From the back, so that removing one element of a list does not move the next.
  const removals = actions.filter(({ value }) => value === undefined).toReversed();
  for (const { path, value } of [...actions.filter(({ value }) => value !== undefined), ...removals]) {
    const next = withValueAt(item, path, value && evaluate(before, value));
    if (next === undefined) {
      throw invalid('The document path provided in the update expression is invalid for update');
    }
    item = next;
  }
  return item;
}

function evaluate(item: Item, { left, operator, right }: Value): AttributeValue {
  const first = resolve(item, left);
  if (operator === undefined || right === undefined) return first;
  const second = resolve(item, right);
  if (first.N === undefined || second.N === undefined) {
    throw invalid('An operand in the update expression has an incorrect data type');
  }
  const sum = operator === '+' ? Number(first.N) + Number(second.N) : Number(first.N) - Number(second.N);
  return { N: String(sum) };
}

function resolve(item: Item, operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') {
    const value = valueAt(item, operand.path);
    if (value !== undefined) return value;
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  }
  const [first, second] = operand.operands;
  if (first === undefined || second === undefined) throw invalid(`Incorrect number of operands for ${operand.name}`);
  if (operand.name === 'if_not_exists' && first.kind === 'path') {
    return valueAt(item, first.path) ?? resolve(item, second);
  }
  if (operand.name === 'list_append') {
    const lists = [resolve(item, first).L, resolve(item, second).L];
    if (lists.some((list) => list === undefined)) {
      throw invalid('An operand in the update expression has an incorrect data type');
    }
    return { L: lists.flatMap((list) => list ?? []) };
  }
  throw invalid(`Invalid UpdateExpression: Invalid function name; function: ${operand.name}`);
}

function requireDistinct(reader: ExpressionReader, paths: readonly Path[]): void {
  const texts = paths.map((path) => JSON.stringify(path).slice(0, -1));
  const clash = texts.findIndex((text, index) =>
    texts.some((other, position) => position !== index && (other === text || other.startsWith(`${text},`))),
  );
  const path = paths[clash];
  if (path === undefined) return;
  throw reader.error(
    `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${path.join(', ')}]`,
  );
}
