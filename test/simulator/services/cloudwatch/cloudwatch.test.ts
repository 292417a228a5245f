import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { providers } from '../../../../simulator/services/cloudwatch/providers';
import type { PublishedEvent } from '../../../../simulator/services/events/event';
import { Sns } from '../../../../simulator/services/sns/sns';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

const [alarmProvider, dashboardProvider] = providers;

/** The members that a metric in `Metrics` takes the place of. */
const WITHOUT_METRIC = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
};

function withoutUndefined(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

function metricWorld() {
  const events: PublishedEvent[] = [];
  const world = fakeWorld({
    regionServices: (region) => ({
      cloudWatch: new CloudWatch(region),
      sns: new Sns(region),
      events: { publish: (event: PublishedEvent) => events.push(event) },
    }),
  });
  const region = world.region('us-west-2');
  const topic = region.sns.createTopic('alarms');
  region.sns.subscribe(topic.arn, 'email', 'team@example.com');
  const call = <Output>(operation: string, input: object) =>
    callService<Output>(world, { region: 'us-west-2', service: 'monitoring', operation, input });
  const putAlarm = async (properties: object) =>
    alarmProvider?.create(
      providerRequest(
        region,
        'Alarm',
        withoutUndefined({
          AlarmName: 'age',
          Namespace: 'PilotLight',
          MetricName: 'RecoveryPointAgeMinutes',
          Dimensions: [{ Name: 'Vault', Value: 'standby' }],
          Statistic: 'Maximum',
          Period: '300',
          EvaluationPeriods: 1,
          Threshold: 60,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'breaching',
          AlarmActions: [topic.arn],
          ...properties,
        }),
      ),
    );
  const put = (value: number) =>
    call('PutMetricData', {
      Namespace: 'PilotLight',
      MetricData: [
        { MetricName: 'RecoveryPointAgeMinutes', Dimensions: [{ Name: 'Vault', Value: 'standby' }], Value: value },
      ],
    });
  const pass = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);
  return { world, region, events, topic, call, putAlarm, put, pass };
}

describe('an alarm', () => {
  test('goes off once the period is over, tells EventBridge and its topic, and calms down again', async () => {
    const { region, events, topic, putAlarm, put, pass } = metricWorld();
    await putAlarm({});
    await put(10);
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('OK');
    await put(90);
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('ALARM');
    expect(events.at(-1)).toMatchObject({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: ['arn:aws:cloudwatch:us-west-2:111111111111:alarm:age'],
      detail: { alarmName: 'age', state: { value: 'ALARM' }, previousState: { value: 'OK' } },
    });
    const [message] = region.sns.inbox(topic.arn);
    expect(message?.subject).toBe('ALARM: "age" in us-west-2');
    expect(JSON.parse(message?.message ?? '')).toMatchObject({ AlarmName: 'age', NewStateValue: 'ALARM' });
  });

  test('that takes missing data for breaching goes off when nobody puts anything any more', async () => {
    const { region, putAlarm, put, pass } = metricWorld();
    await putAlarm({});
    await put(10);
    await pass(120);
    expect(region.cloudWatch.alarm('age')?.state).toBe('OK');
    await pass(1800);
    expect(region.cloudWatch.alarm('age')?.state).toBe('ALARM');
  });

  test('is not evaluated while its region is dark', async () => {
    const { world, region, putAlarm, put, pass } = metricWorld();
    await putAlarm({});
    await put(10);
    await pass(120);
    world.dark.add('us-west-2');
    await pass(3600);
    expect(region.cloudWatch.alarm('age')?.state).toBe('OK');
  });

  test('whose topic has a policy that leaves CloudWatch out notifies nobody, and the trace says so', async () => {
    const { world, region, topic, putAlarm, pass } = metricWorld();
    topic.policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: topic.arn },
      ],
    };
    await putAlarm({});
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('ALARM');
    expect(region.sns.inbox(topic.arn)).toEqual([]);
    expect(world.trace.entries).toContainEqual(
      expect.objectContaining({
        kind: 'note',
        detail: expect.stringContaining('cloudwatch.amazonaws.com is not authorized'),
      }),
    );
  });

  test('on a percentile goes by the slow ones, and says so where it is described', async () => {
    const { region, topic, call, putAlarm, put, pass } = metricWorld();
    await putAlarm({ Statistic: undefined, ExtendedStatistic: 'p90', Period: 60, Threshold: 60 });
    for (let request = 0; request < 9; request += 1) await put(10);
    await put(900);
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('OK');
    for (let request = 0; request < 8; request += 1) await put(10);
    await put(900);
    await put(800);
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('ALARM');
    expect(JSON.parse(region.sns.inbox(topic.arn)[0]?.message ?? '')).toMatchObject({
      Trigger: { StatisticType: 'ExtendedStatistic', ExtendedStatistic: 'p90' },
    });
    const { MetricAlarms } = await call<{ MetricAlarms: object[] }>('DescribeAlarms', {});
    expect(MetricAlarms[0]).toMatchObject({ ExtendedStatistic: 'p90' });
    expect(MetricAlarms[0]).not.toHaveProperty('Statistic');
  });

  test('takes its metric as the one entry of Metrics too, as CDK writes it for a metric with a label', async () => {
    const { region, putAlarm, put, pass } = metricWorld();
    const Metric = {
      Namespace: 'PilotLight',
      MetricName: 'RecoveryPointAgeMinutes',
      Dimensions: [{ Name: 'Vault', Value: 'standby' }],
    };
    await putAlarm({
      ...WITHOUT_METRIC,
      Metrics: [{ Id: 'm1', Label: 'age', MetricStat: { Metric, Period: 300, Stat: 'Maximum' }, ReturnData: true }],
    });
    await put(90);
    await pass(60);
    expect(region.cloudWatch.alarm('age')?.state).toBe('ALARM');
  });

  test.each([
    [
      'a metric expression',
      { ...WITHOUT_METRIC, Metrics: [{ Id: 'e1', Expression: 'm1 / m2', ReturnData: true }] },
      'Metrics.0.MetricStat',
    ],
    ['no metric at all', { ...WITHOUT_METRIC, Metrics: [] }, 'one metric, and no expression'],
    ['a percentile beside a statistic', { ExtendedStatistic: 'p99' }, 'Exactly one of Statistic'],
    ['a trimmed mean', { Statistic: undefined, ExtendedStatistic: 'tm90' }, 'ExtendedStatistic'],
    ['more than a day of periods', { EvaluationPeriods: 300 }, 'more than 1 day'],
    ['an action that is no topic', { OKActions: ['arn:aws:lambda:us-west-2:1:function:x'] }, 'OKActions.0'],
  ])('with %s is refused', async (_, properties, message) => {
    const { world, putAlarm } = metricWorld();
    expect((await awsErrorOf(world, putAlarm(properties))).message).toContain(message);
  });
});

