import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/deployRegionStack/contract';
import { arnsOf } from '../../permissions/arns';
import { namesOf, tagsOf } from '../../names';
import { wildcard } from '../../permissions/permission';
import { BY_CONTENT } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export class DeployRegionStack extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, standby, lockTable } = resources;
    const names = namesOf(config);
    const arns = arnsOf(config);
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
    super(scope, id, {
      resources,
      folder: 'deployRegionStack',
      description: 'Deploys the activation stack, or removes it after a drill',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(
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
      .allow(['s3:GetObject'], [wildcard(standby.artifactBucket.arnForObjects('activation/*'), BY_CONTENT)])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn]);
  }
}
