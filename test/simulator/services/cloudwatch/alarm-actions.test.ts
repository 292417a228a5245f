import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { providers } from '../../../../simulator/services/cloudwatch/providers';
import { callService, fakeWorld, providerRequest } from '../../support/fake-world';

const [alarmProvider] = providers;
const ALARM = {
  AlarmName: 'age',
  Namespace: 'PilotLight',
  MetricName: 'RecoveryPointAgeMinutes',
  Statistic: 'Maximum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 60,
  ComparisonOperator: 'GreaterThanThreshold',
};

test.each(['OKActions', 'AlarmActions', 'InsufficientDataActions'])(
  'an alarm acts in its own region: %s',
  async (kind) => {
    const world = fakeWorld({ regionServices: (region) => ({ cloudWatch: new CloudWatch(region) }) });
    const put = async (topicArn: string) =>
      alarmProvider?.create(providerRequest(world.region('us-west-2'), 'Alarm', { ...ALARM, [kind]: [topicArn] }));
    await expect(put('arn:aws:sns:us-east-1:111111111111:oncall')).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Invalid region us-east-1 specified. Only us-west-2 is supported.',
    });
    expect(await put('arn:aws:sns:us-west-2:111111111111:oncall')).toMatchObject({ physicalId: 'age' });
  },
);

test('an alarm whose actions are disabled changes its state and notifies nobody, until they are enabled', async () => {
  const published: string[] = [];
  const world = fakeWorld({
    regionServices: (region) => ({
      cloudWatch: new CloudWatch(region),
      events: { publish: () => undefined },
      sns: { publishAsService: ({ subject }: { readonly subject: string }) => published.push(subject) },
    }),
  });
  const topic = 'arn:aws:sns:us-west-2:111111111111:oncall';
  const region = world.region('us-west-2');
  await alarmProvider?.create(providerRequest(region, 'Alarm', { ...ALARM, AlarmActions: [topic] }));
  const actions = (operation: string) =>
    callService(world, {
      region: 'us-west-2',
      service: 'monitoring',
      operation,
      input: { AlarmNames: ['age', 'none'] },
    });
  const goOff = () => {
    for (const state of ['OK', 'ALARM'] as const) region.cloudWatch.setAlarmState('age', state, 'test');
  };

  await actions('DisableAlarmActions');
  goOff();
  expect([region.cloudWatch.alarm('age')?.state, published]).toEqual(['ALARM', []]);
  await actions('EnableAlarmActions');
  goOff();
  expect(published).toEqual(['ALARM: "age" in us-west-2']);
});
