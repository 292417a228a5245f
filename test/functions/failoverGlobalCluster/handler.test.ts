import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  EnableHttpEndpointCommand,
  FailoverGlobalClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/failoverGlobalCluster/aws';
import { build } from '../../../functions/failoverGlobalCluster/handler';
import { TAG } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID } from '../rds-facts';
import { ARN, ENVIRONMENT, PRIMARY_ARN, SECRET_ARN } from './environment';

setEnvironment(ENVIRONMENT);
const rds = mockClient(RDSClient);
const ssm = mockClient(SSMClient);
const cloudWatch = mockClient(CloudWatchClient);
const secrets = mockClient(SecretsManagerClient);
const handler = build(aws, () => NOW);
beforeEach(() => {
  for (const client of [rds, ssm, cloudWatch, secrets]) client.reset();
  rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
  secrets.on(DescribeSecretCommand).resolves({ ARN: SECRET_ARN });
  const parameters = new Map([
    ['/cluster-arn', 'not-restored'],
    ['/secret-arn', 'not-restored'],
  ]);
  ssm
    .on(GetParameterCommand)
    .callsFake(({ Name }: { Name: string }) => ({ Parameter: { Value: parameters.get(Name) } }));
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }: { Name: string; Value: string }) => {
    parameters.set(Name, Value);
    return {};
  });
  lags([60, 700], [61, 900], [70, 5000]);
  given('headless');
});

const LOOK = { action: 'look' };
const FAILOVER = { action: 'failover', mode: 'failover', failoverId: FAILOVER_ID, dataOf: '2026-11-22T02:58:59.000Z' };

describe('a look', () => {
  test('says how far the replica was behind when that was last reported, in the shape of a recovery point', async () => {
    expect(await handler(LOOK, context)).toEqual({
      chosen: {
        recoveryPointArn: ARN,
        createdAt: '2026-11-22T01:59:59.100Z',
        ageSeconds: 1,
        sizeBytes: null,
        encryptionKeyArn: null,
      },
      freshness: 'fresh',
      objectiveSeconds: 3600,
      chosenBecause: 'replicated',
      newer: null,
      ask: null,
      runnersUp: [],
      skipped: [],
      skippedCount: 0,
      replication: {
        lagMilliseconds: 900,
        measuredAt: '2026-11-22T02:00:00.000Z',
        detail: 'the replica was 900 ms behind when that was last reported, at 2026-11-22T02:00:00.000Z',
      },
    });
    expect(cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input.MetricDataQueries).toMatchObject([
      {
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'AuroraGlobalDBRPOLag',
            Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'pilot-light-replica' }],
          },
        },
      },
    ]);
    expect(rds.commandCalls(FailoverGlobalClusterCommand)).toEqual([]);
  });

  test('calls a lag beyond the objective stale', async () => {
    lags([2, 3_700_000]);
    const stale = { freshness: 'stale', chosen: { ageSeconds: 3700 } };
    expect(await handler(LOOK, context)).toMatchObject({ ...stale, ask: { reason: 'stale' } });
    const accepting = { ...LOOK, acceptRecoveryPointAgeMinutes: 62 };
    expect(await handler(accepting, context)).toMatchObject({ ...stale, ask: null });
  });

  test.each<readonly [string, () => unknown, string]>([
    ['was never reported', () => lags(), 'AuroraGlobalDBRPOLag has no data of the last 24 hours'],
    [
      'cannot be read',
      () => cloudWatch.on(GetMetricDataCommand).rejects(awsError('AccessDenied')),
      'CloudWatch did not answer',
    ],
  ])('says so when the lag %s, and does not fail', async (_, arrange, detail) => {
    arrange();
    expect(await handler(LOOK, context)).toMatchObject({
      freshness: 'unknown',
      chosen: { createdAt: null, ageSeconds: null },
      ask: { reason: 'age-unknown' },
      replication: { lagMilliseconds: null, measuredAt: null, detail: expect.stringContaining(detail) },
    });
  });

  test('adopts a replica that an earlier start has promoted', async () => {
    given('promoted');
    expect(await handler(LOOK, context)).toMatchObject({ chosenBecause: 'adopted', ask: null });
  });

  test('refuses a replica that cannot be promoted', async () => {
    rds.on(DescribeGlobalClustersCommand).rejects(awsError('GlobalClusterNotFoundFault'));
    await expect(handler(LOOK, context)).rejects.toMatchObject({
      name: 'UnsafeToProceedError',
      message: 'replica-unavailable: there is no such global cluster',
    });
  });
});

