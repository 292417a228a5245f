import { callService } from '../../support/fake-world';
import { call, settle, stackWorld, template } from '../cloudformation/stack-world';

const REPLICATOR = 'arn:aws:iam::111111111111:role/replicator';

/** How a stack ends whose bucket is replicated by one rule, and what the bucket's event says. */
async function deploy(rule: Record<string, unknown>): Promise<{ status: string; reason: string | undefined }> {
  const world = stackWorld();
  const { s3, cloudFormation } = world.region('us-west-2');
  s3.createBucket('copies');
  s3.configureBucket('copies', { isVersioned: true });
  const bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'originals',
      VersioningConfiguration: { Status: 'Enabled' },
      ReplicationConfiguration: {
        Role: REPLICATOR,
        Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' }, ...rule }],
      },
    },
  };
  await call(world, 'CreateStack', { StackName: 'replication', TemplateBody: JSON.stringify(template({ bucket })) });
  const status = await settle(world, 'replication');
  const { events } = cloudFormation.stacks.get('replication');
  return { status, reason: events.find((event) => event.status === 'CREATE_FAILED')?.reason };
}

const complete = { Filter: { Prefix: '' }, Priority: 1, DeleteMarkerReplication: { Status: 'Enabled' } };

it.each([
  ['a filter and everything that it needs', complete],
  ['neither a filter nor what goes with one', { Prefix: '' }],
])('a rule with %s is taken', async (_what, rule) => {
  expect(await deploy(rule)).toEqual({ status: 'CREATE_COMPLETE', reason: undefined });
});

it.each([
  ['a filter alone', { Filter: {} }, 'Priority must be specified'],
  ['a filter without a priority', { ...complete, Priority: undefined }, 'Priority must be specified'],
  [
    'a filter without a word on delete markers',
    { ...complete, DeleteMarkerReplication: undefined },
    'DeleteMarkerReplication must be specified',
  ],
  ['a priority without a filter', { Prefix: '', Priority: 1 }, 'Priority cannot be used'],
  [
    'delete markers without a filter',
    { Prefix: '', DeleteMarkerReplication: { Status: 'Enabled' } },
    'DeleteMarkerReplication cannot be used',
  ],
])('a rule with %s is refused', async (_what, rule, words) => {
  const { status, reason } = await deploy(rule);
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reason).toContain(`${words} for this version of Cross Region Replication configuration schema.`);
});

test('the API takes what the template takes, and the file goes where its rule says', async () => {
  const world = stackWorld();
  const { s3 } = world.region('us-west-2');
  for (const name of ['originals', 'copies']) s3.createBucket(name);
  s3.configureBucket('originals', { isVersioned: true });
  const put = (rule: object) =>
    world.scheduler.runToEnd(
      callService(world, {
        region: 'us-west-2',
        service: 's3',
        operation: 'PutBucketReplication',
        input: {
          Bucket: 'originals',
          ReplicationConfiguration: {
            Role: REPLICATOR,
            Rules: [{ ID: 'all', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copies' }, ...rule }],
          },
        },
      }),
    );
  await expect(put(complete)).rejects.toThrow('Destination bucket must have versioning enabled');
  s3.configureBucket('copies', { isVersioned: true });
  await expect(put({ Filter: {} })).rejects.toThrow('Priority must be specified');
  await put(complete);
  expect(s3.bucket('originals').replication).toEqual({
    roleArn: REPLICATOR,
    rules: [{ prefix: '', destinationBucket: 'copies', replicatesDeleteMarkers: true }],
  });
});
