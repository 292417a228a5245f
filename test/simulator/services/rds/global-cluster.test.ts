import { clusterProvider } from '../../../../simulator/services/rds/cluster-provider';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { closeWorld } from '../../support/aurora-world';
import type { FakeWorld } from '../../support/fake-world';
import {
  addReader,
  callIn,
  create as createIn,
  darken,
  failOverIn,
  globalEstate,
  insertInto,
  membersIn,
  numbersOf,
  PRIMARY,
  primaryOf,
  REPLICA,
  REPLICA_ARN,
  STANDBY,
} from './global-estate';

const LAG = { namespace: 'AWS/RDS', name: 'AuroraGlobalDBRPOLag', dimensions: { DBClusterIdentifier: 'shop-replica' } };

let world: FakeWorld;
afterEach(() => closeWorld(world));

describe('a global cluster', () => {
  test('has a secondary without rows of its own, whose lag is reported in its region', async () => {
    await estate();
    await world.scheduler.runUntil(world.scheduler.now() + 10 * 60_000);

    const { cloudWatch, rds } = world.region(STANDBY);
    const lags = cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions);
    expect(lags.length).toBeGreaterThanOrEqual(10);
    for (const { maximum } of lags) expect(maximum).toBeCloseTo(800, -2);
    expect(rds.cluster('shop-replica')).toMatchObject({
      status: 'available',
      data: undefined,
      masterUsername: 'postgres',
    });
    expect(await members()).toEqual([
      { DBClusterArn: primary().arn, IsWriter: true, SynchronizationStatus: 'connected', Readers: [REPLICA_ARN] },
      { DBClusterArn: REPLICA_ARN, IsWriter: false, SynchronizationStatus: 'connected', Readers: [] },
    ]);
  });

  test('is failed over with exactly what had arrived when the primary went dark', async () => {
    await estate();
    await addInstance();
    await insert(1);
    await pass(5 * 60_000);
    await insert(2);
    await pass(200);
    goDark();
    await insert(3);
    await pass(10 * 60_000);

    const answer = await failOver();
    expect(answer).toMatchObject({
      GlobalCluster: {
        Status: 'failing-over',
        FailoverState: { ToDbClusterArn: REPLICA_ARN, IsDataLossAllowed: true },
      },
    });
    const replica = world.region(STANDBY).rds.cluster('shop-replica');
    expect(replica.status).toBe('failing-over');
    await world.scheduler.runToEnd(replica.settled);

    expect(replica.status).toBe('available');
    expect(world.region(STANDBY).rds.instances.writerOf(replica)?.identifier).toBe('shop-replica-reader');
    expect(await numbers(replica)).toEqual([1]);
    expect(await numbers(primary())).toEqual([1, 2, 3]);
    expect(await members()).toEqual([
      { DBClusterArn: primary().arn, IsWriter: false, SynchronizationStatus: 'pending-resync', Readers: [] },
      { DBClusterArn: REPLICA_ARN, IsWriter: true, SynchronizationStatus: 'connected', Readers: [primary().arn] },
    ]);
  });

  test('reports no lag while the primary is dark', async () => {
    await estate();
    goDark();
    const before = world.region(STANDBY).cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions).length;
    await pass(10 * 60_000);
    expect(world.region(STANDBY).cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions)).toHaveLength(before);
  });

  test('leaves its old primary without a writer', async () => {
    await estate();
    await addInstance();
    await failOver();
    expect(world.region(PRIMARY).rds.instances.writerOf(primary())).toBeUndefined();
  });

  test('lets a secondary go as a cluster of its own', async () => {
    await estate();
    await addInstance();
    await insert(1);
    await pass(60_000);
    await call('RemoveFromGlobalCluster', { GlobalClusterIdentifier: 'shop-global', DbClusterIdentifier: REPLICA_ARN });
    const replica = world.region(STANDBY).rds.cluster('shop-replica');
    expect(replica.status).toBe('promoting');
    await world.scheduler.runToEnd(replica.settled);
    expect(await numbers(replica)).toEqual([1]);
    expect(await members()).toHaveLength(1);
  });
});

