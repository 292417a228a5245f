import { madeElsewhere, type PlacedStack } from '../../../infra/checks/made-elsewhere';
import { resolveTemplate } from '../../../infra/checks/resolve-template';

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

function stack(
  name: string,
  region: string,
  Resources: Resources,
  more: Partial<PlacedStack> & { rest?: object } = {},
) {
  const { rest, ...placed } = more;
  return { name, region, template: { Resources, ...rest }, ...placed };
}
const primary = (Resources: Resources, more = {}) => stack('Primary', 'us-east-1', Resources, more);
const standby = (Resources: Resources, more = {}) => stack('Standby', 'us-west-2', Resources, more);
const functionWith = (Properties: object): Resources => ({ Fn: { Type: 'AWS::Lambda::Function', Properties } });
const codeIn = (S3Bucket: unknown) => functionWith({ Code: { S3Bucket, S3Key: 'code.zip' } });

function find(path: PlacedStack, ...others: PlacedStack[]): readonly string[] {
  return madeElsewhere([path], [path, ...others]).map(
    ({ path: where, what, stack: of }) => `${where}: ${what} of ${of}`,
  );
}

const bucket: Resources = { Code: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-code' } } };

test.each([
  ['the code of a function', codeIn('my-code')],
  ['an address', functionWith({ Environment: { Variables: { URL: 'https://my-code.s3.amazonaws.com/a.json' } } })],
  ['an ARN', functionWith({ Environment: { Variables: { ARN: 'arn:aws:s3:::my-code/prefix/*' } } })],
  ['a list', functionWith({ Environment: { Variables: { BUCKETS: 'another,my-code' } } })],
])('a bucket of the primary region is seen by its name alone, in %s', (_, resources) => {
  expect(find(standby(resources), primary(bucket))).toEqual([
    expect.stringMatching(/^Fn\..+: S3 Bucket my-code of Primary$/),
  ]);
});

test.each([
  ['that no stack makes', standby(codeIn('my-code')), primary({})],
  ['that a stack of the standby region makes', standby({ ...bucket, ...codeIn('my-code') }), primary({})],
  ['whose name is part of another', standby(codeIn('my-code-us-west-2')), primary(bucket)],
  ['whose name is the end of another', standby(codeIn('not-my-code')), primary(bucket)],
])('a bucket %s is none of the primary', (_, path, other) => {
  expect(find(path, other)).toEqual([]);
});

const AS_NAMED: readonly [type: string, property: string, name: string, mention: string][] = [
  ['AWS::SNS::Topic', 'TopicName', 'oncall', 'arn:aws:sns:us-west-2:111111111111:oncall'],
  ['AWS::KMS::Alias', 'AliasName', 'alias/orders', 'alias/orders'],
  ['AWS::SSM::Parameter', 'Name', '/orders/api', '{{resolve:ssm:/orders/api}}'],
  ['AWS::SSM::Parameter', 'Name', '/orders/api', 'arn:aws:ssm:us-west-2:111111111111:parameter/orders/api'],
  ['AWS::SecretsManager::Secret', 'Name', 'orders/login', '{{resolve:secretsmanager:orders/login:SecretString:user}}'],
  ['AWS::DynamoDB::Table', 'TableName', 'orders', 'orders'],
  ['AWS::SQS::Queue', 'QueueName', 'dead', 'arn:aws:sqs:us-west-2:111111111111:dead'],
  ['AWS::Lambda::Function', 'FunctionName', 'serve', 'serve'],
];

describe.each(AS_NAMED)('%s', (type, property, name, mention) => {
  const thing = { Thing: { Type: type, Properties: { [property]: name } } };
  const path = (more: Resources = {}) => standby({ ...functionWith({ Description: mention }), ...more });

  test(`of the primary region alone is seen in ${mention}`, () => {
    expect(find(path(), primary(thing))).toEqual([expect.stringContaining(name)]);
  });
  test('of both regions is the one of the own region', () => {
    expect(find(path(thing), primary(thing))).toEqual([]);
  });
});

test('a secret that is replicated to the standby region is there', () => {
  const Properties = { Name: 'orders/login', ReplicaRegions: [{ Region: 'us-west-2' }] };
  const secret = { Login: { Type: 'AWS::SecretsManager::Secret', Properties } };
  expect(find(standby(functionWith({ Description: 'orders/login' })), primary(secret))).toEqual([]);
});

test('an export of the primary region cannot be imported, one of the own region can', () => {
  const exporting = { rest: { Outputs: { Topic: { Value: 'x', Export: { Name: 'oncall-topic' } } } } };
  const importing = functionWith({ Description: { 'Fn::ImportValue': 'oncall-topic' } });
  expect(find(standby(importing), primary({}, exporting))).toEqual([expect.stringContaining('export oncall-topic')]);
  expect(find(standby(importing), stack('Other', 'us-west-2', {}, exporting))).toEqual([]);
});

test('the SSM parameter that a parameter of the template reads', () => {
  const parameter = { Api: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/orders/api' } } };
  const rest = { Parameters: { Api: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/orders/api' } } };
  expect(find(standby({}, { rest }), primary(parameter))).toEqual([expect.stringContaining('Standby.Parameters.Api')]);
});

test('the bucket into which the assets of a stack of the primary region are put', () => {
  expect(find(standby(codeIn('assets')), primary({}, { assetBuckets: ['assets'] }))).toHaveLength(1);
  const both = { assetBuckets: ['assets'] };
  expect(find(standby(codeIn('assets'), both), primary({}, both))).toEqual([]);
});

test('a value that the CDK carries from another region', () => {
  const reader = { Reader: { Type: 'Custom::CrossRegionExportReader', Properties: {} } };
  expect(find(standby(reader), primary({}))).toEqual([expect.stringContaining('crossRegionReferences')]);
});

describe('a template is read as its region reads it', () => {
  const place = { region: 'us-west-2', account: '111111111111', stackName: 'Standby' };
  const Parameters = {
    Where: { Type: 'String', Default: 'us-east-1' },
    Api: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/orders/api' },
  };
  const Mappings = { Code: { 'us-east-1': { bucket: 'there' }, 'us-west-2': { bucket: 'here' } } };
  const read = (Value: unknown) =>
    resolveTemplate({ Parameters, Mappings, Resources: { It: { Type: 'X', Properties: { Value } } } }, place).Resources[
      'It'
    ];

  test.each([
    [{ Ref: 'Where' }, 'us-east-1'],
    [{ 'Fn::Sub': 'arn:aws:sns:${Where}:${AWS::AccountId}:oncall' }, 'arn:aws:sns:us-east-1:111111111111:oncall'],
    [{ 'Fn::Sub': ['${Name}-${Other}', { Name: { Ref: 'Where' } }] }, 'us-east-1-${Other}'],
    [{ 'Fn::Join': ['-', ['us', 'east', '1']] }, 'us-east-1'],
    [{ 'Fn::FindInMap': ['Code', { Ref: 'AWS::Region' }, 'bucket'] }, 'here'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    [{ 'Fn::Sub': 'code-${AWS::Region}' }, 'code-us-west-2'],
    [{ Ref: 'Api' }, { Ref: 'Api' }],
    [{ 'Fn::GetAtt': ['It', 'Arn'] }, { 'Fn::GetAtt': ['It', 'Arn'] }],
    [{ 'Fn::Sub': '${!Literal}' }, '${!Literal}'],
  ])('%j', (written, expected) => {
    expect(read(written)).toMatchObject({ Properties: { Value: expected } });
  });
});
