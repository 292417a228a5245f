import { Duration } from 'aws-cdk-lib';
import type { DatabaseClusterProps } from 'aws-cdk-lib/aws-rds';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';

/**
 * A reader of promotion tier 2 or more pauses by itself where the minimum of the cluster is 0; those of tiers 0 and 1, and
 * the writer, only together (Aurora User Guide, Scaling to Zero ACUs with automatic pause and resume). After the longest
 * time there is, so that the writer never does: whoever records the manifest connects to it every hour.
 */
const LONGEST_UNTIL_PAUSE = Duration.hours(24);

/** The capacity of the primary cluster: one range for its writer and its reader. */
export function auroraScaling(
  { reader }: ReferenceWorkload,
  { cluster: { minCapacity, maxCapacity } }: Config,
): Pick<DatabaseClusterProps, 'serverlessV2MinCapacity' | 'serverlessV2MaxCapacity' | 'serverlessV2AutoPauseDuration'> {
  return reader === 'pauses'
    ? {
        serverlessV2MinCapacity: 0,
        serverlessV2MaxCapacity: maxCapacity,
        serverlessV2AutoPauseDuration: LONGEST_UNTIL_PAUSE,
      }
    : { serverlessV2MinCapacity: minCapacity, serverlessV2MaxCapacity: maxCapacity };
}
