import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/updateRoute53/contract';
import type { Config } from '../../config';
import { namesOf } from '../../names';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export function updateRoute53(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, lockTable } = resources;
  const updateRoute53 = new RecoveryFunction(scope, {
    resources,
    folder: 'updateRoute53',
    description: 'Moves traffic to a region that this execution has proven, and keeps it there',
    environment: { ...environmentOf(config, lockTable.tableName) },
    timeoutSeconds: 60,
  })
    .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn])
    // Metrics have no ARN; the namespace is what can be held to (Service Authorization Reference, CloudWatch).
    .allow(['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': namesOf(config).metric.namespace },
    });
  if (config.traffic.mode === 'healthCheck') return updateRoute53;
  return (
    updateRoute53
      .allow(
        ['route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets'],
        [`arn:aws:route53:::hostedzone/${config.zone.id}`],
      )
      // Route 53 gives the change its id when it is made.
      .allow(['route53:GetChange'], ['arn:aws:route53:::change/*'])
  );
}

function environmentOf(config: Config, lockTableName: string): z.input<typeof Environment> {
  const common = {
    WORKLOAD_NAME: config.name,
    LOCK_TABLE_NAME: lockTableName,
    PROOF_MAX_AGE_MINUTES: String(config.recovery.proofMaxAgeMinutes),
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
