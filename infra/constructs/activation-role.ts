import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Stack } from 'aws-cdk-lib';
import type { Config } from '../config';
import { namesOf } from '../names';
import { cachePermissions } from './cache-permissions';

export interface ActivationRoleProps {
  readonly config: Config;
  readonly api: IHttpApi;
  readonly artifactBucket: IBucket;
  /** Of what is restored and cached in this region. */
  readonly key: IKey;
}

/** What CloudFormation may do when it deploys or removes the activation stack: that stack's resources and no others. */
export function activationRole(
  scope: Construct,
  id: string,
  { config, api, artifactBucket, key }: ActivationRoleProps,
): Role {
  const { account, region } = Stack.of(scope);
  const names = namesOf(config);
  const apiArn = `arn:aws:apigateway:${region}::/apis/${api.apiId}`;

  return new Role(scope, id, {
    roleName: names.activationRole,
    description: 'CloudFormation: deploys and removes the activation stack',
    assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
    inlinePolicies: {
      workload: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              'lambda:AddPermission',
              'lambda:CreateFunction',
              'lambda:DeleteFunction',
              'lambda:GetFunction',
              'lambda:GetFunctionConfiguration',
              'lambda:GetPolicy',
              'lambda:ListTags',
              'lambda:RemovePermission',
              'lambda:TagResource',
              'lambda:UntagResource',
              'lambda:UpdateFunctionCode',
              'lambda:UpdateFunctionConfiguration',
            ],
            resources: [`arn:aws:lambda:${region}:${account}:function:${names.workloadFunction}`],
          }),
          new PolicyStatement({
            actions: ['iam:PassRole'],
            resources: [names.workloadRoleArn],
            conditions: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          }),
          new PolicyStatement({
            actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
            // Ids of integrations and routes are given by the service; the API is ours alone.
            resources: ['integrations', 'routes'].flatMap((part) => [`${apiArn}/${part}`, `${apiArn}/${part}/*`]),
          }),
          // Assets are named by their content.
          new PolicyStatement({
            actions: ['s3:GetObject'],
            resources: [artifactBucket.arnForObjects('activation/*')],
          }),
          new PolicyStatement({
            actions: ['ssm:GetParameters'],
            resources: [`arn:aws:ssm:${region}:${account}:parameter${names.parameters.apiId}`],
          }),
        ],
      }),
      ...(config.cache.engine === 'none' || config.cache.standby === 'always'
        ? {}
        : { cache: new PolicyDocument({ statements: cachePermissions(config, key) }) }),
    },
  });
}
