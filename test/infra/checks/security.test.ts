import { type App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkSecurity } from '../../../infra/checks/check-security';
import { isAcknowledged } from '../../../infra/checks/solutions-checks';
import { acknowledges, neutral } from '../../../infra/checks/wildcards';
import { parseConfig } from '../../../infra/config';
import { inTemporaryDirectory, synthesizeInto } from '../synthesized';

process.env['CDK_VALIDATION'] = 'false';
const config = parseConfig({});

/** Checks the app with something slipped into its recovery stack. */
function check(slip: (recovery: Stack) => unknown): void {
  inTemporaryDirectory((directory) => {
    const apps: App[] = [];
    const assembly = synthesizeInto(directory, config, (app) => {
      apps.push(app);
      slip(Stack.of(app.node.findChild('PilotLightRecovery')));
    });
    for (const app of apps) checkSecurity(app, assembly, config);
  });
}

describe('the synthesis', () => {
  test('fails by a finding of cdk-nag, with its path and rule', () => {
    expect(() => check((stack) => new Queue(stack, 'Sneaky'))).toThrow(
      /^ {2}PilotLightRecovery\/Sneaky\/Resource: AwsSolutions-SQS\d/m,
    );
  });

  test('fails by a wildcard, with its path, action and resource', () => {
    const slip = (stack: Stack) =>
      new Role(stack, 'Sneaky', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).addToPolicy(
        new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::pilot-light-frontend/*'] }),
      );
    expect(() => check(slip)).toThrow(
      'PilotLightRecovery/Sneaky/DefaultPolicy: may s3:GetObject on arn:aws:s3:::NAME-frontend/*',
    );
  });
});

describe('an acknowledged wildcard', () => {
  const known = { holders: ['Stack/Role'], actions: ['s3:GetObject'], resources: ['<Bucket>/a/*'], reason: 'because' };
  const wildcard = { path: 'Stack/Role/DefaultPolicy', action: 's3:GetObject', resource: '<Bucket>/a/*' };

  test.each([
    ['this permission', wildcard, true],
    ['of another role', { ...wildcard, path: 'Stack/RoleToo/DefaultPolicy' }, false],
    ['to do something else', { ...wildcard, action: 's3:PutObject' }, false],
    ['that reaches further', { ...wildcard, resource: '<Bucket>/*' }, false],
  ])('covers, or not, %s', (_, permission, covered) => {
    expect(acknowledges(known, permission)).toBe(covered);
  });

  test.each([
    ['Resource::<Bucket1234ABCD.Arn>/a/*', true],
    ['Action::s3:GetObject', true],
    ['Resource::*', false],
    ['Action::s3:*', false],
  ])('answers the finding %s of cdk-nag, or not', (detail, answered) => {
    const finding = { rule: 'AwsSolutions-IAM5', detail, path: 'Stack/Role/DefaultPolicy/Resource' };
    expect(isAcknowledged(finding, config, [], [known])).toBe(answered);
  });
});

test.each([
  ['arn:aws:rds:eu-west-1:222222222222:cluster:validate-shop-*', 'arn:aws:rds:STANDBY:ACCOUNT:cluster:validate-NAME-*'],
  ['arn:aws:s3:::shop-replica-222222222222-eu-west-1/*', 'arn:aws:s3:::NAME-replica-ACCOUNT-STANDBY/*'],
  ['arn:aws:s3:::workshop-files/*', 'arn:aws:s3:::workshop-files/*'],
  ['<Evidence4CC26D68.Arn>/executions/*', '<Evidence>/executions/*'],
  ['PilotLightStandby:ExportsOutputFnGetAttReplicaDDFB2A87ArnBAF2B7A2/shop/x/*', '<Replica>/NAME/x/*'],
])('%s is %s, whatever the configuration and the hashes', (text, expected) => {
  const shop = parseConfig({
    name: 'shop',
    account: '222222222222',
    primaryRegion: 'eu-central-1',
    standbyRegion: 'eu-west-1',
  });
  expect(neutral(text, shop)).toBe(expected);
});
