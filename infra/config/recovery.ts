import * as z from 'zod';
import { Check } from '../../functions/smokeTest/contract';
import { whole } from './fields';

export const Recovery = z.strictObject({
  /** How long a requested approval is waited for. */
  approvalTimeoutMinutes: whole(1, 1440, 'minutes').default(60),
  /**
   * How long an execution waits for what may pass by itself: throttling, a service that does not answer, capacity. Being
   * late is notified, and ends nothing before this.
   */
  deadlineHours: whole(12, 24, 'hours').default(12),
  /** A recovery point that expires sooner is not begun with: a restore may take hours. */
  minimumLifetimeMinutes: whole(0, 10_080, 'minutes').default(360),
  /** When the chosen recovery point cannot be restored, one older than this is not taken without asking. */
  fallbackMaxAgeMinutes: whole(60, 43_200, 'minutes').default(1440),
  /** A smoke test older than this proves nothing any more. */
  proofMaxAgeMinutes: whole(5, 240, 'minutes').default(60),
  /** How long a check that gets no answer is repeated, call after call: an outage of a service may pass by itself. */
  smokeTestPatienceMinutes: whole(15, 240, 'minutes').default(30),
  /** What is tested before traffic moves and after; left out, the reference workload's own checks. */
  smokeChecks: z.array(Check, 'write a list of checks, as functions/smokeTest/contract.ts defines them').optional(),
});
