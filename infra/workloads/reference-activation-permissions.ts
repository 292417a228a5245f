import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { type RolePermission, wildcard } from '../permissions/permission';

export interface ReferenceActivationProps {
  readonly config: Config;
  readonly api: IHttpApi;
}

const ROUTE_IDS =
  "Ids of routes and integrations are drawn by the service. The API before them is this workload's own.";

/**
 * What CloudFormation needs in order to deploy the reference workload, by the name of the policy: what the handlers of its
 * resource types need (their schemas in CloudFormation's registry; test/infra/handlers holds them against this).
 */
export function referenceActivationPermissions({
  config,
  api,
}: ReferenceActivationProps): Readonly<Record<string, readonly RolePermission[]>> {
  const { account, standbyRegion: region } = config;
  const names = namesOf(config);
  const apiArn = `arn:aws:apigateway:${region}::/apis/${api.apiId}`;

  return {
    workload: [
      {
        actions: [
          'lambda:AddPermission',
          'lambda:CreateFunction',
          'lambda:DeleteFunction',
          'lambda:GetFunction',
          'lambda:GetFunctionCodeSigningConfig',
          'lambda:GetFunctionConfiguration',
          'lambda:GetFunctionRecursionConfig',
          'lambda:GetFunctionScalingConfig',
          'lambda:GetPolicy',
          'lambda:GetRuntimeManagementConfig',
          'lambda:ListTags',
          'lambda:RemovePermission',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
        ],
        resources: [`arn:aws:lambda:${region}:${account}:function:${names.workloadFunction}`],
      },
      {
        actions: ['iam:PassRole'],
        resources: [names.workloadRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
      {
        actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:PUT', 'apigateway:DELETE'],
        resources: ['integrations', 'routes'].flatMap((part) => [
          `${apiArn}/${part}`,
          wildcard(`${apiArn}/${part}/*`, ROUTE_IDS),
        ]),
      },
      {
        actions: ['ssm:GetParameters'],
        resources: [`arn:aws:ssm:${region}:${account}:parameter${names.parameters.apiId}`],
      },
    ],
  };
}
