import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { ConcurrentUpdateError } from '../../shared/errors';
import { ZoneIncident } from '../contract';

export interface StoredZoneIncident {
  readonly incident: ZoneIncident;
  readonly version: number;
}

export interface ZoneIncidents {
  read(tableName: string): Promise<StoredZoneIncident | undefined>;
  /** @throws ConcurrentUpdateError when somebody else has written since `replaces` was read */
  write(tableName: string, incident: ZoneIncident, replaces: StoredZoneIncident | undefined): Promise<void>;
}

const KEY = 'az-failure';
const KEPT_SECONDS = 7 * 86_400;
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

/** One item, replaced as a whole under its version: the lock of the workflow, and what its executions add to. */
export const zoneIncidents: ZoneIncidents = {
  async read(tableName) {
    const answer = await dynamoDb().send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: KEY } }, ConsistentRead: true }),
    );
    const { record, version } = answer.Item ?? {};
    if (record?.S === undefined) return undefined;
    return { incident: ZoneIncident.parse(JSON.parse(record.S)), version: Number(version?.N) };
  },

  async write(tableName, incident, replaces) {
    const item = {
      pk: { S: KEY },
      record: { S: JSON.stringify(incident) },
      version: { N: String((replaces?.version ?? 0) + 1) },
      expiresAt: { N: String(Math.floor(Date.parse(incident.openedAt) / 1000) + KEPT_SECONDS) },
    };
    const condition =
      replaces === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :replaces',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':replaces': { N: String(replaces.version) } },
          };
    try {
      await dynamoDb().send(new PutItemCommand({ TableName: tableName, Item: item, ...condition }));
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      throw new ConcurrentUpdateError(`another execution has changed ${KEY}`, { cause: error });
    }
  },
};
