import type { DescribeDBClustersCommandOutput, DescribeEventsCommandOutput } from '@aws-sdk/client-rds';
import durations from '../../../../simulator/kernel/durations.json';
import { Durations } from '../../../../simulator/kernel/durations';
import { pointInTimeAccess } from '../../../../simulator/services/rds/point-in-time';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { callService } from '../../support/fake-world';
import {
  type AuroraWorld,
  auroraWorld,
  closeWorld,
  numbersIn,
  primaryCluster,
  rdsCall,
  sql,
} from '../../support/aurora-world';

const EAST = 'us-east-1';
let world: AuroraWorld;
let cluster: Cluster;
beforeEach(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
});
afterEach(() => closeWorld(world));

const call = <Output = Record<string, unknown>>(operation: string, input: object) =>
  rdsCall<Output>(world, EAST, operation, input);
const pass = (minutes: number) => world.scheduler.runUntil(world.scheduler.now() + minutes * 60_000);

describe('a restore to a point in time', () => {
  const SOURCE = { SourceDBClusterIdentifier: 'pilot-light-primary', DBClusterIdentifier: 'repair' };
  const restore = (more: object) => call('RestoreDBClusterToPointInTime', { ...SOURCE, ...more });
  const times = async () =>
    (await call<DescribeDBClustersCommandOutput>('DescribeDBClusters', { DBClusterIdentifier: 'pilot-light-primary' }))
      .DBClusters?.[0];

  test('has the rows of that instant, the version and key of its source, and no instance, Data API or secret', async () => {
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    await pass(10);
    const good = new Date(world.scheduler.now());
    await pass(1);
    await sql(world, cluster, 'DELETE FROM numbers');
    await pass(10);

    await restore({ RestoreToTime: good, ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 } });
    const repair = world.region(EAST).rds.cluster('repair');
    expect(repair).toMatchObject({ status: 'creating', engineVersion: '17.9', kmsKeyArn: cluster.kmsKeyArn });
    await world.scheduler.runToEnd(repair.settled);

    expect(repair).toMatchObject({ status: 'available', masterSecret: undefined, httpEndpointEnabled: false });
    expect(world.region(EAST).rds.instances.of(repair)).toEqual([]);
    expect(await world.scheduler.runToEnd(numbersIn(repair))).toEqual([1]);
    expect(await world.scheduler.runToEnd(numbersIn(cluster))).toEqual([]);
  });

  test('is taken from the first to the last restorable time, by time or as the latest, and not beyond', async () => {
    await pass(12);
    const { EarliestRestorableTime: earliest, LatestRestorableTime: latest } = (await times()) ?? {};
    if (earliest === undefined || latest === undefined) throw new Error('no restorable times');
    expect(world.scheduler.now() - latest.getTime()).toBeLessThanOrEqual(300_000);
    const near = (time: Date, byMs: number) => new Date(time.getTime() + byMs);

    for (const when of [
      { RestoreToTime: near(earliest, -1) },
      { RestoreToTime: near(latest, 1) },
      {},
      { RestoreToTime: latest, UseLatestRestorableTime: true },
    ]) {
      await expect(restore(when)).rejects.toMatchObject({ code: expect.stringMatching(/^InvalidParameter/) as string });
    }
    await expect(restore({ RestoreToTime: latest, RestoreType: 'copy-on-write' })).rejects.toThrow('not modelled');
    await restore({ RestoreToTime: earliest, DBClusterIdentifier: 'first' });
    await restore({ RestoreToTime: latest, DBClusterIdentifier: 'last', RestoreType: 'full-copy' });
    await restore({ UseLatestRestorableTime: true, DBClusterIdentifier: 'latest' });
    await expect(restore({ UseLatestRestorableTime: true, DBClusterIdentifier: 'latest' })).rejects.toMatchObject({
      code: 'DBClusterAlreadyExistsFault',
    });
  });

  test('names its source by identifier or by resource id, and not by both', async () => {
    await pass(10);
    const BY_ID = { SourceDbClusterResourceId: cluster.resourceId, DBClusterIdentifier: 'by-id' };
    await restore({ UseLatestRestorableTime: true, ...BY_ID, SourceDBClusterIdentifier: undefined });
    expect(world.region(EAST).rds.cluster('by-id').databaseName).toBe(cluster.databaseName);
    for (const [source, code] of [
      [BY_ID, 'InvalidParameterCombination'],
      [{ SourceDBClusterIdentifier: undefined }, 'MissingParameter'],
      [
        { SourceDBClusterIdentifier: undefined, SourceDbClusterResourceId: 'cluster-NONE' },
        'DBClusterAutomatedBackupNotFoundFault',
      ],
    ] as const) {
      await expect(restore({ UseLatestRestorableTime: true, ...source })).rejects.toMatchObject({ code });
    }
  });

  test('by resource id it needs permission on the source and on its automated backup', () => {
    const resources = (input: object) =>
      pointInTimeAccess(world.region(EAST), { DBClusterIdentifier: 'repair', ...input }).map(
        ({ resource }) => resource,
      );
    expect(resources({ SourceDbClusterResourceId: cluster.resourceId })).toEqual(
      expect.arrayContaining([cluster.arn, expect.stringMatching(/:cluster-auto-backup:cab-[0-9a-f]{52}$/)]),
    );
    expect(resources(SOURCE).join()).not.toContain('auto-backup');
  });

  test('has none of the security groups of its source', async () => {
    await pass(10);
    cluster.vpcSecurityGroupIds = ['sg-of-the-source'];
    await restore({ UseLatestRestorableTime: true });
    const { DBClusters } = await call<DescribeDBClustersCommandOutput>('DescribeDBClusters', {
      DBClusterIdentifier: 'repair',
    });
    expect(DBClusters?.[0]?.VpcSecurityGroups).toEqual([{ VpcSecurityGroupId: 'sg-default', Status: 'active' }]);
  });

  test('takes longer where there is more to restore', async () => {
    const perGib = { ...durations.default, auroraRestorePerGib: 100_000 };
    Object.defineProperty(world, 'durations', { value: new Durations(perGib, world.random) });
    await pass(10);
    await restore({ UseLatestRestorableTime: true });
    await sql(world, cluster, 'INSERT INTO numbers SELECT generate_series(1, 200000)');
    await pass(10);
    await restore({ UseLatestRestorableTime: true, DBClusterIdentifier: 'larger' });
    const secondsOf = (identifier: string) => {
      const { startMs = 0, endMs = 0 } = world.region(EAST).rds.cluster(identifier).progress ?? {};
      return (endMs - startMs) / 1000;
    };
    expect(secondsOf('larger')).toBeGreaterThan(secondsOf('repair') + 300);
  });

  test('the last restorable time stays for five minutes, and then moves on; the first one stays', async () => {
    await pass(10);
    const seen = [];
    for (let minute = 0; minute < 10; minute += 1) {
      seen.push(await times());
      await pass(1);
    }
    expect(new Set(seen.map((each) => each?.EarliestRestorableTime?.getTime())).size).toBe(1);
    expect(new Set(seen.map((each) => each?.LatestRestorableTime?.getTime())).size).toBeLessThanOrEqual(3);
    expect(seen[0]?.DbClusterResourceId).toBe(cluster.resourceId);
  });

  test('goes no further back than the retention', async () => {
    await pass(3 * 24 * 60);
    expect((await times())?.EarliestRestorableTime).toEqual(new Date(world.scheduler.now() - 86_400_000));
  });
});

