import type { QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../service';
import { compare, type Item } from './attribute-value';
import { meets, parseCondition, type Condition } from './condition';
import { invalid, Placeholders } from './expression-reader';
import type { Table } from './table';

/** Reads the items of one partition, in the order of the range key. */
export function runQuery(table: Table, input: QueryInput): Omit<QueryOutput, '$metadata'> {
  const placeholders = new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const key = parseCondition('KeyConditionExpression', input.KeyConditionExpression ?? '', placeholders);
  requireHashKey(table, key);
  const { FilterExpression } = input;
  const filter =
    FilterExpression === undefined ? undefined : parseCondition('FilterExpression', FilterExpression, placeholders);
  placeholders.requireAllUsed();

  const forward = input.ScanIndexForward ?? true;
  const order = (a: Item, b: Item) => compareRange(table, a, b) * (forward ? 1 : -1);
  const start = input.ExclusiveStartKey;
  const matching = table
    .items()
    .filter((item) => meets(item, key))
    .sort(order)
    .filter((item) => start === undefined || order(item, start) > 0);
  if (input.Limit !== undefined && !(input.Limit >= 1)) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${input.Limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  const page = matching.slice(0, input.Limit ?? matching.length);
  const last = page.at(-1);
  // The filter comes after the limit: a page may be empty and still not be the last.
  const Items = page
    .filter((item) => filter === undefined || meets(item, filter))
    .map((item) => structuredClone({ ...item }));
  return {
    Items: input.Select === 'COUNT' ? undefined : Items,
    Count: Items.length,
    ScannedCount: page.length,
    LastEvaluatedKey: page.length < matching.length && last !== undefined ? { ...table.keyOf(last) } : undefined,
  };
}

/** A key condition says what the partition key equals, and at most one thing about the range key. */
function requireHashKey(table: Table, condition: Condition): void {
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  const { hashKey, rangeKey } = table.settings;
  const names = parts.map(attributeOf);
  const isHash = (part: Condition) =>
    part.kind === 'compare' && part.comparator === '=' && attributeOf(part) === hashKey.name;
  if (!parts.some(isHash)) throw invalid(`Query condition missed key schema element: ${hashKey.name}`);
  if (names.length > 2 || names.some((name) => name !== hashKey.name && name !== rangeKey?.name)) {
    throw invalid('Query key condition not supported');
  }
}

function attributeOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'compare':
      return condition.left.kind === 'path' ? String(condition.left.path[0]) : undefined;
    case 'between':
    case 'test':
      return condition.operand.kind === 'path' ? String(condition.operand.path[0]) : undefined;
    default:
      return undefined;
  }
}

function compareRange(table: Table, a: Item, b: Item): number {
  const name = table.settings.rangeKey?.name;
  const left = name === undefined ? undefined : a[name];
  const right = name === undefined ? undefined : b[name];
  return left === undefined || right === undefined ? 0 : (compare(left, right) ?? 0);
}
