import { providers } from '../../../../simulator/services/logs/providers';
import { Logs } from '../../../../simulator/services/logs/logs';
import { fakeWorld, providerRequest } from '../../support/fake-world';

const [logGroup] = providers;

describe('a log group', () => {
  test('has a name and an ARN, and needs the permissions for what it sets', async () => {
    const region = fakeWorld({ regionServices: (of) => ({ logs: new Logs(of) }) }).region('us-west-2');
    const request = providerRequest(region, 'Logs', { LogGroupName: '/aws/lambda/f', RetentionInDays: '30' });
    const arn = 'arn:aws:logs:us-west-2:111111111111:log-group:/aws/lambda/f';
    expect(await logGroup?.create(request)).toEqual({ physicalId: '/aws/lambda/f', attributes: { Arn: `${arn}:*` } });
    expect(logGroup?.access?.(request, 'create').map(({ action }) => action)).toEqual([
      'logs:CreateLogGroup',
      'logs:DescribeLogGroups',
      'logs:PutRetentionPolicy',
    ]);
    expect(logGroup?.access?.(request, 'delete')).toEqual([{ action: 'logs:DeleteLogGroup', resource: arn }]);
  });

  test('with a property that is not modelled is refused by its name', () => {
    const request = providerRequest(fakeWorld().region('us-west-2'), 'Logs', { DataProtectionPolicy: {} });
    expect(() => logGroup?.create(request)).toThrow('"DataProtectionPolicy"');
  });
});