describe('a failover within a cluster', () => {
  const failOver = (target?: string) =>
    call('FailoverDBCluster', { DBClusterIdentifier: cluster.identifier, TargetDBInstanceIdentifier: target });
  const writer = () => world.region(EAST).rds.instances.writerOf(cluster)?.identifier;

  test('makes the reader of the lowest tier the writer, and nobody writes meanwhile', async () => {
    await reader('slow', 3);
    await reader('next', 1);
    await failOver();
    expect(cluster.status).toBe('failing-over');
    await expect(sql(world, cluster, 'INSERT INTO numbers VALUES (1)')).rejects.toMatchObject({
      code: 'DatabaseUnavailableException',
    });
    await pass(1);
    expect([cluster.status, writer()]).toEqual(['available', 'next']);
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    const { Events } = await call<DescribeEventsCommandOutput>('DescribeEvents', { EventCategories: ['failover'] });
    expect(Events?.map(({ Message }) => Message)).toEqual([
      'Started cross AZ failover to DB instance: next',
      'Completed failover to DB instance: next',
    ]);
  });

  test('ends a transaction that was open, without what it had done', async () => {
    await reader('next', 1);
    const input = { resourceArn: cluster.arn, secretArn: cluster.masterSecret?.arn, database: 'app' };
    const data = <Output>(operation: string, more: object = {}) =>
      world.scheduler.runToEnd(
        callService<Output>(world, { region: EAST, service: 'rds-data', operation, input: { ...input, ...more } }),
      );
    const { transactionId } = await data<{ transactionId: string }>('BeginTransaction');
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)', { transactionId });
    await failOver();
    await pass(1);
    await expect(data('CommitTransaction', { transactionId })).rejects.toMatchObject({
      code: 'TransactionNotFoundException',
    });
    await sql(world, cluster, 'INSERT INTO numbers VALUES (2)');
    expect(await world.scheduler.runToEnd(numbersIn(cluster))).toEqual([2]);
  });

  test('goes to the reader that is named, and back', async () => {
    await reader('next', 1);
    await reader('named', 15);
    for (const target of ['named', 'pilot-light-primary-writer']) {
      await failOver(target);
      await pass(1);
      expect(writer()).toBe(target);
    }
  });

  test('needs an available cluster and an available reader of it', async () => {
    await expect(failOver()).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
    await reader('next', 1);
    await expect(failOver('pilot-light-primary-writer')).rejects.toMatchObject({ code: 'InvalidDBInstanceStateFault' });
    await expect(failOver('missing')).rejects.toMatchObject({ code: 'DBInstanceNotFoundFault' });
    await failOver('next');
    await expect(failOver('next')).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });

  async function reader(name: string, PromotionTier: number): Promise<void> {
    await call('CreateDBInstance', {
      DBInstanceIdentifier: name,
      DBClusterIdentifier: cluster.identifier,
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
      PromotionTier,
    });
    await world.scheduler.runToEnd(world.region(EAST).rds.instances.get(name).settled);
  }
});