describe('a failover', () => {
  test('gives a headless replica an instance before anything else', async () => {
    const output = await handler(FAILOVER, context);

    expect(rds.commandCalls(CreateDBInstanceCommand)[0]?.args[0].input).toEqual({
      DBInstanceIdentifier: 'pilot-light-replica-writer',
      DBClusterIdentifier: 'pilot-light-replica',
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
      PromotionTier: 0,
      PubliclyAccessible: false,
      Tags: [
        { Key: 'team', Value: 'ops' },
        { Key: TAG.failoverId, Value: FAILOVER_ID },
        { Key: TAG.createdBy, Value: 'failoverGlobalCluster' },
      ],
    });
    expect(rds.commandCalls(FailoverGlobalClusterCommand)).toEqual([]);
    expect(output).toMatchObject({
      phase: 'preparing',
      actions: ['createInstance'],
      waitFor: null,
      nextPollSeconds: 5,
    });
  });

  test('waits for the instance by its name', async () => {
    given('instance', 'creating');
    expect(await handler(FAILOVER, context)).toMatchObject({
      phase: 'preparing',
      waitFor: { target: 'instance', instanceIdentifier: 'pilot-light-replica-writer' },
    });
  });

  test('turns on a Data API that is off', async () => {
    given('instance');
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ ...CLUSTER, HttpEndpointEnabled: false }] });
    expect(await handler(FAILOVER, context)).toMatchObject({ actions: ['enableDataApi'] });
    expect(rds.commandCalls(EnableHttpEndpointCommand)[0]?.args[0].input).toEqual({ ResourceArn: ARN });
  });

  test('asks for a failover that may lose data, by the ARN of the replica', async () => {
    given('instance');
    const output = await handler(FAILOVER, context);
    expect(rds.commandCalls(FailoverGlobalClusterCommand)[0]?.args[0].input).toEqual({
      GlobalClusterIdentifier: 'pilot-light-global',
      TargetDbClusterIdentifier: ARN,
      AllowDataLoss: true,
    });
    expect(output).toMatchObject({
      phase: 'promoting',
      waitFor: { target: 'cluster', clusterIdentifier: 'pilot-light-replica', until: 'usable' },
    });
  });

  test('publishes the promoted replica and its replicated secret, and reads them again', async () => {
    given('promoted');
    const output = await handler(FAILOVER, context);
    expect(ssm.commandCalls(PutParameterCommand).map(({ args }) => [args[0].input.Name, args[0].input.Value])).toEqual([
      ['/cluster-arn', ARN],
      ['/secret-arn', SECRET_ARN],
    ]);
    expect(output).toMatchObject({
      phase: 'ready',
      clusterArn: ARN,
      secretArn: SECRET_ARN,
      recoveryPointArn: ARN,
      recoveryPointCreatedAt: '2026-11-22T02:58:59.000Z',
      abandoned: [],
    });
  });

  test.each(['InvalidGlobalClusterStateFault', 'InvalidDBClusterStateFault'])(
    'goes on asking while AWS refuses with %s, and says since when',
    async (name) => {
      given('instance');
      rds.on(FailoverGlobalClusterCommand).rejects(awsError(name, 'not now'));
      expect(await handler(FAILOVER, context)).toMatchObject({
        phase: 'preparing',
        nextPollSeconds: 15,
        waitFor: null,
        progress: { refusedSince: '2026-11-22T03:00:00.000Z' },
      });
      const progress = { rejected: [], refusedSince: '2026-11-21T20:00:00.000Z' };
      expect(await handler({ ...FAILOVER, progress }, context)).toMatchObject({
        nextPollSeconds: 60,
        detail: `${name}: not now, since 2026-11-21T20:00:00.000Z`,
      });
    },
  );

  test('asks a person about a quota at once', async () => {
    rds.on(CreateDBInstanceCommand).rejects(awsError('InstanceQuotaExceededFault'));
    await expect(handler(FAILOVER, context)).rejects.toMatchObject({
      message: expect.stringMatching(/^quota-exceeded/),
    });
  });

  test.each([
    ['a drill', { ...FAILOVER, mode: 'drill' }],
    ['no mode', { ...FAILOVER, mode: undefined }],
  ])('refuses %s, with nothing called', async (_, input) => {
    await expect(handler(input, context)).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringContaining("mode: write 'failover': a drill restores a backup"),
    });
    expect(rds.calls()).toEqual([]);
  });
});

const CLUSTER = {
  DBClusterIdentifier: 'pilot-light-replica',
  DBClusterArn: ARN,
  Status: 'available',
  HttpEndpointEnabled: true,
};

function given(state: 'headless' | 'instance' | 'promoted', status = 'available'): void {
  const isPromoted = state === 'promoted';
  rds.on(DescribeGlobalClustersCommand).resolves({
    GlobalClusters: [
      {
        Status: 'available',
        GlobalClusterMembers: [
          { DBClusterArn: PRIMARY_ARN, IsWriter: !isPromoted },
          { DBClusterArn: ARN, IsWriter: isPromoted },
        ],
      },
    ],
  });
  const DBInstanceIdentifier = 'pilot-light-replica-writer';
  const DBClusterMembers = state === 'headless' ? [] : [{ DBInstanceIdentifier, IsClusterWriter: isPromoted }];
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [{ ...CLUSTER, DBClusterMembers }] });
  if (state === 'headless') return;
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ DBInstanceIdentifier, DBInstanceStatus: status }] });
}

/** Minutes ago, and milliseconds. */
function lags(...points: readonly (readonly [number, number])[]): void {
  cloudWatch.on(GetMetricDataCommand).resolves({
    MetricDataResults: [
      {
        Timestamps: points.map(([minutes]) => new Date(NOW - minutes * 60_000)),
        Values: points.map(([, milliseconds]) => milliseconds),
      },
    ],
  });
}
