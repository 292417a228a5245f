import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/endFailover/contract';
import { LOCK_KEY } from '../../../functions/shared/names';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

export class EndFailover extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    const environment: z.input<typeof Environment> = {
      LOCK_TABLE_NAME: lockTable.tableName,
      UPDATE_ROUTE53_NAME: namesOf(config).functionName('updateRoute53'),
    };
    super(scope, id, {
      resources,
      folder: 'endFailover',
      description: 'Frees the lock of an execution that has ended, and ends a failover that nobody will finish',
      environment,
    });
    this.allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['dynamodb:UpdateItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LOCK_KEY] },
      })
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers]);
  }
}
