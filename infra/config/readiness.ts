import * as z from 'zod';
import { whole } from './fields';

export const Readiness = z.strictObject({
  /** Lambda invocations at a time that the workload and a failover need in the standby region. */
  concurrentExecutions: whole(10, 100_000, 'invocations').default(50),
});
