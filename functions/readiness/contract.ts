import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { CacheSettings } from '../deployRegionStack/contract';
import { jsonText, listText, namesText, timestamp, wholeNumberText } from '../shared/fields';

export const Input = z.strictObject({
  /** What asks: the hourly schedule, or a person. */
  trigger: z.enum(['schedule', 'demand'], { error: "write 'schedule' or 'demand'" }).default('demand'),
});
export type Input = z.output<typeof Input>;

/**
 * `not-ready`: a failover would fail, or could not begin. `degraded`: it would work, but worse than it should, or a check
 * could not be made.
 */
export const State = z.enum(['ready', 'degraded', 'not-ready']);
export type State = z.output<typeof State>;

export const CheckResult = z.object({
  name: z.string(),
  state: State,
  detail: z.string(),
  /** What to do about it; null where there is nothing to do. */
  fix: z.string().nullable(),
  /** It could not be read, so nothing is known either way. */
  unread: z.literal(true).optional(),
});
export type CheckResult = z.output<typeof CheckResult>;

/** What people know: the checks that are not ready as of the last mail, and how often the next one has had no answer. */
export const Known = z.object({ notReady: z.array(z.string()), lostAnswers: z.int() });
export type Known = z.output<typeof Known>;

/** One report, as it lies in the evidence bucket. */
export const Report = z.object({
  version: z.literal(1),
  workload: z.string(),
  region: z.string(),
  checkedAt: timestamp,
  trigger: z.enum(['schedule', 'demand']),
  /** The worst of the checks. */
  state: State,
  counts: z.object({ ready: z.int(), degraded: z.int(), notReady: z.int() }),
  checks: z.array(CheckResult),
  /** When a drill runs by itself next; null where that could not be read, left out where none does. */
  nextDrillAt: timestamp.nullable().optional(),
  known: Known.optional(),
});
export type Report = z.output<typeof Report>;

export const Output = Report.extend({
  /** Where the report was written; null where that failed. */
  reportKey: z.string().nullable(),
  /** Whether a check or the whole has another state than in the report before. */
  changed: z.boolean(),
});
export type Output = z.output<typeof Output>;

/** The report that a failover reads, and the folder of all of them. */
export const LATEST_KEY = 'readiness/latest.json';
export const REPORT_PREFIX = 'readiness/';

/** The event on the default bus of the standby region, when a report differs from the one before. */
export const CHANGED_EVENT = { source: 'pilot-light', detailType: 'Readiness Changed' } as const;

export const METRIC = 'ReadinessState';

/** An object with code, which a template names. */
export const CodeObject = z.strictObject({ bucket: z.string().min(1), key: z.string().min(1) });
export type CodeObject = z.output<typeof CodeObject>;

/** The drills that run by themselves. */
const DrillSettings = z.strictObject({
  schedule: z.string().min(1),
  timeZone: z.string().min(1),
  parameter: z.string().min(1),
});

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  VAULT_NAME: z.string().min(1),
  SOURCE_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  RPO_MINUTES: wholeNumberText,
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
  /** A recovery point older than this is none that a failover should begin with. */
  FALLBACK_MAX_AGE_MINUTES: wholeNumberText,
  KMS_KEY_ARN: z.string().startsWith('arn:'),
  /** Names of the secrets that open a restored database, separated by commas. */
  SECRET_NAMES: listText,
  DB_SUBNET_GROUP_NAME: z.string().min(1),
  /** Before the family: a restore keeps the version of its snapshot, and takes the group of that. */
  DB_CLUSTER_PARAMETER_GROUP_PREFIX: z.string().min(1),
  VPC_SECURITY_GROUP_IDS: listText,
  /** What the primary runs, where there is no recovery point to read it from. */
  ENGINE_VERSION: z.string().min(1),
  /** The stacks in this region that hold what a failover needs. */
  STANDBY_STACK_NAME: z.string().min(1),
  RECOVERY_STACK_NAME: z.string().min(1),
  TRAFFIC_STACK_NAME: z.string().min(1),
  ACTIVATION_STACK_NAME: z.string().min(1),
  /** Whether the activation stack is to be there before a failover. */
  STANDBY: z.enum(['pilot-light', 'warm']),
  /** Names of the roles that are not a function's or a state machine's. */
  ROLE_NAMES: listText,
  TEMPLATE_URL_PARAMETER: z.string().min(1),
  /**
   * Of the templates of the activation stack and of the cache that belong to what is deployed, as they were synthesised
   * together with this function: sha256, hexadecimal. Another one in their place was not published after a deployment.
   */
  ACTIVATION_TEMPLATE_SHA256: z.string().min(1),
  CACHE_TEMPLATE_SHA256: z.string().min(1).optional(),
  /** Names of the functions that the activation stack makes, separated by commas. */
  ACTIVATION_FUNCTION_NAMES: namesText,
  /** JSON list: code that the activation template names and that is not published with it. */
  ACTIVATION_CODE: jsonText(z.array(CodeObject)).optional(),
  /** JSON object: the cache that a failover makes beside the activation stack. Left out, it makes none. */
  CACHE: jsonText(CacheSettings).optional(),
  /**
   * The workload's function, and the hash of the code that was deployed together with this function: what the primary
   * runs if it does not say. Without them builds are not compared.
   */
  WORKLOAD_FUNCTION_NAME: z.string().min(1).optional(),
  WORKLOAD_BUILD: z.string().min(1).optional(),
  /** Where the primary writes down every hour what it holds, and which build it runs; replicated to this region. */
  MANIFEST_PREFIX: z.string().min(1),
  /** Parameters that the workload and the activation stack read. */
  PARAMETER_NAMES: listText,
  LOCK_TABLE_NAME: z.string().min(1),
  /** The function that ends an unfinished failover by its name. */
  END_FAILOVER_NAME: z.string().min(1),
  EVIDENCE_BUCKET_NAME: z.string().min(1),
  FUNCTION_NAMES: listText,
  STATE_MACHINE_ARNS: listText,
  TOPIC_ARN: z.string().startsWith('arn:'),
  /** JSON object: when drills run by themselves, and the parameter that says since when. Left out, none does. */
  DRILL: jsonText(DrillSettings).optional(),
  REPLICA_BUCKET_NAME: z.string().min(1),
  /** Objects without which the frontend does not work; empty for a workload without one. */
  FRONTEND_KEYS: namesText,
  TRAFFIC_MODE: z.enum(['healthCheck', 'records']),
  TRAFFIC_SWITCH: z.enum(['metric', 'endpoint']),
  SWITCH_ALARM_NAME: z.string().min(1),
  /** How often the switch metric is put. */
  KEPT_EVERY_MINUTES: wholeNumberText,
  HOSTED_ZONE_ID: z.string().min(1),
  PUBLIC_NAME: z.string().min(1),
  PRIMARY_TARGET: z.string().min(1),
  STANDBY_TARGET: z.string().min(1),
  /** Lambda invocations at a time that the workload and the failover need. */
  CONCURRENT_EXECUTIONS: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