describe('a metric', () => {
  test('is read back by period and statistic', async () => {
    const { world, call, put, pass } = metricWorld();
    const StartTime = new Date(world.scheduler.now());
    await put(1);
    await put(3);
    await pass(60);
    await put(8);
    await pass(60);
    const read = (Period: number) =>
      call<{ Datapoints: object[] }>('GetMetricStatistics', {
        Namespace: 'PilotLight',
        MetricName: 'RecoveryPointAgeMinutes',
        Dimensions: [{ Name: 'Vault', Value: 'standby' }],
        StartTime,
        EndTime: new Date(world.scheduler.now()),
        Period,
        Statistics: ['Average', 'Maximum', 'SampleCount'],
      });
    expect((await read(60)).Datapoints).toMatchObject([
      { Average: 2, Maximum: 3, SampleCount: 2 },
      { Average: 8, Maximum: 8, SampleCount: 1 },
    ]);
    expect((await read(300)).Datapoints).toMatchObject([{ Average: 4, Maximum: 8, SampleCount: 3 }]);
  });

  test('with other dimensions is another metric', async () => {
    const { region, put } = metricWorld();
    await put(1);
    const { cloudWatch } = region;
    expect(cloudWatch.series('PilotLight', 'RecoveryPointAgeMinutes', { Vault: 'standby' })).toHaveLength(1);
    expect(cloudWatch.series('PilotLight', 'RecoveryPointAgeMinutes', {})).toHaveLength(0);
  });

  test('comes out of a log line in the embedded metric format', () => {
    const { world, region } = metricWorld();
    region.cloudWatch.ingestLogLine(
      JSON.stringify({
        _aws: {
          Timestamp: world.scheduler.now(),
          CloudWatchMetrics: [
            { Namespace: 'PilotLight', Dimensions: [['service']], Metrics: [{ Name: 'Rto', Unit: 'Seconds' }] },
          ],
        },
        service: 'smokeTest',
        Rto: [10, 20],
      }),
    );
    region.cloudWatch.ingestLogLine('{"level":"INFO","message":"no metric"}');
    expect(region.cloudWatch.series('PilotLight', 'Rto', { service: 'smokeTest' })).toMatchObject([
      { sum: 30, minimum: 10, maximum: 20, sampleCount: 2 },
    ]);
  });

  test('of the distant past, without a value or in the namespace of AWS is refused', async () => {
    const { world, call } = metricWorld();
    const refused = async (Namespace: string, datum: object) =>
      (await awsErrorOf(world, call('PutMetricData', { Namespace, MetricData: [{ MetricName: 'x', ...datum }] })))
        .message;
    expect(await refused('N', { Value: 1, Timestamp: new Date('2026-01-01') })).toContain('Timestamp');
    expect(await refused('N', {})).toContain('Value');
    expect(await refused('AWS/Backup', { Value: 1 })).toContain('AWS/');
  });
});

