import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { activation } = synthesizeStacks().stacks;

test('it is the function and its routes, and nothing else: no cache is on the path of a failover', () => {
  expect(inventory(activation)).toEqual({
    'AWS::Lambda::Function': 1,
    'AWS::Lambda::Permission': 3,
    'AWS::ApiGatewayV2::Integration': 1,
    'AWS::ApiGatewayV2::Route': 3,
  });
});

test('the code lies in our own bucket in the standby region, and the role exists already', () => {
  activation.hasResourceProperties('AWS::Lambda::Function', {
    Code: { S3Bucket: 'pilot-light-artifacts-111111111111-us-west-2' },
    Role: 'arn:aws:iam::111111111111:role/pilot-light-workload-us-west-2',
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Timeout: 29,
  });
});

test('what stands ready is found by parameters of its own region', () => {
  activation.hasParameter('*', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/pilot-light/standby/api-id' });
  const parameters: Record<string, { Type: string }> = activation.toJSON()['Parameters'];
  expect(Object.values(parameters).filter(({ Type }) => !Type.startsWith('AWS::SSM::Parameter::Value<'))).toEqual([]);
  expect(textOf(activation)).not.toContain('Fn::ImportValue');
});

test('it does not name the primary region', () => {
  expect(textOf(activation)).not.toContain('us-east-1');
});
