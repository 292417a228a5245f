import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  ModifyDBClusterCommand,
  RDSClient,
  StartDBClusterCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/restoreAurora/aws';
import type { Progress } from '../../../functions/restoreAurora/contract';
import { build } from '../../../functions/restoreAurora/handler';
import { clusterIdentifierOf, failoverRun } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID, TAGS } from '../rds-facts';
import { ENVIRONMENT } from './environment';
import { standInSecrets } from './secrets';

setEnvironment(ENVIRONMENT);
const MINUTE_MS = 60_000;
const CANDIDATE = { recoveryPointArn: 'arn:a', createdAt: new Date(NOW - 50 * MINUTE_MS).toISOString() };
const IDENTIFIER = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), 'arn:a');
const TagList = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));

const rds = mockClient(RDSClient);
beforeEach(() => {
  rds.reset();
  standInSecrets();
  rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
  rds.on(DescribeDBSubnetGroupsCommand).resolves({
    DBSubnetGroups: [{ Subnets: ['us-west-2b', 'us-west-2a'].map((Name) => ({ SubnetAvailabilityZone: { Name } })) }],
  });
});

const at = (afterMs: number, progress?: Progress) =>
  build(aws, () => NOW + afterMs)(
    { failoverId: FAILOVER_ID, mode: 'failover', candidates: [CANDIDATE], progress },
    context,
  );

function standing(more: object = {}): void {
  rds.on(DescribeDBClustersCommand).resolves({
    DBClusters: [
      {
        DBClusterIdentifier: IDENTIFIER,
        DBClusterArn: 'arn:cluster',
        Status: 'available',
        HttpEndpointEnabled: true,
        DeletionProtection: true,
        DBSubnetGroup: 'subnets',
        AvailabilityZones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
        TagList,
        ...more,
      },
    ],
  });
}

describe('a writer that does not come', () => {
  const writer = (DBInstanceStatus: string) =>
    rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [
        { DBInstanceIdentifier: `${IDENTIFIER}-writer`, DBInstanceStatus, AvailabilityZone: 'us-west-2a', TagList },
      ],
    });

  test('is deleted, waited for until it is gone, and asked for in the next zone', async () => {
    standing();
    writer('insufficient-capacity');
    const removed = await at(0);
    expect(rds.commandCalls(DeleteDBInstanceCommand)[0]?.args[0].input).toEqual({
      DBInstanceIdentifier: `${IDENTIFIER}-writer`,
      SkipFinalSnapshot: true,
    });
    expect(removed).toMatchObject({
      actions: ['deleteWriter'],
      waitFor: { target: 'instanceGone', instanceIdentifier: `${IDENTIFIER}-writer` },
      detail: expect.stringContaining('was insufficient-capacity in us-west-2a'),
    });
    rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
    await at(5 * MINUTE_MS, removed.progress);
    expect(rds.commandCalls(CreateDBInstanceCommand)[0]?.args[0].input).toMatchObject({
      AvailabilityZone: 'us-west-2b',
    });
  });

  test('for want of capacity is asked for elsewhere at once, then ever less often', async () => {
    standing();
    rds.on(CreateDBInstanceCommand).rejects(awsError('InsufficientDBInstanceCapacityFault'));
    let progress: Progress | undefined;
    let afterMs = 0;
    const pauses: number[] = [];
    for (let call = 0; call < 9; call += 1) {
      const output = await at(afterMs, progress);
      ({ progress } = output);
      pauses.push(output.nextPollSeconds);
      afterMs += output.nextPollSeconds * 1000;
    }
    expect(pauses).toEqual([5, 5, 5, 60, 120, 240, 300, 300, 300]);
    const zones = rds.commandCalls(CreateDBInstanceCommand).map((call) => call.args[0].input.AvailabilityZone);
    expect(zones.slice(0, 5)).toEqual([undefined, 'us-west-2a', 'us-west-2b', 'us-west-2a', 'us-west-2b']);
  });

  test('does not keep the rest from being asked for', async () => {
    standing({ MasterUserSecret: undefined });
    rds.on(CreateDBInstanceCommand).rejects(awsError('InsufficientDBInstanceCapacityFault'));
    expect(await at(0)).toMatchObject({ actions: ['modifyCluster'], detail: expect.stringContaining('since') });
    expect(rds.commandCalls(ModifyDBClusterCommand)).toHaveLength(1);
  });

  test('for want of a quota ends it at once', async () => {
    standing();
    rds.on(CreateDBInstanceCommand).rejects(awsError('InstanceQuotaExceededFault'));
    await expect(at(0)).rejects.toMatchObject({ reason: 'quota-exceeded' });
  });

  test('and cannot be deleted yet is asked for again soon', async () => {
    standing({ Status: 'modifying' });
    writer('failed');
    rds.on(DeleteDBInstanceCommand).rejects(awsError('InvalidDBClusterStateFault'));
    expect(await at(0)).toMatchObject({ actions: [], waitFor: null, nextPollSeconds: 15 });
  });
});

test('a stopped cluster is started', async () => {
  standing({ Status: 'stopped' });
  expect(await at(0)).toMatchObject({ actions: ['startCluster'], waitFor: null });
  expect(rds.commandCalls(StartDBClusterCommand)[0]?.args[0].input).toEqual({ DBClusterIdentifier: IDENTIFIER });
});

test('a cluster that goes while it is prepared is looked at again', async () => {
  standing();
  rds.on(CreateDBInstanceCommand).rejects(awsError('DBClusterNotFoundFault', 'gone', 404));
  expect(await at(0)).toMatchObject({ waitFor: null, nextPollSeconds: 15 });
});
