import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type DescribeStacksCommandInput,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteServerlessCacheCommand,
  DescribeServerlessCachesCommand,
  ElastiCacheClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-elasticache';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/deployRegionStack/aws';
import { build } from '../../../functions/deployRegionStack/handler';
import { awsError, EXECUTION, NOW, setEnvironment } from '../lambda-context';

setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  STACK_NAME: 'Activation',
  TEMPLATE_URL_PARAMETER: '/template-url',
  STACK_ROLE_ARN: 'arn:aws:iam::111111111111:role/activation',
  LOCK_TABLE_NAME: 'lock',
  TAGS: '{"team":"ops"}',
  CACHE: JSON.stringify({
    stackName: 'Cache',
    templateUrlParameter: '/cache-template-url',
    stackRoleArn: 'arn:aws:iam::111111111111:role/cache',
    cacheName: 'pilot-light-standby',
  }),
});

export const cloudFormation = mockClient(CloudFormationClient);
export const elastiCache = mockClient(ElastiCacheClient);
export const ssm = mockClient(SSMClient);
export const dynamoDb = mockClient(DynamoDBClient);
export const handler = build(aws, () => NOW);
const INPUT = { failoverId: '20261122-030000', executionArn: EXECUTION };
export const DEPLOY = { ...INPUT, action: 'deploy' };
export const REMOVE = { ...INPUT, action: 'remove' };

/** The status of each stack that there is. */
export function stacksAre(statuses: Readonly<Record<string, StackStatus>>): void {
  cloudFormation.on(DescribeStacksCommand).callsFake(({ StackName: name = '' }: DescribeStacksCommandInput) => {
    const status = statuses[name];
    if (status === undefined) throw awsError('ValidationError', `Stack with id ${name} does not exist`);
    return { Stacks: [{ StackName: name, StackId: name, StackStatus: status, CreationTime: new Date(NOW) }] };
  });
}

export function cacheIs(status: string, createdBy: string | undefined): void {
  elastiCache
    .on(DescribeServerlessCachesCommand)
    .resolves({ ServerlessCaches: [{ ServerlessCacheName: 'pilot-light-standby', ARN: 'arn', Status: status }] });
  elastiCache.on(ListTagsForResourceCommand).resolves({
    TagList: createdBy === undefined ? [] : [{ Key: 'pilot-light:created-by', Value: createdBy }],
  });
}

export const deletedStacks = () =>
  cloudFormation.commandCalls(DeleteStackCommand).map(({ args }) => args[0].input.StackName);
export const deletedCaches = () => elastiCache.commandCalls(DeleteServerlessCacheCommand).length;

/** Nothing is there, and everything answers. */
export function beginAnew(): void {
  for (const mock of [cloudFormation, elastiCache, ssm, dynamoDb]) mock.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'https://bucket.s3.us-west-2.amazonaws.com/t.json' } });
  dynamoDb.on(GetItemCommand).resolves({});
  cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'no', 404));
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  elastiCache.on(DescribeServerlessCachesCommand).rejects(awsError('ServerlessCacheNotFoundFault', 'no', 404));
  stacksAre({});
}
