import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/keepRecoveryPointObjective/aws';
import type { Environment } from '../../../functions/keepRecoveryPointObjective/contract';
import { awsError, NOW, setEnvironment } from '../lambda-context';

setEnvironment({});
const dynamoDb = mockClient(DynamoDBClient);
const environment = { LOCK_TABLE_NAME: 'lock' } as Environment;
const claim = { key: 'objective-not-held', text: 'why', expiresAtMs: NOW + 60_000, claimedBy: 'me', lostAnswers: 2 };

beforeEach(() => {
  dynamoDb.reset();
});

test('the mail is claimed where nobody has claimed it, or no longer', async () => {
  dynamoDb.on(PutItemCommand).resolves({});
  expect(await aws.claim(environment, claim, NOW)).toBe(true);
  expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
    Item: { pk: { S: 'objective-not-held' }, expiresAt: { N: String((NOW + 60_000) / 1000) }, claimedBy: { S: 'me' } },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
    ExpressionAttributeValues: { ':now': { N: String(NOW / 1000) } },
  });
});

test.each([
  ['another call', 'you', false],
  ['this call, whose answer was lost', 'me', true],
])('a claim that %s has made is known', async (_, claimedBy, isOurs) => {
  dynamoDb.on(PutItemCommand).rejects(awsError('ConditionalCheckFailedException'));
  dynamoDb.on(GetItemCommand).resolves({ Item: { claimedBy: { S: claimedBy } } });
  expect(await aws.claim(environment, claim, NOW)).toBe(isOurs);
});
