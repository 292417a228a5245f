import { createInstance, removeInstance } from '../../../functions/failoverGlobalCluster/instance';
import type { Promotion } from '../../../functions/failoverGlobalCluster/promotion';
import type { WriterRequest } from '../../../functions/shared/writer-instance';
import { awsError, NOW } from '../lambda-context';
import { cluster, FAILOVER_ID, instance } from '../rds-facts';

const REPLICA = cluster({ identifier: 'replica', members: [] });
const asked: (string | undefined)[] = [];
beforeEach(() => {
  asked.length = 0;
});

/** @param error what AWS answers to the instance that is asked for */
function work(error: Error | undefined, progress?: Promotion['input']['progress'], afterMs = 0): Promotion {
  const replica = {
    zones: async () => ['us-west-2b', 'us-west-2a'],
    createInstance: async (_: unknown, { zone }: WriterRequest) => {
      asked.push(zone);
      if (error !== undefined) throw error;
    },
    deleteInstance: async () => undefined,
  };
  return {
    replica: replica as unknown as Promotion['replica'],
    input: { action: 'failover', mode: 'failover', failoverId: FAILOVER_ID, dataOf: null, progress },
    environment: { TAGS: {} } as Promotion['environment'],
    nowMs: NOW + afterMs,
    facts: { cluster: REPLICA, replicaArn: REPLICA.arn } as Promotion['facts'],
  };
}

test('an instance is asked for where RDS chooses, and without capacity there in the next zone', async () => {
  const none = awsError('InsufficientDBInstanceCapacityFault');
  const first = await createInstance(work(none));
  expect(first).toMatchObject({ nextPollSeconds: 5, detail: expect.stringContaining('InsufficientDBInstance') });
  const second = await createInstance(work(none, first?.progress, 5_000));
  expect(await createInstance(work(undefined, second?.progress, 10_000))).toBeUndefined();
  expect(asked).toEqual([undefined, 'us-west-2a', 'us-west-2b']);
});

test('one that ended without capacity is deleted, and the next is asked for in the other zone', async () => {
  const failed = instance({ identifier: 'replica-writer', status: 'insufficient-capacity', zone: 'us-west-2a' });
  const removed = await removeInstance(work(undefined), failed);
  expect(removed).toMatchObject({
    actions: ['deleteInstance'],
    waitFor: { target: 'instanceGone', instanceIdentifier: 'replica-writer' },
    detail: expect.stringContaining('was insufficient-capacity in us-west-2a'),
  });
  await createInstance(work(undefined, removed.progress, 300_000));
  expect(asked).toEqual(['us-west-2b']);
});
