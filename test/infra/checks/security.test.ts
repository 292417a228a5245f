import { type App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkSecurity } from '../../../infra/checks/check-security';
import { isAcknowledged } from '../../../infra/checks/solutions-checks';
import { explains } from '../../../infra/checks/wildcards';
import { parseConfig } from '../../../infra/config/parse';
import { explainWildcards, grant, wildcard } from '../../../infra/permissions/permission';
import { inTemporaryDirectory, synthesizeInto } from '../synthesize-into';

const config = parseConfig({});

/** Checks the app with something slipped into its recovery stack. */
function check(slip: (recovery: Stack) => unknown): void {
  inTemporaryDirectory((directory) => {
    const apps: App[] = [];
    const assembly = synthesizeInto(directory, config, (app) => {
      apps.push(app);
      slip(Stack.of(app.node.findChild('PilotLightRecovery')));
    });
    for (const app of apps) checkSecurity(app, assembly);
  });
}

describe('the synthesis', () => {
  test("fails by a violation of cdk-nag's rules, with its path and rule", () => {
    expect(() => check((stack) => new Queue(stack, 'Sneaky'))).toThrow(
      /^ {2}PilotLightRecovery\/Sneaky\/Resource: AwsSolutions-SQS\d/m,
    );
  });

  const role = (stack: Stack, id = 'Sneaky') =>
    new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const FILES = 'arn:aws:s3:::pilot-light-frontend/*';
  const REASON = 'The files of the frontend are named by the team, and change with each of its releases.';

  test('fails by a wildcard without a reason, with its path, action and resource', () => {
    expect(() => check((stack) => grant(role(stack), { actions: ['s3:GetObject'], resources: [FILES] }))).toThrow(
      `PilotLightRecovery/Sneaky/DefaultPolicy: may s3:GetObject on ${FILES}`,
    );
  });

  test('fails by a wildcard that went past the permissions', () => {
    const slip = (stack: Stack) =>
      role(stack).addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [FILES] }));
    expect(() => check(slip)).toThrow(`PilotLightRecovery/Sneaky/DefaultPolicy: may s3:GetObject on ${FILES}`);
  });

  test('passes a wildcard with its reason, in the template and in the rules of cdk-nag', () => {
    check((stack) => grant(role(stack), { actions: ['s3:GetObject'], resources: [wildcard(FILES, REASON)] }));
  });

  test('fails by a wildcard that another role has a reason for', () => {
    const slip = (stack: Stack) => {
      grant(role(stack), { actions: ['s3:GetObject'], resources: [wildcard(FILES, REASON)] });
      grant(role(stack, 'Other'), { actions: ['s3:GetObject'], resources: [FILES] });
    };
    expect(() => check(slip)).toThrow(`PilotLightRecovery/Other/DefaultPolicy: may s3:GetObject on ${FILES}`);
  });

  test('fails by a reason for a permission that CDK does not give any more', () => {
    const slip = (stack: Stack) =>
      explainWildcards(role(stack), { actions: ['logs:CreateLogDelivery'], resources: [wildcard('*', REASON)] });
    expect(() => check(slip)).toThrow(
      'PilotLightRecovery/Sneaky: has a reason for logs:CreateLogDelivery on *, which is no wildcard of its',
    );
  });

  test('fails by a reason for a permission that is narrow', () => {
    const file = 'arn:aws:s3:::pilot-light-frontend/index.html';
    const slip = (stack: Stack) =>
      grant(role(stack), { actions: ['s3:GetObject'], resources: [wildcard(file, REASON)] });
    expect(() => check(slip)).toThrow(`PilotLightRecovery/Sneaky: has a reason for s3:GetObject on ${file}`);
  });
});

describe('an explained wildcard', () => {
  const known = { path: 'Stack/Role', action: 's3:GetObject', resource: '<Bucket1234ABCD.Arn>/a/*', reason: 'because' };
  const permission = { ...known, path: 'Stack/Role/DefaultPolicy' };

  test.each([
    ['this permission', permission, true],
    ['of another role', { ...permission, path: 'Stack/RoleToo/DefaultPolicy' }, false],
    ['to do something else', { ...permission, action: 's3:PutObject' }, false],
    ['that reaches further', { ...permission, resource: '<Bucket1234ABCD.Arn>/*' }, false],
  ])('covers, or not, %s', (_, wide, covered) => {
    expect(explains(known, wide)).toBe(covered);
  });

  test.each([
    ['Resource::<Bucket1234ABCD.Arn>/a/*', true],
    ['Action::s3:GetObject', true],
    ['Resource::*', false],
    ['Action::s3:*', false],
  ])('answers the violation %s of cdk-nag, or not', (detail, answered) => {
    const violation = { rule: 'AwsSolutions-IAM5', detail, path: 'Stack/Role/DefaultPolicy/Resource' };
    expect(isAcknowledged(violation, [known], [])).toBe(answered);
  });
});
