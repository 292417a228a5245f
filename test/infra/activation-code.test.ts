import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseConfig } from '../../infra/config/parse';
import { inTemporaryDirectory, synthesizeInto } from './synthesize-into';
import { synthesizeStacks, textOf } from './synthesized';
import { VARIANTS } from './variants';

const EXISTING = z.object({ workload: z.looseObject({}) }).parse(VARIANTS['a workload that runs already']);
const FUNCTION = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::111111111111:role/orders' };

/** The recovery template beside an activation template whose function has such code. */
function recoveryBeside(Code: object, Parameters: object = {}): string {
  return inTemporaryDirectory((directory) => {
    const activationTemplate = join(directory, 'activation.json');
    const Fn = { Type: 'AWS::Lambda::Function', Properties: { ...FUNCTION, Code } };
    writeFileSync(activationTemplate, JSON.stringify({ Parameters, Resources: { Fn } }));
    const config = parseConfig({ workload: { ...EXISTING.workload, activationTemplate } });
    return JSON.stringify(synthesizeInto(directory, config).getStackByName('PilotLightRecovery').template);
  });
}

const code = (bucket: string) => JSON.stringify(JSON.stringify([{ bucket, key: 'orders.zip' }])).slice(1, -1);

test.each([
  ['a name', 'orders-artifacts', {}, 'orders-artifacts'],
  ['a name with the region', { 'Fn::Sub': 'orders-code-${AWS::Region}' }, {}, 'orders-code-us-west-2'],
  ['a parameter', { Ref: 'Bucket' }, { Bucket: { Type: 'String', Default: 'by-default' } }, 'by-default'],
])('readiness looks at code whose bucket is %s, and may', (_, S3Bucket, parameters, bucket) => {
  const recovery = recoveryBeside({ S3Bucket, S3Key: 'orders.zip' }, parameters);
  expect(recovery).toContain(code(bucket));
  expect(recovery).toContain(`"arn:aws:s3:::${bucket}/orders.zip"`);
  expect(recovery).toContain(`"arn:aws:s3:::${bucket}"`);
});

test('readiness looks at no code that is published with the template, or whose bucket only the deployment tells', () => {
  expect(textOf(synthesizeStacks().stacks.recovery)).not.toContain('ACTIVATION_CODE');
  expect(recoveryBeside({ ZipFile: 'exports.handler = 1' })).not.toContain('ACTIVATION_CODE');
  const parameters = { Bucket: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/orders/bucket' } };
  expect(recoveryBeside({ S3Bucket: { Ref: 'Bucket' }, S3Key: 'a' }, parameters)).not.toContain('ACTIVATION_CODE');
});
