import type { DescribeDBClusterSnapshotsCommandOutput, DescribeEventsCommandOutput } from '@aws-sdk/client-rds';
import { closeWorld } from '../../support/aurora-world';
import type { FakeWorld } from '../../support/fake-world';
import {
  addReader,
  callIn,
  failOverIn,
  globalEstate,
  insertInto,
  membersIn,
  numbersOf,
  PRIMARY,
  primaryOf,
  REPLICA_ARN,
  STANDBY,
} from './global-estate';

const PRIMARY_ARN = 'arn:aws:rds:us-east-1:111111111111:cluster:shop-primary';

let world: FakeWorld;
beforeEach(async () => {
  world = await globalEstate();
  await addReader(world);
});
afterEach(() => closeWorld(world));

const pass = (minutes: number) => world.scheduler.runUntil(world.scheduler.now() + minutes * 60_000);
const replica = () => world.region(STANDBY).rds.cluster('shop-replica');
const numbers = (of: 'primary' | 'replica') => numbersOf(world, of === 'primary' ? primaryOf(world) : replica());
const writer = (region: string, cluster: string) => {
  const { rds } = world.region(region);
  return rds.instances.writerOf(rds.cluster(cluster))?.identifier;
};
const switchOver = (region: string, target: string) =>
  callIn(world, region, 'SwitchoverGlobalCluster', {
    GlobalClusterIdentifier: 'shop-global',
    TargetDbClusterIdentifier: target,
  });
const events = async (region: string) =>
  (await callIn<DescribeEventsCommandOutput>(world, region, 'DescribeEvents', { EventCategories: ['global failover'] }))
    .Events ?? [];

test('a switchover there and back loses nothing, and each leaves the other one following', async () => {
  await insertInto(world, primaryOf(world), 1);
  expect(await switchOver(PRIMARY, REPLICA_ARN)).toMatchObject({
    GlobalCluster: {
      Status: 'switching-over',
      FailoverState: { ToDbClusterArn: REPLICA_ARN, IsDataLossAllowed: false },
    },
  });
  expect(writer(PRIMARY, 'shop-primary')).toBeUndefined();
  await pass(3);
  expect(await numbers('replica')).toEqual([1]);
  expect(writer(STANDBY, 'shop-replica')).toBe('shop-replica-reader');
  expect(primaryOf(world)).toMatchObject({ data: undefined, status: 'available' });
  expect(await membersIn(world)).toMatchObject([
    { DBClusterArn: PRIMARY_ARN, IsWriter: false, SynchronizationStatus: 'connected' },
    { DBClusterArn: REPLICA_ARN, IsWriter: true, SynchronizationStatus: 'connected' },
  ]);

  await insertInto(world, replica(), 2);
  await switchOver(STANDBY, PRIMARY_ARN);
  await pass(3);
  expect(await numbers('primary')).toEqual([1, 2]);
  expect(writer(PRIMARY, 'shop-primary')).toBe('shop-primary-writer');
  expect(replica().data).toBeUndefined();
  expect((await events(PRIMARY)).map(({ Message }) => Message).slice(-4)).toEqual([
    'Global switchover to DB cluster shop-primary in Region us-east-1 started.',
    'Old primary DB cluster shop-replica in Region us-west-2 successfully shut down.',
    'New primary DB cluster shop-primary in Region us-east-1 was successfully promoted.',
    'Global switchover to DB cluster shop-primary in Region us-east-1 finished.',
  ]);
});

test('a switchover is asked for in the region of the primary, and needs both regions', async () => {
  const code = 'InvalidGlobalClusterStateFault';
  await expect(switchOver(STANDBY, REPLICA_ARN)).rejects.toMatchObject({ code });
  await expect(switchOver(PRIMARY, PRIMARY_ARN)).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  await expect(switchOver(PRIMARY, 'shop-replica')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  world.dark.add(STANDBY);
  await expect(switchOver(PRIMARY, REPLICA_ARN)).rejects.toMatchObject({ code });
  world.dark.delete(STANDBY);
  await switchOver(PRIMARY, REPLICA_ARN);
  await expect(switchOver(PRIMARY, REPLICA_ARN)).rejects.toMatchObject({ code });
});

test('an old primary is built anew when its region is back, after a snapshot of what the new one does not have', async () => {
  await insertInto(world, primaryOf(world), 1);
  await pass(5);
  world.dark.add(PRIMARY);
  world.faults.addDarkness(PRIMARY, world.scheduler.now(), 30 * 60_000);
  await insertInto(world, primaryOf(world), 2);
  await failOverIn(world);
  await pass(30);
  await insertInto(world, replica(), 3);
  const pending = { DBClusterArn: PRIMARY_ARN, SynchronizationStatus: 'pending-resync' };
  expect((await membersIn(world))?.[0]).toMatchObject(pending);

  world.dark.delete(PRIMARY);
  await pass(10);
  expect((await membersIn(world))?.[0]).toMatchObject(pending);
  const { DBClusterSnapshots: [snapshot] = [] } = await callIn<DescribeDBClusterSnapshotsCommandOutput>(
    world,
    PRIMARY,
    'DescribeDBClusterSnapshots',
    { SnapshotType: 'automated' },
  );
  expect(snapshot).toMatchObject({ Status: 'available', SnapshotType: 'automated' });
  expect(snapshot?.DBClusterSnapshotIdentifier).toMatch(/^rds:unplanned-global-failover-shop-primary-2026-/);
  await callIn(world, PRIMARY, 'CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: snapshot?.DBClusterSnapshotIdentifier,
    TargetDBClusterSnapshotIdentifier: 'lost-writes',
  });

  await pass(40);
  expect((await membersIn(world))?.[0]).toMatchObject({ ...pending, SynchronizationStatus: 'connected' });
  await switchOver(STANDBY, PRIMARY_ARN);
  await pass(3);
  expect(await numbers('primary')).toEqual([1, 3]);

  const { rds } = world.region(PRIMARY);
  const rescued = rds.clusters.restore(rds.snapshots.get('lost-writes'), {
    identifier: 'rescued',
    engineVersion: '17.9',
    tags: {},
  });
  await world.scheduler.runToEnd(rescued.settled);
  expect(await numbersOf(world, rescued)).toEqual([1, 2]);
  await pass(24 * 60);
  expect([...rds.snapshots.all.keys()]).toEqual(['lost-writes']);
});

test('an old primary that is taken out before it was built anew goes on with what it had', async () => {
  await insertInto(world, primaryOf(world), 1);
  world.dark.add(PRIMARY);
  await failOverIn(world);
  await pass(5);
  world.dark.delete(PRIMARY);
  await callIn(world, PRIMARY, 'RemoveFromGlobalCluster', {
    GlobalClusterIdentifier: 'shop-global',
    DbClusterIdentifier: PRIMARY_ARN,
  });
  await pass(60);
  expect(await numbers('primary')).toEqual([1]);
  expect(writer(PRIMARY, 'shop-primary')).toBe('shop-primary-writer');
});
