import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from './aws-errors';
import { LOCK_KEY, TRAFFIC_KEY } from './names';

export type Serves = 'primary' | 'standby';

/**
 * Of the item `failover`. `FAILED`: the next failover continues it, under its identity and with its recovery point.
 * `COMPLETE`, `MOVED_BACK`: it is over, and the next one begins anew.
 */
export type LockStatus = 'RUNNING' | 'FAILED' | 'COMPLETE' | 'MOVED_BACK';

/** An item of the lock table, as text. */
export type LockItem = Readonly<Record<string, string>>;

/** Reads one item as it is now, never as it was: decisions about traffic hang on it. */
export async function readItem(client: DynamoDBClient, tableName: string, key: string): Promise<LockItem | undefined> {
  const answer = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
  );
  return answer.Item === undefined ? undefined : toTexts(answer.Item);
}

/** In `status` of the item `traffic`: it is not known whether the decision has been carried out. */
export const SWITCH_PENDING = 'PENDING';

/**
 * Which region serves, as was decided: a decision that may have been carried out counts. Without an item nobody has ever
 * moved traffic, and the primary does.
 */
export async function readServes(client: DynamoDBClient, tableName: string): Promise<Serves> {
  const item = await readItem(client, tableName, TRAFFIC_KEY);
  return item?.['serves'] === 'standby' ? 'standby' : 'primary';
}

/** Since when the failover's cluster holds what users write; the workflow writes `never` where it does not. */
export function servedSince(lock: LockItem | undefined): string | undefined {
  const servedAt = lock?.['servedAt'];
  return servedAt === 'never' ? undefined : servedAt;
}

/** A change of an item that an execution holds. */
export interface LockChange {
  readonly set: LockItem;
  readonly remove: readonly string[];
  /** Attributes that the item must have, with these values. */
  readonly where: LockItem;
}

/** @returns false where the condition does not hold, because somebody else has changed it: nothing was done */
export async function updateLock(
  client: DynamoDBClient,
  tableName: string,
  change: LockChange,
  key: string = LOCK_KEY,
): Promise<boolean> {
  try {
    await client.send(
      new UpdateItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ...expressionsOf(change) }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}

/** Names are written as placeholders: some attributes are reserved words. */
function expressionsOf({ set, remove, where }: LockChange) {
  const names = [...new Set([...Object.keys(set), ...remove, ...Object.keys(where)])];
  const entries = (prefix: string, item: LockItem) =>
    Object.entries(item).map(([name, value]) => [`:${prefix}${names.indexOf(name)}`, { S: value }]);
  const placeholder = (name: string) => `#n${names.indexOf(name)}`;
  const sets = Object.keys(set).map((name) => `${placeholder(name)} = :s${names.indexOf(name)}`);
  const parts = [
    ...(sets.length === 0 ? [] : [`SET ${sets.join(', ')}`]),
    ...(remove.length === 0 ? [] : [`REMOVE ${remove.map(placeholder).join(', ')}`]),
  ];
  return {
    UpdateExpression: parts.join(' '),
    ConditionExpression: Object.keys(where)
      .map((name) => `${placeholder(name)} = :w${names.indexOf(name)}`)
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [placeholder(name), name])),
    ExpressionAttributeValues: Object.fromEntries([...entries('s', set), ...entries('w', where)]),
  };
}

/** Which region serves, as was decided and is known to have been carried out; until then, the one of before. */
export async function readCarriedOut(client: DynamoDBClient, tableName: string): Promise<Serves> {
  const item = await readItem(client, tableName, TRAFFIC_KEY);
  const serves = item?.['status'] === SWITCH_PENDING ? item['before'] : item?.['serves'];
  return serves === 'standby' ? 'standby' : 'primary';
}

function toTexts(item: Readonly<Record<string, AttributeValue>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(item)) {
    const text = value.S ?? value.N ?? (value.BOOL === undefined ? undefined : String(value.BOOL));
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
