import type { World } from '../../../simulator/world';
import { begin, darken, type Ground, make, pair, ROLE, take, THERE } from './ground';

describe('a template can give, of another region,', () => {
  const isServed = ({ region }: Ground): boolean =>
    region.lambda.logs('serve').some(({ message }) => message.includes('served'));
  const allow = ({ region, fn }: Ground, service: string) =>
    make(region, 'AWS::Lambda::Permission', {
      FunctionName: fn,
      Action: 'lambda:InvokeFunction',
      Principal: `${service}.amazonaws.com`,
    });
  const wait = ({ scheduler }: World, minutes: number) => scheduler.runUntil(scheduler.now() + minutes * 60_000);

  test('a topic that a function subscribes to, if its region is said', async () => {
    const { world, here, there } = await pair();
    await allow(here, 'sns');
    const subscription = { TopicArn: there.topic, Protocol: 'lambda', Endpoint: here.fn, Region: THERE };
    expect((await make(here.region, 'AWS::SNS::Subscription', subscription)).physicalId).toContain(`${there.topic}:`);
    there.region.sns.publish({ topicArn: there.topic, message: 'x' });
    await wait(world, 1);
    expect([isServed(here), isServed(there)]).toEqual([true, false]);
  });

  test('a topic of a region that is dark cannot be subscribed to', async () => {
    const { world, here, there } = await pair();
    darken(world);
    const subscription = { TopicArn: there.topic, Protocol: 'lambda', Endpoint: here.fn, Region: THERE };
    await expect(make(here.region, 'AWS::SNS::Subscription', subscription)).rejects.toMatchObject({
      name: 'UnreachableError',
    });
  });

  test('a function that is subscribed to a topic, and hears nothing while it is dark', async () => {
    const { world, here, there } = await pair();
    await allow(there, 'sns');
    const subscription = { TopicArn: here.topic, Protocol: 'lambda', Endpoint: there.fn };
    await make(here.region, 'AWS::SNS::Subscription', subscription);
    world.faults.addDarkness(THERE, world.scheduler.now(), 60 * 60_000);
    here.region.sns.publish({ topicArn: here.topic, message: 'x' });
    await wait(world, 30);
    expect(isServed(there)).toBe(false);
    await wait(world, 60);
    expect([isServed(here), isServed(there)]).toEqual([false, true]);
  });

  test('a function behind an HTTP API, which runs out of time while that is dark', async () => {
    const { world, here, there } = await pair();
    await allow(there, 'apigateway');
    const { physicalId: ApiId } = await make(here.region, 'AWS::ApiGatewayV2::Api', {
      Name: 'api',
      ProtocolType: 'HTTP',
    });
    const integration = { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: there.fn, PayloadFormatVersion: '2.0' };
    const { physicalId } = await make(here.region, 'AWS::ApiGatewayV2::Integration', integration);
    const route = { ApiId, RouteKey: '$default', Target: `integrations/${physicalId}` };
    await make(here.region, 'AWS::ApiGatewayV2::Route', route);
    await make(here.region, 'AWS::ApiGatewayV2::Stage', { ApiId, StageName: '$default', AutoDeploy: true });
    const ask = async () => {
      const url = `${here.region.apiGateway.endpointOf(ApiId)}/`;
      const request = { method: 'GET', url, headers: {}, body: new Uint8Array() };
      return (await world.scheduler.runToEnd(here.region.apiGateway.serve(request))).status;
    };
    expect(await ask()).toBe(200);
    darken(world);
    expect(await ask()).toBe(503);
  });

  test('an event bus as the target of a rule', async () => {
    const { world, here } = await pair();
    const Arn = `arn:aws:events:${THERE}:111111111111:event-bus/default`;
    const rule = { EventPattern: { source: ['x'] }, Targets: [{ Id: 'bus', Arn, RoleArn: ROLE }] };
    await take(world, begin(here.region, 'AWS::Events::Rule', rule));
  });

  test('a bucket to replicate to', async () => {
    const { world, here, there } = await pair();
    const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
    await make(there.region, 'AWS::S3::Bucket', { BucketName: 'replica', ...versioned });
    const Rules = [{ Status: 'Enabled', Prefix: '', Destination: { Bucket: 'arn:aws:s3:::replica' } }];
    const source = { BucketName: 'source', ...versioned, ReplicationConfiguration: { Role: ROLE, Rules } };
    await take(world, begin(here.region, 'AWS::S3::Bucket', source));
  });
});
