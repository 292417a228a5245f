import { readDeployedResources } from '../../cost/read-deployed-resources';
import { runsPerDay } from '../../cost/schedule';

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;

const SETTINGS = { primaryRegion: 'us-east-1', standbyRegion: 'us-west-2', extraRetentionDays: undefined };

function deployedResourcesOf(primary: Resources, standby: Resources = {}) {
  const stack = (name: string, region: string, Resources: Resources) => ({ name, region, template: { Resources } });
  return readDeployedResources(
    [stack('Primary', 'us-east-1', primary), stack('Standby', 'us-west-2', standby)],
    SETTINGS,
  );
}

test('templates without anything cost nothing', () => {
  expect(deployedResourcesOf({})).toMatchObject({
    database: undefined,
    secondary: undefined,
    caches: [],
    workload: undefined,
    backups: { rules: [], extraRetentionDays: undefined },
    frontend: undefined,
    secrets: 0,
    scheduled: [],
    unpriced: [],
  });
});

describe('a cluster', () => {
  const cluster = {
    Type: 'AWS::RDS::DBCluster',
    Properties: {
      BackupRetentionPeriod: 7,
      ManageMasterUserPassword: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 },
    },
  };
  const instance = (PromotionTier: number) => ({ Type: 'AWS::RDS::DBInstance', Properties: { PromotionTier } });

  test('of the primary region: its readers follow the writer in promotion tier 1', () => {
    const { database, secrets } = deployedResourcesOf({ cluster, writer: instance(0), reader: instance(1) });
    expect(database).toEqual({ minCapacity: 1, readers: 1, readersFollowWriter: true, retentionDays: 7 });
    expect(secrets).toBe(1);
  });

  test('whose readers are of a lower tier', () => {
    const { database } = deployedResourcesOf({ cluster, writer: instance(0), reader: instance(2) });
    expect(database).toMatchObject({ readersFollowWriter: false });
  });

  test('of the standby region is the secondary of a global database', () => {
    expect(deployedResourcesOf({}, { cluster }).secondary).toEqual({ instances: 0, minCapacity: 1 });
    expect(deployedResourcesOf({}, { cluster, reader: instance(1) }).secondary).toEqual({
      instances: 1,
      minCapacity: 1,
    });
  });
});

test('the rules of a backup plan, with their copies', () => {
  const rule = {
    RuleName: 'hourly',
    ScheduleExpression: 'cron(0 0-2,4-23 * * ? *)',
    EnableContinuousBackup: true,
    Lifecycle: { DeleteAfterDays: 7 },
    CopyActions: [{ Lifecycle: { DeleteAfterDays: 1 } }],
  };
  const Properties = {
    BackupPlan: { BackupPlanRule: [rule, { RuleName: 'kept', ScheduleExpression: 'rate(1 day)' }] },
  };
  expect(deployedResourcesOf({ plan: { Type: 'AWS::Backup::BackupPlan', Properties } }).backups.rules).toEqual([
    { name: 'hourly', runsPerDay: 23, isContinuous: true, retentionDays: 7, copyRetentionDays: [1] },
    { name: 'kept', runsPerDay: 1, isContinuous: false, retentionDays: 3650, copyRetentionDays: [] },
  ]);
});

test('an alarm that computes with two metrics is billed as two', () => {
  const metric = (Id: string) => ({ Id, MetricStat: { Metric: { MetricName: Id } } });
  const { monitoring } = deployedResourcesOf({
    one: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    two: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [metric('errors'), metric('requests'), { Id: 'rate', Expression: 'errors / requests' }] },
    },
    board: { Type: 'AWS::CloudWatch::Dashboard' },
  });
  expect(monitoring[0]).toEqual({ region: 'us-east-1', alarmMetrics: 3, compositeAlarms: 0, dashboards: 1 });
});

test('the options of a health check', () => {
  const check = (HealthCheckConfig: unknown) => ({
    Type: 'AWS::Route53::HealthCheck',
    Properties: { HealthCheckConfig },
  });
  const { healthChecks } = deployedResourcesOf({
    alarm: check({ Type: 'CLOUDWATCH_METRIC' }),
    endpoint: check({ Type: 'HTTPS_STR_MATCH', RequestInterval: 10, MeasureLatency: true }),
  });
  expect(healthChecks.map(({ options }) => options)).toEqual([0, 4]);
});

test('a function on a schedule runs by itself; one that an event starts does not', () => {
  const target = { Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } };
  const { scheduled } = deployedResourcesOf(
    {},
    {
      Function: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 256 } },
      often: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(5 minutes)', Targets: [target] } },
      seldom: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {}, Targets: [target] } },
    },
  );
  expect(scheduled).toEqual([{ region: 'us-west-2', runsPerMonth: 8760, memoryMb: 256, putsMetric: false }]);
});

test.each([
  ['healthCheck', true],
  ['records', false],
])('keeping the switch in mode %s asks CloudWatch each time: %s', (mode, putsMetric) => {
  const target = { Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, Input: '{"action":"keep"}' };
  const { scheduled } = deployedResourcesOf(
    {},
    {
      Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { TRAFFIC_MODE: mode } } } },
      keep: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [target] } },
    },
  );
  expect(scheduled).toMatchObject([{ runsPerMonth: 43_800, putsMetric }]);
});

test('a secret is billed in each region that it is replicated to', () => {
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { ReplicaRegions: [{ Region: 'us-west-2' }] } };
  expect(deployedResourcesOf({ secret }).secrets).toBe(2);
});

test('an endpoint in two zones is billed for two', () => {
  const endpoint = (VpcEndpointType: string) => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcEndpointType, SubnetIds: ['a', 'b'] },
  });
  expect(deployedResourcesOf({ a: endpoint('Interface'), b: endpoint('Gateway') }).endpointZones['us-east-1']).toBe(2);
});

test('a resource of a type that has no price is named', () => {
  const { unpriced } = deployedResourcesOf({
    a: { Type: 'AWS::EC2::NatGateway' },
    b: { Type: 'AWS::EC2::NatGateway' },
  });
  expect(unpriced).toEqual(['2 x AWS::EC2::NatGateway']);
});

test.each([
  ['cron(0 * * * ? *)', 24],
  ['cron(0 3 * * ? *)', 1],
  ['rate(1 hour)', 24],
  ['rate(15 minutes)', 96],
  ['cron(0 4 1 * ? *)', 12 / 365],
])('%s is due %d times a day', (schedule, times) => {
  expect(runsPerDay(schedule)).toBeCloseTo(times, 10);
});
