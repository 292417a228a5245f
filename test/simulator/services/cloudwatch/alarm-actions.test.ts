import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { providers } from '../../../../simulator/services/cloudwatch/providers';
import { fakeWorld, providerRequest } from '../../support/fake-world';

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
