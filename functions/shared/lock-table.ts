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

/** Which region serves. Without an item nobody has ever moved traffic: the primary does. */
export async function readServes(client: DynamoDBClient, tableName: string): Promise<Serves> {
  const item = await readItem(client, tableName, TRAFFIC_KEY);
  return item?.['serves'] === 'standby' ? 'standby' : 'primary';
}

/** What of the lock must be as it was read, for a change to be made. */
export interface LockHolder {
  readonly owner: string;
  readonly status: string;
}

/**
 * Sets attributes of the lock, if it is still as it was read.
 * @returns false where somebody else has changed it since: nothing was done
 */
export async function changeLock(
  client: DynamoDBClient,
  tableName: string,
  { owner, status }: LockHolder,
  change: { readonly set: LockItem; readonly remove?: readonly string[] },
): Promise<boolean> {
  const names = [...Object.keys(change.set), ...(change.remove ?? [])];
  const place = (name: string) => `#a${names.indexOf(name)}`;
  const sets = Object.keys(change.set).map((name) => `${place(name)} = :v${names.indexOf(name)}`);
  const removals = (change.remove ?? []).map(place);
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { pk: { S: LOCK_KEY } },
        UpdateExpression: [
          `SET ${sets.join(', ')}`,
          ...(removals.length > 0 ? [`REMOVE ${removals.join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: '#owner = :owner AND #status = :status',
        ExpressionAttributeNames: {
          ...Object.fromEntries(names.map((name) => [place(name), name])),
          '#owner': 'owner',
          '#status': 'status',
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(
            Object.entries(change.set).map(([name, value]) => [`:v${names.indexOf(name)}`, { S: value }]),
          ),
          ':owner': { S: owner },
          ':status': { S: status },
        },
      }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}

function toTexts(item: Readonly<Record<string, AttributeValue>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(item)) {
    const text = value.S ?? value.N ?? (value.BOOL === undefined ? undefined : String(value.BOOL));
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
