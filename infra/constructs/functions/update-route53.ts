import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/updateRoute53/contract';
import { LOCK_KEY, proofKey, TRAFFIC_KEY } from '../../../functions/shared/names';
import type { Config } from '../../config/schema';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { NO_RESOURCE_TYPE, OWN_NAMESPACE } from '../../permissions/reasons';
import { primaryChecks } from '../../smoke-checks';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

const CHANGE_ID =
  "Only with traffic.mode 'records'. Reading only: Route 53 draws the id of a change when it takes it, and the function " +
  'waits until the one that it made is everywhere.';

export class UpdateRoute53 extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    super(scope, id, {
      resources,
      folder: 'updateRoute53',
      description: 'Moves traffic to a region that this execution has proven, and keeps it there',
      environment: { ...environmentOf(config, lockTable.tableName) },
      timeoutSeconds: 60,
    });
    this.allow(['dynamodb:GetItem'], [lockTable.tableArn], itemsOf(LOCK_KEY, TRAFFIC_KEY, proofKey('*')))
      .allow(['dynamodb:PutItem'], [lockTable.tableArn], itemsOf(TRAFFIC_KEY))
      .allow(['dynamodb:UpdateItem'], [lockTable.tableArn], itemsOf(LOCK_KEY))
      .allow(['cloudwatch:PutMetricData'], [wildcard('*', OWN_NAMESPACE)], {
        StringEquals: { 'cloudwatch:namespace': namesOf(config).metric.namespace },
      })
      // Whether the execution that decided is at work, and whether what it published was accepted.
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers]);
    if (config.traffic.mode === 'healthCheck')
      this.allow(['cloudwatch:GetMetricData'], [wildcard('*', NO_RESOURCE_TYPE)]);
    if (config.traffic.mode === 'healthCheck') return;
    this.allow(
      ['route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets'],
      [`arn:aws:route53:::hostedzone/${config.zone.id}`],
    ).allow(['route53:GetChange'], [wildcard('arn:aws:route53:::change/*', CHANGE_ID)]);
  }
}

/** A condition: these items of the lock table. */
function itemsOf(...keys: readonly string[]) {
  return { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } };
}

function environmentOf(config: Config, lockTableName: string): z.input<typeof Environment> {
  const common = {
    WORKLOAD_NAME: config.name,
    LOCK_TABLE_NAME: lockTableName,
    PROOF_MAX_AGE_MINUTES: String(config.recovery.proofMaxAgeMinutes),
    PRIMARY_CHECKS: JSON.stringify(primaryChecks(config)),
    FUNCTION_NAME: namesOf(config).functionName('updateRoute53'),
  };
  if (config.traffic.mode === 'healthCheck') return { ...common, TRAFFIC_MODE: 'healthCheck' };
  return {
    ...common,
    TRAFFIC_MODE: 'records',
    HOSTED_ZONE_ID: config.zone.id,
    PUBLIC_NAME: config.traffic.publicName,
    PRIMARY_TARGET: config.traffic.primaryName,
    STANDBY_TARGET: config.traffic.standbyName,
  };
}
