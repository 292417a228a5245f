import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Config } from '../config';
import { namesOf } from '../names';

/**
 * What CloudFormation needs to make and remove the standby's cache and the parameter that names it: the handlers of
 * AWS::ElastiCache::ServerlessCache, and for the VPC endpoint that a serverless cache is reached through the conditions of
 * AWS's own policy AmazonElastiCacheFullAccess.
 */
export function cachePermissions(config: Config, key: IKey): PolicyStatement[] {
  const { account, standbyRegion: region } = config;
  const names = namesOf(config);
  const { cacheEndpoint, cacheSubnets, cacheSecurityGroup, standbyKey } = names.parameters;
  const parameter = (name: string) => `arn:aws:ssm:${region}:${account}:parameter${name}`;
  const ec2 = (type: string) => `arn:aws:ec2:${region}:${account}:${type}/*`;

  return [
    new PolicyStatement({
      actions: [
        'elasticache:AddTagsToResource',
        'elasticache:CreateServerlessCache',
        'elasticache:DeleteServerlessCache',
        'elasticache:DescribeServerlessCaches',
        'elasticache:ListTagsForResource',
        'elasticache:ModifyServerlessCache',
        'elasticache:RemoveTagsFromResource',
      ],
      resources: [`arn:aws:elasticache:${region}:${account}:serverlesscache:${names.standbyCache}`],
    }),
    // ElastiCache makes the endpoint in the caller's name. Its id, and those of the network, are given by the service.
    new PolicyStatement({
      actions: ['ec2:CreateVpcEndpoint'],
      resources: [ec2('vpc-endpoint')],
      conditions: { StringLike: { 'ec2:VpceServiceName': 'com.amazonaws.elasticache.serverless.*' } },
    }),
    new PolicyStatement({
      actions: ['ec2:CreateVpcEndpoint'],
      resources: ['vpc', 'subnet', 'security-group'].map(ec2),
    }),
    new PolicyStatement({
      actions: ['ec2:CreateTags'],
      resources: [ec2('vpc-endpoint')],
      conditions: {
        StringEquals: { 'ec2:CreateAction': 'CreateVpcEndpoint', 'aws:RequestTag/AmazonElastiCacheManaged': 'true' },
      },
    }),
    new PolicyStatement({
      actions: ['kms:DescribeKey'],
      resources: [key.keyArn],
    }),
    new PolicyStatement({
      actions: ['kms:CreateGrant'],
      resources: [key.keyArn],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
    new PolicyStatement({
      actions: ['ssm:GetParameters'],
      resources: [cacheSubnets, cacheSecurityGroup, standbyKey].map(parameter),
    }),
    new PolicyStatement({
      actions: ['ssm:AddTagsToResource', 'ssm:DeleteParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
      resources: [parameter(cacheEndpoint)],
    }),
  ];
}
