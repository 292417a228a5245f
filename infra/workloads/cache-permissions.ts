import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { type RolePermission, wildcard } from '../permissions/permission';

const ENDPOINT_ID =
  'ElastiCache makes the endpoint of a serverless cache in the name of who makes the cache, and its id is drawn then. ' +
  "Conditions hold it to ElastiCache's own service name, and the tags to the moment of creation.";
const ENDPOINT_PLACE =
  'IAM checks one call against the endpoint and against where it goes. What may be made is held by the condition on ' +
  'the endpoint; these three only say in which network, which is the one of the cache in the template.';

/**
 * What CloudFormation needs to make and remove the standby's cache and the parameter that names it: the handlers of
 * AWS::ElastiCache::ServerlessCache, and for the VPC endpoint that a serverless cache is reached through the conditions of
 * AWS's own policy AmazonElastiCacheFullAccess.
 */
export function cachePermissions(config: Config, key: IKey): readonly RolePermission[] {
  const { account, standbyRegion: region } = config;
  const names = namesOf(config);
  const { cacheEndpoint, cacheSubnets, cacheSecurityGroup, standbyKey } = names.parameters;
  const { parameter, standbyCache } = arnsOf(config);
  const ec2 = (type: string) => `arn:aws:ec2:${region}:${account}:${type}/*`;

  return [
    {
      actions: [
        'elasticache:AddTagsToResource',
        'elasticache:CreateServerlessCache',
        'elasticache:DeleteServerlessCache',
        'elasticache:DescribeServerlessCaches',
        'elasticache:ListTagsForResource',
        'elasticache:ModifyServerlessCache',
        'elasticache:RemoveTagsFromResource',
      ],
      resources: [standbyCache],
    },
    {
      actions: ['ec2:CreateVpcEndpoint'],
      resources: [wildcard(ec2('vpc-endpoint'), ENDPOINT_ID)],
      conditions: { StringLike: { 'ec2:VpceServiceName': 'com.amazonaws.elasticache.serverless.*' } },
    },
    {
      actions: ['ec2:CreateVpcEndpoint'],
      resources: ['vpc', 'subnet', 'security-group'].map((type) => wildcard(ec2(type), ENDPOINT_PLACE)),
    },
    {
      actions: ['ec2:CreateTags'],
      resources: [wildcard(ec2('vpc-endpoint'), ENDPOINT_ID)],
      conditions: {
        StringEquals: { 'ec2:CreateAction': 'CreateVpcEndpoint', 'aws:RequestTag/AmazonElastiCacheManaged': 'true' },
      },
    },
    {
      actions: ['kms:DescribeKey'],
      resources: [key.keyArn],
    },
    {
      actions: ['kms:CreateGrant'],
      resources: [key.keyArn],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      actions: ['ssm:GetParameters'],
      resources: [cacheSubnets, cacheSecurityGroup, standbyKey].map(parameter),
    },
    {
      // Every update of a parameter lists its tags and takes away those that went, also when none did (UpdateHandler.java
      // in aws-cloudformation/aws-cloudformation-resource-providers-ssm).
      actions: [
        'ssm:AddTagsToResource',
        'ssm:DeleteParameter',
        'ssm:GetParameters',
        'ssm:ListTagsForResource',
        'ssm:PutParameter',
        'ssm:RemoveTagsFromResource',
      ],
      resources: [parameter(cacheEndpoint)],
    },
  ];
}
