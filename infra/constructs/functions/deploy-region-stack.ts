import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/deployRegionStack/contract';
import { namesOf, tagsOf } from '../../names';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function deployRegionStack(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, standby, lockTable } = resources;
  const names = namesOf(config);
  const arns = arnsOf(scope);
  const stackRole = arns.role(names.activationRole);
  const environment: z.input<typeof Environment> = {
    WORKLOAD_NAME: config.name,
    STACK_NAME: names.stacks.activation,
    TEMPLATE_URL_PARAMETER: names.parameters.templateUrl,
    STACK_ROLE_ARN: stackRole,
    LOCK_TABLE_NAME: lockTable.tableName,
    STANDBY: config.standby,
    TAGS: JSON.stringify(tagsOf(config)),
  };
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'deployRegionStack',
      description: 'Deploys the activation stack, or removes it after a drill',
      environment,
      timeoutSeconds: 60,
    })
      .allow(
        [
          'cloudformation:CreateChangeSet',
          'cloudformation:DeleteChangeSet',
          'cloudformation:DeleteStack',
          'cloudformation:DescribeChangeSet',
          'cloudformation:DescribeStacks',
          'cloudformation:ExecuteChangeSet',
          'cloudformation:TagResource',
        ],
        [arns.stack(names.stacks.activation)],
      )
      .allow(['iam:PassRole'], [stackRole], { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } })
      .allow(['ssm:GetParameter'], [arns.parameter(names.parameters.templateUrl)])
      // Templates are named by their content.
      .allow(['s3:GetObject'], [standby.artifactBucket.arnForObjects('activation/*')])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn])
  );
}
