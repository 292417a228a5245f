import { parseConfig } from '../../../infra/config/parse';
import { namesOf } from '../../../infra/names';

const EXISTING = {
  kind: 'existing',
  clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1',
  standbySecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:orders/restored-Kx7wQz',
  keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1',
  activationTemplate: 'orders.template.json',
  activationPermissions: [{ actions: ['lambda:CreateFunction'], resources: ['*'] }],
  healthPaths: ['/status'],
};

test.each([
  [
    'a password that RDS manages in the primary, and none for what is restored',
    { workload: { ...EXISTING, standbySecretArn: undefined } },
    /workload.standbySecretArn is missing: write the ARN of a secret of your own in standbyRegion "us-west-2"/,
  ],
  [
    'a secret for what is restored that is in another region',
    { workload: { ...EXISTING, standbySecretArn: EXISTING.secretArn } },
    /workload.standbySecretArn is "[^"]+": write the ARN of a secret in standbyRegion "us-west-2"/,
  ],
])('refuses %s and says what to write', (_, overrides, complaint) => {
  expect(() => parseConfig(overrides)).toThrow(complaint);
});

test('a restored database takes the password that the workload has already in the standby region, by its name', () => {
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/database-a1B2c3';
  const workload = { ...EXISTING, secretArn, standbySecretArn: undefined };
  expect(namesOf(parseConfig({ database: 'global', workload })).secrets.master).toBe('orders/database');
  expect(namesOf(parseConfig({ workload })).secrets.master).toBe('orders/database');
  expect(namesOf(parseConfig({ workload: EXISTING })).secrets.master).toBe('orders/restored');
  expect(namesOf(parseConfig({})).secrets.master).toBe('pilot-light/database');
});