describe('a failover is refused', () => {
  const REQUEST = {
    GlobalClusterIdentifier: 'shop-global',
    TargetDbClusterIdentifier: REPLICA_ARN,
    AllowDataLoss: true,
  };

  test.each<readonly [string, object, string]>([
    ['of a global cluster that is not there', { GlobalClusterIdentifier: 'other' }, 'GlobalClusterNotFoundFault'],
    ['to a cluster that is not there', { TargetDbClusterIdentifier: `${REPLICA_ARN}-2` }, 'DBClusterNotFoundFault'],
    ['to a cluster without its ARN', { TargetDbClusterIdentifier: 'shop-replica' }, 'DBClusterNotFoundFault'],
    ['that is both kinds at once', { Switchover: true }, 'InvalidParameterCombination'],
    ['without instances', {}, 'InvalidDBClusterStateFault'],
    ['as a switchover, which is not modelled', { AllowDataLoss: undefined }, 'NotModelled'],
  ])('%s', async (_, change, code) => {
    await estate();
    await expect(call('FailoverGlobalCluster', { ...REQUEST, ...change })).rejects.toMatchObject({ code });
  });

  test('while another one is under way', async () => {
    await estate();
    await addInstance();
    await call('FailoverGlobalCluster', REQUEST);
    await expect(call('FailoverGlobalCluster', REQUEST)).rejects.toMatchObject({
      code: 'InvalidGlobalClusterStateFault',
    });
  });
});

describe('a global cluster has rules for its members', () => {
  test('no managed master password', async () => {
    await expect(estate({ managed: true })).rejects.toMatchObject({
      code: 'InvalidParameterCombination',
      message: expect.stringContaining('part of an Aurora global database'),
    });
  });

  test('a secondary has no user, password or database of its own', async () => {
    await estate();
    await expect(
      create(clusterProvider, STANDBY, { ...REPLICA, DBClusterIdentifier: 'other', MasterUsername: 'postgres' }),
    ).rejects.toMatchObject({ message: 'Cannot specify MasterUsername for cross region replication cluster' });
  });

  test('a member is not deleted', async () => {
    await estate();
    await expect(
      call('DeleteDBCluster', { DBClusterIdentifier: 'shop-replica', SkipFinalSnapshot: true }),
    ).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });
});

test('a secret has replicas of the same name, with the same end of the ARN and the same value', async () => {
  await estate();
  const [here, there] = [PRIMARY, STANDBY].map((region) => world.region(region).secretsManager.get('shop/database'));
  expect(there?.arn).toBe(here?.arn.replace(PRIMARY, STANDBY));
  expect(there?.value).toBe(here?.value);
  expect(JSON.parse(there?.value ?? '')).toMatchObject({ username: 'postgres', dbClusterIdentifier: 'shop-primary' });
  expect(() => world.region(STANDBY).secretsManager.put('shop/database', 'x')).toThrow('replica secret');
});

async function estate(options: { readonly managed?: boolean } = {}): Promise<void> {
  world = await globalEstate(options);
}

const create = (...made: Parameters<typeof createIn> extends [unknown, ...infer Rest] ? Rest : never) =>
  createIn(world, ...made);
const call = (operation: string, input: object) => callIn(world, STANDBY, operation, input);
const addInstance = () => addReader(world);
const primary = () => primaryOf(world);
const failOver = () => failOverIn(world);
const members = () => membersIn(world);
const insert = (number: number) => insertInto(world, primary(), number);
const numbers = (cluster: Cluster) => numbersOf(world, cluster);
const pass = (durationMs: number) => world.scheduler.runUntil(world.scheduler.now() + durationMs);
function goDark(): void {
  darken(world);
}
