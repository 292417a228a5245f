import { aws, type Replica } from '../../../functions/failoverGlobalCluster/aws';
import { build } from '../../../functions/failoverGlobalCluster/handler';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { cluster } from '../rds-facts';
import { ARN, ENVIRONMENT, PRIMARY_ARN, SECRET_ARN } from './environment';

setEnvironment(ENVIRONMENT);

const replica: Replica = {
  ...aws,
  global: async () => ({
    identifier: 'pilot-light-global',
    status: 'available',
    promotingArn: undefined,
    members: [
      { arn: PRIMARY_ARN, isWriter: true },
      { arn: ARN, isWriter: false },
    ],
  }),
  cluster: async () => cluster({ identifier: 'pilot-light-replica', arn: ARN }),
  instance: async () => undefined,
  secretArn: async () => SECRET_ARN,
  lag: () => Promise.reject(awsError('InternalFailure', 'An internal error occurred.', 500)),
};

test('a CloudWatch that is down is waited for before a person is asked, but not for long', async () => {
  const look = build(replica, () => NOW);
  const startedBefore = (minutes: number) => ({
    action: 'look',
    asOf: new Date(NOW - minutes * 60_000).toISOString(),
  });
  await expect(look(startedBefore(19), context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  expect(await look(startedBefore(21), context)).toMatchObject({ ask: { reason: 'age-unknown' } });
});
