import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { providers as cloudWatchProviders } from '../../../../simulator/services/cloudwatch/providers';
import { providers } from '../../../../simulator/services/route53/providers';
import { Route53 } from '../../../../simulator/services/route53/route53';
import { fakeWorld, providerRequest } from '../../support/fake-world';

const ALARM = {
  AlarmName: 'standby-serves',
  Namespace: 'PilotLight',
  MetricName: 'StandbyServes',
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

function provider(type: string) {
  const found = [...providers, ...cloudWatchProviders].find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(`no provider of ${type}`);
  return found;
}

function world() {
  const made = fakeWorld({
    worldServices: (self) => ({ route53: new Route53(self) }),
    regionServices: (region) => ({ cloudWatch: new CloudWatch(region), events: { publish: () => undefined } }),
  });
  made.route53.putZone({ id: 'Z1', name: 'example.com' });
  return made;
}

const record = (role: string, target: string, HealthCheckId?: unknown) => ({
  HostedZoneId: 'Z1',
  Name: 'app.example.com.',
  Type: 'CNAME',
  TTL: '60',
  SetIdentifier: role,
  Failover: role,
  ResourceRecords: [target],
  ...(HealthCheckId === undefined ? {} : { HealthCheckId }),
});

describe('the Route 53 resources of a stack in us-west-2', () => {
  test('make failover records whose changes wait for each other', async () => {
    const made = world();
    const region = made.region('us-west-2');
    await provider('AWS::CloudWatch::Alarm').create(providerRequest(region, 'Alarm', ALARM));
    const check = await provider('AWS::Route53::HealthCheck').create(
      providerRequest(region, 'Check', {
        HealthCheckConfig: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name: 'standby-serves', Region: 'us-west-2' },
          InsufficientDataHealthStatus: 'LastKnownStatus',
        },
      }),
    );
    const records = provider('AWS::Route53::RecordSet');
    const both = Promise.all([
      records.create(providerRequest(region, 'A', record('PRIMARY', 'one.example.com', check.physicalId))),
      records.create(providerRequest(region, 'B', record('SECONDARY', 'two.example.com'))),
    ]);
    const [primary] = await made.scheduler.runToEnd(both);
    expect(primary).toEqual({ physicalId: 'app.example.com.' });
    expect(made.route53.answer('app.example.com', 'A')?.values).toEqual(['one.example.com']);
    expect(made.calls.filter(({ operation }) => operation === 'ChangeResourceRecordSets').length).toBeGreaterThan(2);
    expect(made.calls.find(({ operation }) => operation === 'ChangeResourceRecordSets')?.access).toEqual([
      {
        action: 'route53:ChangeResourceRecordSets',
        resource: 'arn:aws:route53:::hostedzone/Z1',
        conditions: {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['app.example.com'],
          'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
          'route53:ChangeResourceRecordSetsActions': ['CREATE'],
        },
      },
    ]);
  });

  test('are changed in place and removed again', async () => {
    const made = world();
    const region = made.region('us-west-2');
    const records = provider('AWS::Route53::RecordSet');
    const before = record('SECONDARY', 'one.example.com');
    const after = record('SECONDARY', 'two.example.com');
    const existing = { physicalId: 'app.example.com.', previousProperties: before };
    await made.scheduler.runToEnd(Promise.resolve(records.create(providerRequest(region, 'A', before))));
    const request = { ...providerRequest(region, 'A', after), ...existing };
    await made.scheduler.runToEnd(Promise.resolve(records.update?.(request)));
    expect(made.route53.answer('app.example.com', 'A')?.values).toEqual(['two.example.com']);
    await made.scheduler.runToEnd(Promise.resolve(records.delete(request)));
    expect(made.route53.zone('Z1').isEmpty).toBe(true);
  });

  test('cannot be made while us-east-1 is dark', async () => {
    const made = world();
    made.dark.add('us-east-1');
    const create = provider('AWS::Route53::RecordSet').create(
      providerRequest(made.region('us-west-2'), 'A', record('PRIMARY', 'one.example.com')),
    );
    await expect(made.scheduler.runToEnd(Promise.resolve(create))).rejects.toMatchObject({ name: 'UnreachableError' });
    expect(made.route53.zone('Z1').isEmpty).toBe(true);
  });
});