describe('DescribeAlarms', () => {
  test('filters by state and pages', async () => {
    const { call, putAlarm } = metricWorld();
    for (const AlarmName of ['b', 'a', 'c']) await putAlarm({ AlarmName });
    type Output = { MetricAlarms: { AlarmName: string }[]; NextToken?: string };
    const first = await call<Output>('DescribeAlarms', { StateValue: 'INSUFFICIENT_DATA', MaxRecords: 2 });
    expect(first.MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['a', 'b']);
    const second = await call<Output>('DescribeAlarms', { MaxRecords: 2, NextToken: first.NextToken });
    expect(second.MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['c']);
    expect((await call<Output>('DescribeAlarms', { StateValue: 'ALARM' })).MetricAlarms).toEqual([]);
  });
});

describe('a dashboard', () => {
  const put = (body: unknown) => {
    const { region } = metricWorld();
    const DashboardBody = typeof body === 'string' ? body : JSON.stringify(body);
    void dashboardProvider?.create(providerRequest(region, 'Dashboard', { DashboardName: 'd', DashboardBody }));
    return region.cloudWatch.dashboards.get('d');
  };
  const graph = (properties: object) => ({
    widgets: [{ type: 'metric', width: 6, properties: { title: 'graph', region: 'us-west-2', ...properties } }],
  });

  test('knows which metrics it draws, and of which region', () => {
    const metrics = [
      ['PilotLight', 'Age', 'Vault', 'standby', { label: 'age' }],
      ['AWS/Lambda', 'Errors', 'FunctionName', 'f', { region: 'us-east-1' }],
      [{ expression: 'm1 / m2', label: 'a share' }],
    ];
    expect(put(graph({ metrics, start: '-P180D' }))?.metrics).toEqual([
      { namespace: 'PilotLight', name: 'Age', dimensions: { Vault: 'standby' }, region: 'us-west-2', widget: 'graph' },
      {
        namespace: 'AWS/Lambda',
        name: 'Errors',
        dimensions: { FunctionName: 'f' },
        region: 'us-east-1',
        widget: 'graph',
      },
    ]);
  });

  test('has texts and alarms as well', () => {
    const alarms = ['arn:aws:cloudwatch:us-west-2:111111111111:alarm:age'];
    const widgets = [
      { type: 'text', properties: { markdown: '# Age' } },
      { type: 'alarm', properties: { title: 'Alarms', alarms } },
      { type: 'metric', properties: { region: 'us-west-2', annotations: { alarms } } },
    ];
    expect(put({ widgets })?.metrics).toEqual([]);
  });

  test.each([
    ['is not JSON', '{', 'not JSON'],
    ['has no widgets', {}, 'widgets'],
    ['has a graph of no region', graph({ region: undefined, metrics: [['N', 'M']] }), 'names its region'],
    ['has a graph of nothing', graph({ metrics: [] }), 'names a metric'],
    ['has a graph of a namespace', graph({ metrics: [['PilotLight']] }), 'a namespace, a name'],
    ['has a dimension without a value', graph({ metrics: [['N', 'M', 'Vault']] }), 'a value for each dimension'],
    [
      'abbreviates',
      graph({
        metrics: [
          ['N', 'M'],
          ['.', 'O'],
        ],
      }),
      'shorthand',
    ],
    [
      'has a widget that does not fit',
      { widgets: [{ type: 'text', width: 25, properties: { markdown: '' } }] },
      'width',
    ],
    ['has a widget that is not modelled', { widgets: [{ type: 'log', properties: {} }] }, 'type'],
  ])('that %s is refused', (_, body, problem) => {
    expect(() => put(body)).toThrow(problem);
  });
});
