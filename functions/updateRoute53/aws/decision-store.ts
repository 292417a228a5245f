import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../shared/aws-errors';
import { ConcurrentUpdateError } from '../../shared/errors';
import { type LockItem, readItem, SWITCH_PENDING } from '../../shared/lock-table';
import { TRAFFIC_KEY } from '../../shared/names';
import type { Decision } from '../decision';

export async function readDecision(client: DynamoDBClient, tableName: string): Promise<Decision | undefined> {
  const item = await readItem(client, tableName, TRAFFIC_KEY);
  return item === undefined ? undefined : toDecision(item);
}

/**
 * Puts a decision in the place of the one that was read.
 * @throws ConcurrentUpdateError where somebody else has decided, or has gone on with it, in between
 */
export async function writeDecision(
  client: DynamoDBClient,
  tableName: string,
  decision: Decision,
  replaces: Decision | undefined,
): Promise<void> {
  try {
    await client.send(new PutItemCommand({ TableName: tableName, Item: toItem(decision), ...conditionOf(replaces) }));
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    throw new ConcurrentUpdateError('somebody else has decided about traffic in this moment', { cause: error });
  }
}

function toItem(decision: Decision) {
  return {
    pk: { S: TRAFFIC_KEY },
    serves: { S: decision.serves },
    before: { S: decision.before },
    status: { S: decision.status === 'pending' ? SWITCH_PENDING : 'DONE' },
    action: { S: decision.action },
    failoverId: { S: decision.failoverId },
    decidedBy: { S: decision.decidedBy },
    decidedAt: { S: decision.decidedAt },
    reason: { S: decision.reason },
    attempts: { N: String(decision.attempts) },
    attemptedAt: { S: decision.attemptedAt },
  };
}

/** An item of before version 0.2 says who decided what and when: it has been carried out long since. */
function toDecision(item: LockItem): Decision {
  const serves = item['serves'] === 'standby' ? 'standby' : 'primary';
  const decidedAt = item['decidedAt'] ?? '';
  return {
    action:
      item['action'] === 'switch' || (item['action'] === undefined && serves === 'standby') ? 'switch' : 'moveBack',
    serves,
    before: item['before'] === 'standby' ? 'standby' : 'primary',
    status: item['status'] === SWITCH_PENDING ? 'pending' : 'done',
    failoverId: item['failoverId'] ?? '',
    decidedBy: item['decidedBy'] ?? '',
    decidedAt,
    reason: item['reason'] ?? '',
    attempts: Number(item['attempts'] ?? 1),
    attemptedAt: item['attemptedAt'] ?? decidedAt,
  };
}

function conditionOf(replaces: Decision | undefined) {
  if (replaces === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const { decidedBy, decidedAt, attempts, status } = replaces;
  const parts = [
    decidedAt === '' ? 'attribute_not_exists(decidedAt)' : 'decidedAt = :decidedAt AND decidedBy = :decidedBy',
    '(attribute_not_exists(attempts) OR attempts = :attempts)',
    '(attribute_not_exists(#status) OR #status = :status)',
  ];
  return {
    ConditionExpression: parts.join(' AND '),
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ...(decidedAt === '' ? {} : { ':decidedAt': { S: decidedAt }, ':decidedBy': { S: decidedBy } }),
      ':attempts': { N: String(attempts) },
      ':status': { S: status === 'pending' ? SWITCH_PENDING : 'DONE' },
    },
  };
}
