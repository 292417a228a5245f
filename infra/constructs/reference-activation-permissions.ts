import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Config } from '../config';
import { namesOf } from '../names';
import { cachePermissions } from './cache-permissions';

export interface ReferenceActivationProps {
  readonly config: Config;
  readonly api: IHttpApi;
  /** Of what is restored and cached in this region. */
  readonly key: IKey;
}

/** What CloudFormation needs in order to deploy the reference workload, by the name of the policy. */
export function referenceActivationPermissions({
  config,
  api,
  key,
}: ReferenceActivationProps): Readonly<Record<string, readonly PolicyStatement[]>> {
  const { account, standbyRegion: region } = config;
  const names = namesOf(config);
  const apiArn = `arn:aws:apigateway:${region}::/apis/${api.apiId}`;
  const hasCache = config.cache.engine !== 'none' && config.cache.standby === 'activation';

  return {
    workload: [
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

      new PolicyStatement({
        actions: ['ssm:GetParameters'],
        resources: [`arn:aws:ssm:${region}:${account}:parameter${names.parameters.apiId}`],
      }),
    ],
    ...(hasCache ? { cache: cachePermissions(config, key) } : {}),
  };
}
