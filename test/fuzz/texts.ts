import type { Draw } from './draw';
import { FUZZED_REGION, PASSWORD } from './estate';

/** Of whose input a value is made. */
export interface About {
  readonly signingName: string;
  /** Names of what there is. */
  readonly names: readonly string[];
}

const ACCOUNT = '111111111111';
const arn = (service: string, resource: string) => `arn:aws:${service}:${FUZZED_REGION}:${ACCOUNT}:${resource}`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/`;

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: '*', Resource: '*' }],
});
const DEFINITION = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const TEMPLATE = JSON.stringify({
  Resources: { Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } },
});

/** By the end of the member's name, the first that fits: what a client would write there. */
const BY_MEMBER: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^FunctionName$/, ['function', arn('lambda', 'function:function'), 'no-function']],
  [/^QueueUrl$/, [`https://sqs.${FUZZED_REGION}.amazonaws.com/${ACCOUNT}/queue`, 'queue', 'https://']],
  [/^QueueName/, ['queue', 'no-queue']],
  [/^ReceiptHandle$/, ['AAAAAAAAAAAAAAAAAAAAAAAA', 'x']],
  [/^logGroup/, ['/aws/lambda/function', arn('logs', 'log-group:/aws/lambda/function:*'), '/none']],
  [/^filterPattern$/, ['ERROR', '?a -b "c d"', '{ $.x = 1 }']],
  [/^TableName$/, ['table', 'no-table', arn('dynamodb', 'table/table')]],
  [/^Bucket$/, [`bucket-${FUZZED_REGION}`, 'no-bucket']],
  [/^(Key|StartAfter|Prefix)$/, ['key', 'folder/key', 'a b/ü.json']],
  [/^(TopicArn|TargetArn)$/, [arn('sns', 'topic'), arn('sns', 'no-topic'), 'topic']],
  [/^SecretId$/, ['secret', 'no-secret', arn('secretsmanager', 'secret:secret-814260')]],
  [/^(KeyId|KmsKeyId)$/, ['alias/key', 'alias/none', arn('kms', 'key/00000000-0000-0000-0000-000000000000')]],
  [/^stateMachineArn$/, [arn('states', 'stateMachine:machine'), arn('states', 'stateMachine:none')]],
  [/^executionArn$/, [arn('states', 'execution:machine:one'), arn('states', 'execution:machine:none')]],
  [
    /^(DBClusterIdentifier|SourceDBClusterIdentifier)$/,
    ['cluster', 'no-cluster', arn('rds', 'cluster:cluster'), 'restored'],
  ],
  [/DBInstanceIdentifier$/, ['instance', 'no-instance', 'another']],
  [/SnapshotIdentifier$/, ['snapshot', 'rds:cluster-2026-01-05', arn('rds', 'cluster-snapshot:snapshot')]],
  [/^(resourceArn|dbClusterResourceArn)$/, [arn('rds', 'cluster:cluster'), arn('rds', 'cluster:none')]],
  [/^secretArn$/, ['secret']],
  [/^database$/, ['app', 'postgres']],
  [/^sql$/, ['select 1', 'insert into t values (:a)', 'begin', 'select :a', "select ':a", ';']],
  [/(VaultName)$/, ['vault', 'no-vault']],
  [/VaultArn$/, [arn('backup', 'backup-vault:vault')]],
  [/(StackName|StackId|ChangeSetName)$/, ['stack', 'another', 'no-stack']],
  [/^TemplateBody$/, [TEMPLATE, 'Resources: {}', DEFINITION]],
  [
    /^StackPolicyBody$/,
    [POLICY, '{"Statement":[{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*"}]}'],
  ],
  [/Policy$/, [POLICY, 'default']],
  [/^definition$/, [DEFINITION, '{"StartAt":"A"}', '{"StartAt":"A","States":{"A":{"Type":"Task"}}}']],
  [/^(input|output|Detail|ClientContext|Payload)$/, ['{}', '{"Name":"/control/parameter"}', 'e30=', '[]', '5']],
  [/RoleArn$|^Role$|^roleArn$/i, [`${ROLE}stack-FunctionRole`, `${ROLE}none`, 'role']],
  [/^(Id|HostedZoneId)$/, ['Z0FUZZ', '/hostedzone/Z0FUZZ', 'Z0NONE']],
  [/^HealthCheckId$/, ['00000000-0000-0000-0000-000000000000']],
  [/^AlarmName/, ['alarm', 'no-alarm']],
  [/^(Namespace|namespace)$/, ['namespace', 'AWS/RDS']],
  [/^MetricName$/, ['metric', 'CPUUtilization']],
  [/^(Engine)$/, ['aurora-postgresql', 'aurora-mysql']],
  [/^EngineVersion$/, ['17.9', '17.0', '13.1']],
  [/DBInstanceClass$/, ['db.serverless', 'db.r6g.large', 'db.none']],
  [/SubnetGroupName$/, ['subnets', 'none']],
  [/Password$/, [PASSWORD, 'x']],
  [
    /(Expression)$/,
    [
      'id = :a',
      'attribute_not_exists(id)',
      'SET a = :a',
      '#a = :a AND',
      'id IN (:a',
      'size(id) > :a',
      'REMOVE a, b[0].c',
    ],
  ],
  [/^(filterPattern|queryString)$/, ['ERROR', '{ $.a = 1 }', '{ $.a', '?x ?y', 'fields @message']],
  [/^IndexName$/, ['index']],
  [/^(N)$/, ['1', '1e5', 'x']],
  [/^(Runtime)$/, ['nodejs22.x', 'nodejs20.x']],
  [/^Handler$/, ['index.handler']],
  [/(Marker|Token|ExclusiveStart\w*|NextPageMarker|nextToken)$/i, ['token', Buffer.from('1').toString('base64')]],
  [/^(Time|Period|Timeout\w*)$/, ['60']],
  [/^Principal$/, ['events.amazonaws.com', '*']],
  [/^Action$/, ['lambda:InvokeFunction']],
  [/^Name$/, ['/control/parameter', 'example.com.', 'a.example.com', 'name']],
  [/^Value$/, ['value', '192.0.2.1', '"text"']],
  [/^(ServiceCode)$/, ['rds', 'lambda']],
  [/^QuotaCode$/, ['L-952B80B8']],
  [/ResourceArn$|^ResourceName$|^Resource$/, [arn('rds', 'cluster:cluster'), arn('lambda', 'function:function')]],
];

/** What a client would write for that member: a name of something that there is, or one that looks like it. */
export function textFor(draw: Draw, { names }: About, member: string): string {
  const known = BY_MEMBER.find(([pattern]) => pattern.test(member))?.[1];
  if (known !== undefined && draw.chance(0.85)) return draw.one(known);
  return draw.chance(0.5)
    ? draw.one(names)
    : draw.one(['x', 'name', '1', 'true', 'a-b', 'A.b', '2026-01-05T00:00:00Z']);
}
