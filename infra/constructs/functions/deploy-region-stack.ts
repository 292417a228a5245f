import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/deployRegionStack/contract';
import { TAG } from '../../../functions/shared/names';
import { cacheSettings } from '../../cache-settings';
import { failoverCacheOf } from '../../config/failover-cache';
import { arnsOf } from '../../permissions/arns';
import { type Names, namesOf, tagsOf } from '../../names';
import { wildcard } from '../../permissions/permission';
import { BY_CONTENT } from '../../permissions/reasons';
import { type ActivationFacts, RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface DeployRegionStackResources extends RecoveryResources {
  readonly activation: ActivationFacts;
}

export class DeployRegionStack extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: DeployRegionStackResources) {
    const { config, standby, lockTable, activation } = resources;
    const names = namesOf(config);
    const arns = arnsOf(config);
    const stackRole = arns.role(names.activationRole);
    const cacheRole = arns.role(names.cacheRole);
    const hasCache = failoverCacheOf(config) !== undefined;
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      STACK_NAME: names.stacks.activation,
      TEMPLATE_URL_PARAMETER: names.parameters.templateUrl,
      STACK_ROLE_ARN: stackRole,
      LOCK_TABLE_NAME: lockTable.tableName,
      FUNCTION_NAMES: activation.functionNames.join(','),
      STANDBY: config.standby,
      ...(hasCache ? { CACHE: JSON.stringify(cacheSettings(config)) } : {}),
      TAGS: JSON.stringify(tagsOf(config)),
    };
    super(scope, id, {
      resources,
      folder: 'deployRegionStack',
      description: 'Deploys the activation stack and the cache beside it, or removes both after a drill',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(
      [
        'cloudformation:CreateChangeSet',
        'cloudformation:DeleteChangeSet',
        'cloudformation:DeleteStack',
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeStackEvents',
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
    // CloudFormation reads the parameters of a template that is given to it. UNVERIFIED in whose name: a CloudTrail event has
    // the stack's role, CDK's bootstrap template lets the caller.
    if (activation.parameters.length > 0) this.allow(['ssm:GetParameters'], activation.parameters.map(arns.parameter));
    if (activation.functionNames.length > 0) this.#allowFunctions(names, activation.functionNames.map(arns.lambda));
    if (hasCache) this.#allowCache(names, cacheRole, resources);
  }

  /** A fence that a rollback has left is taken off; a function that a stack has lost is deleted by its name and its tag. */
  #allowFunctions(names: Names, functionArns: readonly string[]): void {
    this.allow(
      ['lambda:DeleteFunctionConcurrency', 'lambda:GetFunctionConcurrency', 'lambda:ListTags'],
      functionArns,
    ).allow(['lambda:DeleteFunction'], functionArns, {
      StringEquals: { [`aws:ResourceTag/${TAG.createdBy}`]: names.stacks.activation },
    });
  }

  /** The stack of the cache is made by one call; a cache that a stack has lost is deleted by its name and its tag. */
  #allowCache(names: Names, cacheRole: string, { config }: RecoveryResources): void {
    const arns = arnsOf(config);
    const cache = arns.standbyCache;
    const { cacheSubnets, cacheSecurityGroup, standbyKey } = names.parameters;
    this.allow(
      [
        'cloudformation:CreateStack',
        'cloudformation:DeleteStack',
        'cloudformation:DescribeStackEvents',
        'cloudformation:DescribeStacks',
        'cloudformation:TagResource',
        'cloudformation:UpdateStack',
      ],
      [arns.stack(names.stacks.cache)],
    )
      .allow(['iam:PassRole'], [cacheRole], { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } })
      .allow(['ssm:GetParameter'], [arns.parameter(names.parameters.cacheTemplateUrl)])
      .allow(['ssm:GetParameters'], [cacheSubnets, cacheSecurityGroup, standbyKey].map(arns.parameter))
      .allow(['elasticache:DescribeServerlessCaches', 'elasticache:ListTagsForResource'], [cache])
      .allow(['elasticache:DeleteServerlessCache'], [cache], {
        StringEquals: { [`aws:ResourceTag/${TAG.createdBy}`]: names.stacks.cache },
      });
  }
}
