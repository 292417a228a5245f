import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/answerSwitch/aws';
import { PRIMARY_SERVES, STANDBY_SERVES } from '../../../functions/answerSwitch/contract';
import { build } from '../../../functions/answerSwitch/handler';
import { awsError, context, setEnvironment } from '../lambda-context';

setEnvironment({ LOCK_TABLE_NAME: 'lock' });

const dynamoDb = mockClient(DynamoDBClient);
const handler = build(aws);
const REQUEST = { version: '2.0', routeKey: 'GET /serves', headers: { host: 'x' } };

beforeEach(() => dynamoDb.reset());

test('while the standby serves it is healthy, and says so in words', async () => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
  expect(await handler(REQUEST, context)).toMatchObject({ statusCode: 200, body: STANDBY_SERVES });
  expect(dynamoDb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { pk: { S: 'traffic' } },
    ConsistentRead: true,
  });
});

test.each([
  ['is not known to have moved traffic', { serves: 'standby', before: 'primary', status: 'PENDING' }, 404],
  ['has moved traffic', { serves: 'standby', before: 'primary', status: 'DONE' }, 200],
  ['is not known to have moved it back', { serves: 'primary', before: 'standby', status: 'PENDING' }, 200],
  ['has moved it back', { serves: 'primary', before: 'standby', status: 'DONE' }, 404],
])('a decision that %s', async (_, { serves, before, status }, statusCode) => {
  dynamoDb
    .on(GetItemCommand)
    .resolves({ Item: { serves: { S: serves }, before: { S: before }, status: { S: status } } });
  expect(await handler(REQUEST, context)).toMatchObject({ statusCode });
});

test.each([
  ['the primary serves', { Item: { pk: { S: 'traffic' }, serves: { S: 'primary' } } }],
  ['nobody has ever moved traffic', {}],
])('while %s it is not', async (_, item) => {
  dynamoDb.on(GetItemCommand).resolves(item);
  expect(await handler(REQUEST, context)).toMatchObject({ statusCode: 404, body: PRIMARY_SERVES });
});

test('what it cannot read it does not answer', async () => {
  dynamoDb.on(GetItemCommand).rejects(awsError('InternalServerError', 'no', 500));
  await expect(handler(REQUEST, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});

test('neither text is part of the other: a search for the one never finds the other', () => {
  expect(PRIMARY_SERVES).not.toContain(STANDBY_SERVES);
  expect(STANDBY_SERVES).not.toContain(PRIMARY_SERVES);
});
