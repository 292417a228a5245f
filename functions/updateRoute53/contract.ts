import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, jsonText, wholeNumberText } from '../shared/fields';
import { HttpCheck } from '../shared/http-check';

export const Input = z.discriminatedUnion('action', [
  /** Moves traffic to the standby region, if this execution holds the lock and has proven that the standby works. */
  z.strictObject({
    action: z.literal('switch'),
    executionArn,
    /** The change to look after, from the call before (`records` mode only). */
    changeId: z.string().nullish(),
  }),
  /** Publishes the present value of the switch metric again: missing data must never be what decides. */
  z.strictObject({ action: z.literal('keep') }),
  /** An operator's way back to the primary region, and the end of the failover. The workflow never does this by itself. */
  z.strictObject({
    action: z.literal('moveBack'),
    requestedBy: z.string().min(1, 'write who moves traffic back'),
    reason: z.string().min(1, 'write why traffic moves back'),
    /** Even where the primary region does not answer as it should. */
    force: z.boolean('write true or false').default(false),
    changeId: z.string().nullish(),
  }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.object({
  /**
   * `pending`: the record change is not on all name servers yet: call again with `changeId`. Of `keep`: whether a failover
   * that has ended has moved traffic cannot be known yet.
   */
  state: z.enum(['switched', 'pending']),
  serves: z.enum(['primary', 'standby']),
  trafficMode: z.enum(['healthCheck', 'records']),
  changeId: z.string().nullable(),
  nextPollSeconds: z.int(),
  detail: z.string(),
});
export type Output = z.output<typeof Output>;

/** What the primary region is asked before users are sent back to it, as it is configured. */
export type PrimaryCheck = z.input<typeof HttpCheck>;

const common = {
  WORKLOAD_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  /** A smoke test that is older than this proves nothing any more. */
  PROOF_MAX_AGE_MINUTES: wholeNumberText,
  /** JSON array: what the primary region must answer before users are sent back to it. */
  PRIMARY_CHECKS: jsonText(z.array(HttpCheck)),
  /** This function's own, for the command in a message. */
  FUNCTION_NAME: z.string().min(1),
};

export const Environment = z.discriminatedUnion('TRAFFIC_MODE', [
  /** Data plane: the metric that the health check of the PRIMARY record watches. */
  z.object({ ...common, TRAFFIC_MODE: z.literal('healthCheck') }),
  /** Control plane: the records themselves. Leans on Route 53's control plane in us-east-1. */
  z.object({
    ...common,
    TRAFFIC_MODE: z.literal('records'),
    HOSTED_ZONE_ID: z.string().min(1),
    PUBLIC_NAME: z.string().min(1),
    PRIMARY_TARGET: z.string().min(1),
    STANDBY_TARGET: z.string().min(1),
  }),
]);
export type Environment = z.output<typeof Environment>;

/** The switch: the alarm, and with it the health check, watches this metric (dimension `Workload`), in the namespace of the workload. */
export const SWITCH_METRIC = { name: 'StandbyServes', dimension: 'Workload' } as const;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'FencedOutError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
