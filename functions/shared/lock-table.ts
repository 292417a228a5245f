import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { TRAFFIC_KEY } from './names';

export type Serves = 'primary' | 'standby';

/** Reads one item as it is now, never as it was: decisions about traffic hang on it. */
export async function readItem(
  client: DynamoDBClient,
  tableName: string,
  key: string,
): Promise<Readonly<Record<string, string>> | undefined> {
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

function toTexts(item: Readonly<Record<string, AttributeValue>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(item)) {
    const text = value.S ?? value.N ?? (value.BOOL === undefined ? undefined : String(value.BOOL));
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
