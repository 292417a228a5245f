import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { checkAssembly } from '../../infra/checks/check-assembly';
import { checkStateMachines } from '../../infra/checks/check-state-machines';
import { parseConfig } from '../../infra/config/parse';
import type { Config } from '../../infra/config/schema';
import { tagsOf } from '../../infra/names';
import { inTemporaryDirectory, synthesizeInto } from './synthesize-into';
import { assemblyDirectory } from './synthesized';
import { VARIANTS } from './variants';

const config = parseConfig({});
const assembly = new CloudAssembly(assemblyDirectory());
const stacks = assembly.stacks.map(({ stackName, environment, template, tags }) => ({
  stackName,
  region: environment.region,
  tags,
  template: JSON.stringify(template),
  resources: Object.values<{ Type: string; Properties?: Record<string, unknown> }>(template.Resources),
}));
const dependencies = Object.fromEntries(
  assembly.stacks.map((stack) => [
    stack.stackName,
    stack.dependencies.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
  ]),
);

test('the workload and the edge are in us-east-1, and five stacks in the standby region', () => {
  expect(Object.fromEntries(stacks.map(({ stackName, region }) => [stackName, region]))).toEqual({
    PilotLightPrimary: 'us-east-1',
    PilotLightStandby: 'us-west-2',
    PilotLightRecovery: 'us-west-2',
    PilotLightActivation: 'us-west-2',
    PilotLightCache: 'us-west-2',
    PilotLightTraffic: 'us-west-2',
    PilotLightFrontend: 'us-east-1',
  });
});

test('no stack of one region takes a value from a stack of the other', () => {
  for (const { stackName, template } of stacks) {
    const imported = Array.from(template.matchAll(/"Fn::ImportValue":"(\w+):/g), ([, producer]) => producer);
    expect([stackName, [...new Set(imported)]]).toEqual([
      stackName,
      stackName === 'PilotLightRecovery' ? ['PilotLightStandby'] : [],
    ]);
    expect(template).not.toContain('Fn::GetStackOutput');
    expect(template).not.toContain('ExportWriter');
  }
});

test('nothing is looked up in the account', () => {
  expect(assembly.manifest.missing ?? []).toEqual([]);
});

test('Step Functions would create every state machine', () => {
  expect(stacks.map(({ template }) => template).join()).toContain('AWS::StepFunctions::StateMachine');
  expect(() => checkStateMachines(assembly)).not.toThrow();
});

test('what receives is deployed before what sends', () => {
  expect(dependencies).toEqual({
    PilotLightStandby: [],
    PilotLightPrimary: ['PilotLightStandby'],
    PilotLightRecovery: ['PilotLightStandby'],
    PilotLightActivation: ['PilotLightStandby'],
    PilotLightCache: ['PilotLightStandby'],
    PilotLightTraffic: expect.arrayContaining(['PilotLightPrimary', 'PilotLightStandby']),
    PilotLightFrontend: expect.arrayContaining(['PilotLightPrimary', 'PilotLightStandby']),
  });
});

test('the five tags are on every resource that takes tags but for what keeps still, and on no stack', () => {
  const expected = tagsOf(config);
  for (const { stackName, tags, resources } of stacks) {
    expect([stackName, tags]).toEqual([stackName, {}]);
    const tagged = resources.filter(({ Properties }) => Properties?.['Tags'] !== undefined);
    for (const { Type, Properties } of tagged) {
      const text = JSON.stringify(Properties?.['Tags']);
      const isSteady = isWithSteadyTags(Type, Properties);
      for (const key of Object.keys(expected).filter((each) => !isSteady || each === 'backup:automated'))
        expect([stackName, Type, text.includes(key)]).toEqual([stackName, Type, true]);
    }
  }
});

/** An update of one of these would put more than its tags. */
function isWithSteadyTags(type: string, properties: Readonly<Record<string, unknown>> | undefined): boolean {
  return type === 'AWS::Backup::BackupVault' || String(properties?.['Value']) === 'not-restored';
}

/** What the check of an assembly says against it; nothing if it passes. */
function complaintsAbout(changed: Config, slip: (app: App) => unknown = () => {}): string {
  return inTemporaryDirectory((directory) => {
    try {
      checkAssembly(synthesizeInto(directory, changed, slip), changed);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return '';
  });
}

describe('with something slipped into its stacks', () => {
  const complaints = complaintsAbout(config, (app) => {
    new Role(Stack.of(app.node.findChild('PilotLightActivation')), 'Sneaky', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    new StringParameter(Stack.of(app.node.findChild('PilotLightStandby')), 'Sneaky', { stringValue: 'sqs.us-east-1' });
    const code = new Bucket(Stack.of(app.node.findChild('PilotLightPrimary')), 'Code', { bucketName: 'my-code' });
    new Function(Stack.of(app.node.findChild('PilotLightActivation')), 'Fn', {
      code: Code.fromBucket(code, 'code.zip'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
    });
  });

  test('a role in the activation stack fails the synthesis, by its path', () => {
    expect(complaints).toMatch(
      /PilotLightActivation\/Sneaky: AWS::IAM::Role needs IAM's control plane, which is in us-east-1/,
    );
  });

  test('code in a bucket of the primary stack fails the synthesis, though no region is in its name', () => {
    expect(complaints).toMatch(
      /PilotLightActivation\/Fn.Code.S3Bucket: needs S3 Bucket my-code: of PilotLightPrimary, which is in us-east-1/,
    );
  });

  test('the name of the primary region in a standby stack fails the synthesis, by its path', () => {
    expect(complaints).toMatch(/PilotLightStandby\/Sneaky.Value: names the primary region/);
  });
});

describe('of a workload that runs already', () => {
  const existing = z.object({ workload: z.looseObject({}) }).parse(VARIANTS['a workload that runs already']);
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
  const complaints = inTemporaryDirectory((directory) => {
    const activationTemplate = join(directory, 'activation.json');
    writeFileSync(activationTemplate, JSON.stringify({ Resources: { Sneaky: role } }));
    const activationPermissions = [
      { actions: ['iam:CreateRole'], resources: ['arn:aws:iam::111111111111:role/orders'] },
    ];
    return complaintsAbout(
      parseConfig({ workload: { ...existing.workload, activationTemplate, activationPermissions } }),
    );
  });

  test('an activation template with a role in it is refused by the field that names it', () => {
    expect(complaints).toMatch(
      /workload\.activationTemplate \(\S+activation\.json\): Sneaky: AWS::IAM::Role needs IAM's control plane.+\n +Instead: make the role/,
    );
  });

  test('a permission to make roles is refused by the field that gives it', () => {
    expect(complaints).toMatch(
      /workload\.activationPermissions: PilotLightStandby\/ActivationRole: iam:CreateRole needs IAM's control plane/,
    );
  });
});
