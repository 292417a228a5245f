import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/waitForAvailable/contract';
import { failoverCacheOf } from '../../config/failover-cache';
import { arnsOf } from '../../permissions/arns';
import { namesOf } from '../../names';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export class WaitForAvailable extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { traffic } = resources.config;
    const { stacks } = namesOf(resources.config);
    const arns = arnsOf(resources.config);
    // A drill waits until the cache is gone; nothing waits until it is there.
    const stacksToWaitFor = [stacks.activation, ...(failoverCacheOf(resources.config) ? [stacks.cache] : [])];
    const environment: z.input<typeof Environment> = {
      PUBLIC_NAME: traffic.publicName,
      PRIMARY_TARGET: traffic.primaryName,
      STANDBY_TARGET: traffic.standbyName,
    };
    super(scope, id, {
      resources,
      folder: 'waitForAvailable',
      description: 'Says whether a cluster, a stack or the public name is as it should be, and when to look again',
      environment,
    });
    this
      // A cluster that is gone, or not there yet, is asked for too.
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], arns.listed)
      .allow(['cloudformation:DescribeStacks'], stacksToWaitFor.map(arns.stack));
  }
}
