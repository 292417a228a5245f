import type { ChangeInfo, HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import type { AlarmConfiguration } from '../../../../simulator/services/cloudwatch/alarm';
import { Route53 } from '../../../../simulator/services/route53/route53';
import { awsErrorOf, callService, fakeWorld, type FakeWorld } from '../../support/fake-world';

const ZONE = 'Z0PILOTLIGHT00';
const METRIC = { namespace: 'PilotLight', name: 'StandbyServes', dimensions: { Workload: 'pilot-light' } };
const ALARM: AlarmConfiguration = {
  name: 'standby-serves',
  description: undefined,
  metric: METRIC,
  statistic: 'Maximum',
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1,
  comparison: 'GreaterThanOrEqualToThreshold',
  treatMissingData: 'ignore',
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  tags: {},
};

function trafficWorld() {
  const world = fakeWorld({
    worldServices: (made) => ({ route53: new Route53(made) }),
    regionServices: (region) => ({ cloudWatch: new CloudWatch(region), events: { publish: () => undefined } }),
  });
  world.route53.putZone({ id: ZONE, name: 'example.com' });
  world.region('us-west-2').cloudWatch.putAlarm(ALARM);
  return world;
}

const call = <Output>(world: FakeWorld, operation: string, input: object) =>
  callService<Output>(world, { region: 'us-east-1', service: 'route53', operation, input });

const failover = (role: 'PRIMARY' | 'SECONDARY', target: string, HealthCheckId?: string): ResourceRecordSet => ({
  Name: 'app.example.com',
  Type: 'CNAME',
  SetIdentifier: role.toLowerCase(),
  Failover: role,
  TTL: 60,
  ResourceRecords: [{ Value: target }],
  HealthCheckId,
});

async function change(world: FakeWorld, action: string, ...records: ResourceRecordSet[]): Promise<ChangeInfo> {
  const Changes = records.map((ResourceRecordSet) => ({ Action: action, ResourceRecordSet }));
  const output = await call<{ ChangeInfo: ChangeInfo }>(world, 'ChangeResourceRecordSets', {
    HostedZoneId: ZONE,
    ChangeBatch: { Changes },
  });
  return output.ChangeInfo;
}

async function withFailover(options: { Inverted?: boolean; InsufficientDataHealthStatus?: string } = {}) {
  const world = trafficWorld();
  const { HealthCheck: check } = await call<{ HealthCheck: HealthCheck }>(world, 'CreateHealthCheck', {
    CallerReference: '1',
    HealthCheckConfig: {
      Type: 'CLOUDWATCH_METRIC',
      AlarmIdentifier: { Region: 'us-west-2', Name: ALARM.name },
      ...options,
    },
  });
  await change(
    world,
    'CREATE',
    failover('PRIMARY', 'api-primary.example.com', check.Id),
    failover('SECONDARY', 'api-standby.example.com'),
  );
  await pass(world, 90);
  const put = (value: number) => world.region('us-west-2').cloudWatch.putMetric({ ...METRIC, value });
  return { world, put, checkId: check.Id ?? '' };
}

const pass = (world: FakeWorld, seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);
const target = (world: FakeWorld) => world.route53.answer('app.example.com', 'A')?.values[0];

describe('traffic by a metric', () => {
  test('stays with the primary until the metric says that the standby serves, and moves without a control plane', async () => {
    const { world, put } = await withFailover({ InsufficientDataHealthStatus: 'LastKnownStatus' });
    put(0);
    await pass(world, 120);
    expect(target(world)).toBe('api-primary.example.com');

    world.dark.add('us-east-1');
    put(1);
    // The minute has to be over, and the check to look again.
    await pass(world, 100);
    expect(target(world)).toBe('api-standby.example.com');
    expect(world.route53.answer('app.example.com', 'CNAME')).toEqual({
      type: 'CNAME',
      values: ['api-standby.example.com'],
      ttl: 60,
    });
    expect(world.trace.entries).toContainEqual(
      expect.objectContaining({ kind: 'resource', type: 'health-check', status: 'unhealthy' }),
    );
  });

  test('keeps its last state when the metric falls silent', async () => {
    const { world, put } = await withFailover({ InsufficientDataHealthStatus: 'LastKnownStatus' });
    put(1);
    await pass(world, 3600);
    expect(target(world)).toBe('api-standby.example.com');
  });

  test('returns when silence is to be taken for health', async () => {
    const { world, put } = await withFailover({ InsufficientDataHealthStatus: 'Healthy' });
    put(1);
    await pass(world, 100);
    expect(target(world)).toBe('api-standby.example.com');
    await pass(world, 600);
    expect(target(world)).toBe('api-primary.example.com');
  });

  test('does not move when somebody sets the state of the alarm', async () => {
    const { world, put } = await withFailover();
    put(0);
    await pass(world, 90);
    world.region('us-west-2').cloudWatch.setAlarmState(ALARM.name, 'ALARM', 'by hand');
    await pass(world, 45);
    expect(target(world)).toBe('api-primary.example.com');
  });

  test('moves when the check is inverted, which is a call to the control plane', async () => {
    const { world, put, checkId } = await withFailover();
    put(0);
    await pass(world, 90);
    await call(world, 'UpdateHealthCheck', { HealthCheckId: checkId, Inverted: true, HealthCheckVersion: 1 });
    expect(target(world)).toBe('api-standby.example.com');
    const stale = call(world, 'UpdateHealthCheck', { HealthCheckId: checkId, Inverted: false, HealthCheckVersion: 1 });
    expect(await awsErrorOf(world, stale)).toMatchObject({ code: 'HealthCheckVersionMismatch', status: 409 });
    world.dark.add('us-east-1');
    await expect(call(world, 'GetHealthCheck', { HealthCheckId: checkId })).rejects.toThrow('unreachable');
  });

  test('goes by the alarm as it was when the check was last changed', async () => {
    const { world, put, checkId } = await withFailover();
    world.region('us-west-2').cloudWatch.putAlarm({ ...ALARM, threshold: 5 });
    put(1);
    await pass(world, 100);
    expect(target(world)).toBe('api-standby.example.com');
    await call(world, 'UpdateHealthCheck', { HealthCheckId: checkId });
    put(1);
    await pass(world, 100);
    expect(target(world)).toBe('api-primary.example.com');
  });

  test('goes to the primary all the same when both are unhealthy', async () => {
    const { world, put, checkId } = await withFailover();
    await change(world, 'UPSERT', failover('SECONDARY', 'api-standby.example.com', checkId));
    put(1);
    await pass(world, 120);
    expect(target(world)).toBe('api-primary.example.com');
  });

  test('cannot be tied to an alarm that is not there', async () => {
    const config = { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier: { Region: 'us-west-2', Name: 'nothing' } };
    const world = trafficWorld();
    const error = await awsErrorOf(
      world,
      call(world, 'CreateHealthCheck', { CallerReference: '2', HealthCheckConfig: config }),
    );
    expect(error).toMatchObject({ code: 'InvalidInput' });
  });

  test('cannot be tied to an alarm on a percentile', async () => {
    const world = trafficWorld();
    world.region('us-west-2').cloudWatch.putAlarm({ ...ALARM, name: 'slow', statistic: 'p90' });
    const config = { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier: { Region: 'us-west-2', Name: 'slow' } };
    const created = call(world, 'CreateHealthCheck', { CallerReference: '2', HealthCheckConfig: config });
    expect((await awsErrorOf(world, created)).message).toContain('extended statistic');
  });
});

describe('a change of records', () => {
  test('is served after it has propagated, and the zone takes no other meanwhile', async () => {
    const world = trafficWorld();
    const record = {
      Name: 'a.example.com',
      Type: 'CNAME' as const,
      TTL: 60,
      ResourceRecords: [{ Value: 'b.example.com' }],
    };
    const info = await change(world, 'UPSERT', record);
    expect(info.Status).toBe('PENDING');
    const hasty = change(world, 'UPSERT', { ...record, TTL: 5 });
    expect(await awsErrorOf(world, hasty)).toMatchObject({ code: 'PriorRequestNotComplete', status: 400 });
    expect(world.route53.answer('a.example.com', 'CNAME')).toBeUndefined();
    await pass(world, 70);
    expect(world.route53.answer('a.example.com', 'CNAME')?.values).toEqual(['b.example.com']);
    const { ChangeInfo } = await call<{ ChangeInfo: ChangeInfo }>(world, 'GetChange', { Id: info.Id });
    expect(ChangeInfo.Status).toBe('INSYNC');
  });

  test('that was accepted before us-east-1 went dark is stranded until it comes back', async () => {
    const world = trafficWorld();
    await change(world, 'UPSERT', {
      Name: 'a.example.com',
      Type: 'CNAME',
      TTL: 60,
      ResourceRecords: [{ Value: 'b.example.com' }],
    });
    world.dark.add('us-east-1');
    await pass(world, 3600);
    expect(world.route53.answer('a.example.com', 'CNAME')).toBeUndefined();
    world.dark.delete('us-east-1');
    await pass(world, 120);
    expect(world.route53.answer('a.example.com', 'CNAME')).toBeDefined();
  });

  test('takes effect as a whole or not at all', async () => {
    const world = trafficWorld();
    const good = failover('SECONDARY', 'one.example.com');
    const error = await awsErrorOf(world, change(world, 'CREATE', good, { ...good, SetIdentifier: 'other' }));
    expect(error.code).toBe('InvalidChangeBatch');
    expect(error.message).toContain('another SECONDARY failover set exists with the same name and type');
    expect(world.route53.zone(ZONE).isEmpty).toBe(true);
  });

  const record = failover('SECONDARY', 'x');
  test.each<[string, string, ResourceRecordSet[], string]>([
    ['outside the zone', 'CREATE', [{ ...record, Name: 'example.org' }], 'is not permitted in zone'],
    ['as a CNAME at the apex', 'CREATE', [{ ...record, Name: 'example.com' }], 'apex'],
    ['without a set identifier', 'CREATE', [{ ...record, SetIdentifier: undefined }], "Missing field 'SetIdentifier'"],
    ['that is not there', 'DELETE', [record], 'but it was not found'],
    ['twice', 'UPSERT', [record, failover('SECONDARY', 'y')], 'invalid set of changes'],
    ['by weight', 'CREATE', [{ ...record, Weight: 1 }], 'Weight is not modelled'],
    ['without a TTL', 'CREATE', [{ ...record, TTL: undefined }], 'Expected exactly one of'],
  ])('is refused for a record %s', async (_, action, records, message) => {
    const world = trafficWorld();
    expect((await awsErrorOf(world, change(world, action, ...records))).message).toContain(message);
  });

  test('deletes only what it describes to the letter', async () => {
    const world = trafficWorld();
    await change(world, 'CREATE', failover('SECONDARY', 'one.example.com'));
    await pass(world, 70);
    const error = await awsErrorOf(world, change(world, 'DELETE', failover('SECONDARY', 'two.example.com')));
    expect(error.message).toContain('do not match the current values');
    await change(world, 'DELETE', failover('SECONDARY', 'one.example.com'));
    await pass(world, 70);
    expect(target(world)).toBeUndefined();
  });
});

describe('an alias', () => {
  test('to a regional API is answered with the API’s own name and a TTL of 60 seconds', async () => {
    const world = trafficWorld();
    const DNSName = 'd-abc.execute-api.us-west-2.amazonaws.com';
    await change(
      world,
      'CREATE',
      {
        Name: 'api-standby.example.com',
        Type: 'A',
        AliasTarget: { HostedZoneId: 'Z1', DNSName, EvaluateTargetHealth: false },
      },
      { Name: 'app.example.com', Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'api-standby.example.com' }] },
    );
    await pass(world, 70);
    expect(world.route53.answer('api-standby.example.com', 'A')).toEqual({ type: 'A', values: [DNSName], ttl: 60 });
    expect(world.route53.answer('api-standby.example.com', 'CNAME')).toBeUndefined();
  });
});

describe('ListResourceRecordSets', () => {
  test('pages in the order of the names read from the right', async () => {
    const world = trafficWorld();
    const record = (Name: string): ResourceRecordSet => ({
      Name,
      Type: 'TXT',
      TTL: 1,
      ResourceRecords: [{ Value: '"x"' }],
    });
    await change(world, 'CREATE', record('b.example.com'), record('a.b.example.com'), record('a.example.com'));
    const list = (input: object) =>
      call<{ ResourceRecordSets: ResourceRecordSet[]; NextRecordName?: string; NextRecordType?: string }>(
        world,
        'ListResourceRecordSets',
        { HostedZoneId: `/hostedzone/${ZONE}`, MaxItems: 3, ...input },
      );
    const first = await list({});
    expect(first.ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'example.com. NS',
      'example.com. SOA',
      'a.example.com. TXT',
    ]);
    const second = await list({ StartRecordName: first.NextRecordName, StartRecordType: first.NextRecordType });
    expect(second.ResourceRecordSets.map(({ Name }) => Name)).toEqual(['b.example.com.', 'a.b.example.com.']);
  });
});
