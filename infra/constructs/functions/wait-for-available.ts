import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/waitForAvailable/contract';
import { namesOf } from '../../names';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function waitForAvailable(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { traffic } = resources.config;
  const { stacks } = namesOf(resources.config);
  const arns = arnsOf(scope);
  const environment: z.input<typeof Environment> = {
    PUBLIC_NAME: traffic.publicName,
    PRIMARY_TARGET: traffic.primaryName,
    STANDBY_TARGET: traffic.standbyName,
  };
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'waitForAvailable',
      description: 'Says whether a cluster, a stack or the public name is as it should be, and when to look again',
      environment,
    })
      // A cluster that is gone, or not there yet, is asked for too.
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], [arns.rds('cluster', '*'), arns.rds('db', '*')])
      .allow(['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'], [arns.stack(stacks.activation)])
  );
}
