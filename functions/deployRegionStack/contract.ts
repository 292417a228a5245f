import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, failoverId, jsonText, namesText, releaseId, WaitFor } from '../shared/fields';

export const Input = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('deploy'), failoverId, executionArn }),
  z.strictObject({ action: z.literal('remove'), failoverId, executionArn }),
  /** Outside any failover: deploys what is published, as a warm standby has it. */
  z.strictObject({ action: z.literal('warm'), id: releaseId }),
  /** By hand: makes the cache that a failover could not, or says how far it is. */
  z.strictObject({ action: z.literal('cache') }),
]);
export type Input = z.output<typeof Input>;

/** What is so of the cache that no failover waits for. */
export const CacheReport = z.object({
  /** `none`: the failover makes no cache. */
  state: z.enum(['none', 'creating', 'ready', 'failed']),
  /** One sentence without its full stop, for the notification. */
  detail: z.string(),
  /** What checks the cache and makes it if it is not there; null where there is nothing to check. */
  command: z.string().nullable(),
});
export type CacheReport = z.output<typeof CacheReport>;

export const Output = z.object({
  /** `working`: wait for `waitFor`, or, where that is null, call again after `nextPollSeconds`. */
  phase: z.enum(['working', 'ready', 'gone']),
  /** The stack that `detail` is about. */
  stackName: z.string(),
  detail: z.string(),
  waitFor: WaitFor.nullable(),
  nextPollSeconds: z.int(),
  cache: CacheReport.default({ state: 'none', detail: 'a failover makes no cache', command: null }),
});
export type Output = z.output<typeof Output>;

export const CacheSettings = z.strictObject({
  stackName: z.string().min(1),
  /** Name of the SSM parameter that holds the URL of the template. */
  templateUrlParameter: z.string().min(1),
  /** The role that CloudFormation works with. */
  stackRoleArn: z.string().startsWith('arn:', 'write the ARN of the role for CloudFormation'),
  cacheName: z.string().min(1),
});
export type CacheSettings = z.output<typeof CacheSettings>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  STACK_NAME: z.string().min(1),
  /** Name of the SSM parameter that holds the URL of the activation template. */
  TEMPLATE_URL_PARAMETER: z.string().min(1),
  /** The role that CloudFormation works with. */
  STACK_ROLE_ARN: z.string().startsWith('arn:', 'write the ARN of the role for CloudFormation'),
  LOCK_TABLE_NAME: z.string().min(1),
  /** Names of the functions that the activation stack makes, separated by commas; none where it leaves them to AWS. */
  FUNCTION_NAMES: namesText,
  /** A warm standby keeps its stack, whatever ends. */
  STANDBY: z.enum(['pilot-light', 'warm']).default('pilot-light'),
  /** JSON object: the cache that is made beside the activation stack. Left out, a failover makes none. */
  CACHE: jsonText(CacheSettings).optional(),
  /** JSON object: tags of the stack. */
  TAGS: jsonText(z.record(z.string(), z.string())),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
