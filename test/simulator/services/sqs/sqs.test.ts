import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { providers } from '../../../../simulator/services/sqs/providers';
import { Sqs } from '../../../../simulator/services/sqs/sqs';
import { fakeWorld, providerRequest } from '../../support/fake-world';

const ARN = 'arn:aws:sqs:us-west-2:111111111111:dead-letters';
const URL = 'https://sqs.us-west-2.amazonaws.com/111111111111/dead-letters';
const RULE = 'arn:aws:events:us-west-2:111111111111:rule/keep';
const [queueProvider, policyProvider] = providers;

async function queueWorld() {
  const world = fakeWorld({
    regionServices: (region) => ({ sqs: new Sqs(region), cloudWatch: new CloudWatch(region) }),
  });
  const region = world.region('us-west-2');
  const request = { QueueName: 'dead-letters', MessageRetentionPeriod: '3600', SqsManagedSseEnabled: true };
  const made = await queueProvider?.create(providerRequest(region, 'Queue', request));
  const allow = async (source: string) =>
    policyProvider?.create(
      providerRequest(region, 'Policy', {
        Queues: [URL],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Resource: ARN,
              Principal: { Service: 'events.amazonaws.com' },
              Condition: { ArnEquals: { 'aws:SourceArn': source } },
            },
            {
              Effect: 'Deny',
              Action: 'sqs:*',
              Resource: ARN,
              Principal: { AWS: '*' },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      }),
    );
  const send = () =>
    region.sqs.sendAsService({ queueArn: ARN, body: 'letter', attributes: {} }, 'events.amazonaws.com', RULE);
  const pass = (minutes: number) => world.scheduler.runUntil(world.scheduler.now() + minutes * 60_000);
  const visible = () =>
    region.cloudWatch
      .series('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'dead-letters' })
      .map(({ maximum }) => maximum);
  return { region, made, allow, send, pass, visible };
}

describe('a queue', () => {
  test('has a URL, an ARN and a name', async () => {
    const { made } = await queueWorld();
    expect(made).toEqual({
      physicalId: URL,
      attributes: { Arn: ARN, QueueName: 'dead-letters', QueueUrl: URL },
    });
  });

  test('takes messages of a service only if its policy lets that service, for that source', async () => {
    const { region, allow, send } = await queueWorld();
    expect(send).toThrow('not authorized to perform: sqs:SendMessage');
    await allow('arn:aws:events:us-west-2:111111111111:rule/other');
    expect(send).toThrow('not authorized to perform: sqs:SendMessage');
    await allow(RULE);
    send();
    expect(region.sqs.messages(ARN)).toEqual([
      { at: '2026-11-24T10:00:00.000Z', messageId: expect.any(String), body: 'letter', attributes: {} },
    ]);
  });

  test('keeps a message for its retention period, and says each minute how many there are', async () => {
    const { region, allow, send, pass, visible } = await queueWorld();
    await allow(RULE);
    send();
    await pass(30);
    send();
    await pass(5);
    expect(visible().at(-1)).toBe(2);
    await pass(30);
    expect(region.sqs.messages(ARN)).toHaveLength(1);
    await pass(60);
    expect(region.sqs.messages(ARN)).toEqual([]);
    expect(visible()).toHaveLength(90);
    expect(visible().at(-1)).toBe(0);
  });

  test('is empty after a purge', async () => {
    const { region, allow, send } = await queueWorld();
    await allow(RULE);
    send();
    region.sqs.purge(ARN);
    expect(region.sqs.messages(ARN)).toEqual([]);
  });

  test('that is gone takes nothing', async () => {
    const { region, send } = await queueWorld();
    region.sqs.deleteQueue(ARN);
    expect(send).toThrow('The specified queue does not exist.');
  });
});
