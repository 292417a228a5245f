import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { ConcurrentUpdateError, InvariantViolationError } from '../../shared/errors';
import { Incident } from '../contract';

export interface StoredIncident {
  readonly incident: Incident;
  readonly version: number;
}

export interface Incidents {
  read(tableName: string, resourceArn: string): Promise<StoredIncident | undefined>;
  /** @throws ConcurrentUpdateError when somebody else has written since `replaces` was read */
  write(tableName: string, incident: Incident, replaces: StoredIncident | undefined): Promise<StoredIncident>;
}

/** A closed incident explains a signal that comes late; an open one is followed for a week, so its time never comes. */
const KEPT_DAYS = { open: 30, closed: 7 } as const;
const DAY_SECONDS = 86_400;

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

/** One item for each protected resource, replaced as a whole under its version. */
export const incidents: Incidents = {
  async read(tableName, resourceArn) {
    const answer = await dynamoDb().send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: keyOf(resourceArn) } }, ConsistentRead: true }),
    );
    const { record, version } = answer.Item ?? {};
    if (record?.S === undefined) return undefined;
    const parsed = Incident.safeParse(JSON.parse(record.S));
    if (parsed.success) return { incident: parsed.data, version: Number(version?.N) };
    throw new InvariantViolationError(`the item ${keyOf(resourceArn)} of ${tableName} is no incident: delete it`);
  },

  async write(tableName, incident, replaces) {
    const version = (replaces?.version ?? 0) + 1;
    const since = Math.floor(Date.parse(incident.closedAt ?? incident.openedAt) / 1000);
    try {
      await dynamoDb().send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            pk: { S: keyOf(incident.resourceArn) },
            record: { S: JSON.stringify(incident) },
            version: { N: String(version) },
            expiresAt: { N: String(since + KEPT_DAYS[incident.status] * DAY_SECONDS) },
          },
          ConditionExpression: replaces === undefined ? 'attribute_not_exists(pk)' : '#version = :replaces',
          ...(replaces === undefined
            ? {}
            : {
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':replaces': { N: String(replaces.version) } },
              }),
        }),
      );
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      throw new ConcurrentUpdateError(`another execution has changed ${keyOf(incident.resourceArn)}`, { cause: error });
    }
    return { incident, version };
  },
};

function keyOf(resourceArn: string): string {
  return `${INCIDENT_PREFIX}${resourceArn.slice(resourceArn.lastIndexOf(':') + 1)}`;
}

const INCIDENT_PREFIX = 'backup-incident#';
