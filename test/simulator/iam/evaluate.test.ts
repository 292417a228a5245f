import { evaluate, type Decision } from '../../../simulator/iam/evaluate';
import { parsePolicy } from '../../../simulator/iam/policy';

const CLUSTER = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-1';

function decide(
  statement: object | object[],
  keys: Record<string, string | string[]> = {},
  action = 'rds:DeleteDBCluster',
) {
  const policy = parsePolicy('test', { Version: '2012-10-17', Statement: statement });
  const context = new Map(
    Object.entries(keys).map(([key, value]) => [key.toLowerCase(), Array.isArray(value) ? value : [value]]),
  );
  return evaluate([policy], { action, resource: CLUSTER, context });
}

const allow = (more: object) => ({ Effect: 'Allow', Action: 'rds:DeleteDBCluster', Resource: CLUSTER, ...more });

describe('actions and resources', () => {
  it.each<[string, object | object[], Decision]>([
    ['the very action and resource', allow({}), 'allowed'],
    ['an action in another case', allow({ Action: 'RDS:deletedbcluster' }), 'allowed'],
    ['a wildcard in the action', allow({ Action: ['ec2:*', 'rds:Delete*'] }), 'allowed'],
    ['another action', allow({ Action: 'rds:DeleteDBInstance' }), 'not allowed'],
    ['everything but another action', allow({ Action: undefined, NotAction: 'rds:Create*' }), 'allowed'],
    ['everything but this action', allow({ Action: undefined, NotAction: 'rds:Delete*' }), 'not allowed'],
    ['a wildcard in the resource', allow({ Resource: 'arn:aws:rds:*:*:cluster:pilot-light-?' }), 'allowed'],
    ['another resource', allow({ Resource: 'arn:aws:rds:*:*:db:*' }), 'not allowed'],
    ['a resource in another case', allow({ Resource: CLUSTER.toUpperCase() }), 'not allowed'],
    ['everything but this resource', allow({ Resource: undefined, NotResource: CLUSTER }), 'not allowed'],
    ['a Deny beside the Allow', [allow({}), allow({ Effect: 'Deny', Resource: '*' })], 'explicitly denied'],
    ['a dot in the pattern that is no wildcard', allow({ Resource: CLUSTER.replace('-', '.') }), 'not allowed'],
  ])('%s: %#', (_, statement, expected) => {
    expect(decide(statement)).toBe(expected);
  });
});

describe('conditions', () => {
  const tag = 'aws:ResourceTag/pilot-light:failover-id';
  it.each<[string, object, Record<string, string | string[]>, Decision]>([
    ['StringEquals', { StringEquals: { [tag]: 'fo-1' } }, { [tag]: 'fo-1' }, 'allowed'],
    ['StringEquals, another value', { StringEquals: { [tag]: ['fo-1', 'fo-2'] } }, { [tag]: 'fo-3' }, 'not allowed'],
    ['StringEquals, no such key', { StringEquals: { [tag]: 'fo-1' } }, {}, 'not allowed'],
    ['StringEqualsIfExists, no such key', { StringEqualsIfExists: { [tag]: 'fo-1' } }, {}, 'allowed'],
    ['StringNotEquals, no such key', { StringNotEquals: { [tag]: 'fo-1' } }, {}, 'allowed'],
    ['StringNotEquals', { StringNotEquals: { [tag]: ['fo-1', 'fo-2'] } }, { [tag]: 'fo-2' }, 'not allowed'],
    ['StringLike', { StringLike: { [tag]: 'fo-*' } }, { [tag]: 'fo-9' }, 'allowed'],
    [
      'key in another case',
      { StringLike: { 'AWS:RequestedRegion': 'us-*' } },
      { 'aws:RequestedRegion': 'us-west-2' },
      'allowed',
    ],
    [
      'ArnLike',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/x*' } },
      { 'aws:SourceArn': 'arn:aws:events:r:1:rule/xy' },
      'allowed',
    ],
    [
      'ArnLike does not reach over a colon',
      { ArnLike: { k: 'arn:aws:*:rule/x' } },
      { k: 'arn:aws:events:r:1:rule/x' },
      'not allowed',
    ],
    ['Bool', { Bool: { 'kms:GrantIsForAWSResource': true } }, { 'kms:GrantIsForAWSResource': 'true' }, 'allowed'],
    ['NumericLessThanEquals', { NumericLessThanEquals: { n: 5 } }, { n: '5' }, 'allowed'],
    ['Null, key present', { Null: { [tag]: 'false' } }, { [tag]: 'x' }, 'allowed'],
    ['Null, key absent', { Null: { [tag]: 'false' } }, {}, 'not allowed'],
    [
      'ForAllValues',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['a', 'c'] },
      'not allowed',
    ],
    ['ForAllValues, none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, 'allowed'],
    [
      'ForAnyValue',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['a', 'c'] },
      'allowed',
    ],
    [
      'a policy variable',
      { StringEquals: { k: '${aws:PrincipalAccount}' } },
      { k: '1', 'aws:PrincipalAccount': '1' },
      'allowed',
    ],
    [
      'two operators, one fails',
      { StringEquals: { a: '1' }, StringLike: { b: 'x*' } },
      { a: '1', b: 'y' },
      'not allowed',
    ],
  ])('%s', (_, Condition, keys, expected) => {
    expect(decide(allow({ Condition }), keys)).toBe(expected);
  });

  it('says so when it does not know the operator', () => {
    expect(() => decide(allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))).toThrow(
      'the condition operator IpAddress is not modelled by the simulator (docs/SIMULATOR.md)',
    );
  });
});

describe('parsePolicy', () => {
  it.each([
    ['an old version', { Version: '2008-10-17', Statement: [] }, 'field Version'],
    ['a misspelt element', { Version: '2012-10-17', Statement: [allow({ Resources: '*' })] }, 'Resources'],
    [
      'no action',
      { Version: '2012-10-17', Statement: [allow({ Action: undefined })] },
      'exactly one of Action and NotAction',
    ],
  ])('refuses %s with the name of the field', (_, document, message) => {
    expect(() => parsePolicy('policy p', document)).toThrow(message);
  });
});
