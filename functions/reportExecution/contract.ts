import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, timestamp, wholeNumberText } from '../shared/fields';
import { CorruptionRecord } from './corruption/record';
import { CorruptionRequest } from './corruption/request';
import { FailoverRecord, ReadinessBefore } from './failover/record';
import { FailoverRequest } from './failover/request';
import { ValidationRecord } from './validation/record';
import { ValidationRequest } from './validation/request';

/** The state machines whose executions are reported here, by the names of their files. */
const FAILOVER = z.literal('regional-failover');
const VALIDATION = z.literal('restore-validation');
const CORRUPTION = z.literal('corruption-recovery');
const workflow = z.enum(
  [FAILOVER.value, VALIDATION.value, CORRUPTION.value],
  `write '${FAILOVER.value}', '${VALIDATION.value}' or '${CORRUPTION.value}'`,
);

/** Of the state machine's context object. */
export const ReportedExecution = z.object({
  id: executionArn,
  name: z.string().min(1),
  startTime: timestamp,
  /** As it came: anything. */
  input: z.unknown(),
  stateMachineArn: z.string().startsWith('arn:', 'write the ARN of the state machine'),
});
export type ReportedExecution = z.output<typeof ReportedExecution>;

/** The variables of a state machine. None of them has to be there. */
function recordOf<Schema extends z.ZodType>(schema: Schema) {
  return z.unknown().transform((value) => schema.parse(typeof value === 'object' && value ? value : {}));
}

const yourName = z
  .string('write your name')
  .max(200, 'write at most 200 characters')
  .refine((name) => name.trim() !== '', 'write your name');

/** An execution of one of the workflows, with the variables that it has. */
const failover = { workflow: FAILOVER, execution: ReportedExecution, record: recordOf(FailoverRecord) };
const validation = { workflow: VALIDATION, execution: ReportedExecution, record: recordOf(ValidationRecord) };
const corruption = { workflow: CORRUPTION, execution: ReportedExecution, record: recordOf(CorruptionRecord) };
function eitherWorkflow<Action extends string>(action: Action) {
  return z.discriminatedUnion('workflow', [
    z.strictObject({ action: z.literal(action), ...failover }),
    z.strictObject({ action: z.literal(action), ...validation }),
    z.strictObject({ action: z.literal(action), ...corruption }),
  ]);
}

/** What is said of a question, whoever asks it. */
const asking = {
  taskToken: z.string().min(1),
  askedAt: timestamp,
  endsAt: timestamp,
  /** Which turn of asking it is: the lock says by it that this one was taken. Not of executions begun before it was. */
  turn: z.string().min(1).default('unnamed'),
};

export const Input = z.discriminatedUnion('action', [
  /** Parses what the execution was started with. Refuses what makes no sense, before anything is touched. */
  z.strictObject({ action: z.literal('begin'), workflow, execution: ReportedExecution }),
  /** What is to be said of an execution that is held up. */
  eitherWorkflow('running'),
  /** What is said of a standby that stays up after its smoke test. */
  z.strictObject({ action: z.literal('hold'), ...failover }),
  /** A person's end of a hold, before its time. */
  z.strictObject({ action: z.literal('endHold'), executionArn, by: yourName }),
  /** Asks a person; called with a task token, and again with another one as a reminder. */
  z.discriminatedUnion('workflow', [
    z.strictObject({ action: z.literal('ask'), ...failover, ...asking }),
    z.strictObject({ action: z.literal('ask'), ...corruption, ...asking }),
  ]),
  /** A person's answer to `ask`. */
  z.strictObject({
    action: z.literal('answer'),
    executionArn,
    approved: z.boolean('write true or false'),
    /** Of a recovery from damaged data, which asks twice where it searches for the moment; the other one is left out. */
    question: z.enum(['search', 'rows'], "write 'search' or 'rows', or leave it out").optional(),
    by: yourName,
  }),
  /** What is recorded, notified and measured of an execution that ends. */
  eitherWorkflow('report'),
]);
export type Input = z.output<typeof Input>;

/** What is published to the topic. */
const Notification = z.strictObject({ subject: z.string().max(100), message: z.string() });
export type Notification = z.output<typeof Notification>;

const FailoverBegun = z.strictObject({
  request: FailoverRequest,
  /** By step, in seconds: the shares of the recovery time objective. */
  budgets: z.record(z.string(), z.int()),
  readiness: ReadinessBefore,
  /** Until then the execution waits for what may pass by itself. */
  deadlineAt: timestamp,
  /** What is said of a drill that does not run, because its schedule is too young; null as a rule. */
  skipped: Notification.nullable(),
});
export type FailoverBegun = z.output<typeof FailoverBegun>;

const ValidationBegun = z.strictObject({
  request: ValidationRequest,
  /** By step, in seconds: a step that takes longer is reported, and goes on. */
  budgets: z.record(z.string(), z.int()),
  deadlineAt: timestamp,
});
export type ValidationBegun = z.output<typeof ValidationBegun>;

const CorruptionBegun = z.strictObject({
  request: CorruptionRequest,
  /** By step, in seconds: a step that takes longer is reported, and goes on. */
  budgets: z.record(z.string(), z.int()),
  deadlineAt: timestamp,
});
export type CorruptionBegun = z.output<typeof CorruptionBegun>;

/** The state machine goes on with the answer, not with this. */
const QuestionAsked = z.strictObject({
  /** False: no reminder is due yet; only the token was kept. */
  notified: z.boolean(),
});
export type QuestionAsked = z.output<typeof QuestionAsked>;

const Answered = z.strictObject({ approved: z.boolean(), by: z.string(), detail: z.string() });
export type Answered = z.output<typeof Answered>;

/** Where failovers and drills leave their evidence: one object an execution. */
export const EXECUTIONS_PREFIX = 'executions/';

/** Names of the metrics of a failover; each has the dimensions `Workload` and `Mode`. */
export const METRICS = {
  passed: 'ExecutionPassed',
  recoveryTime: 'RecoveryTimeSeconds',
  recoveryPointAge: 'RecoveryPointAgeSeconds',
} as const;

/** Names of the metrics of a restore validation; each has the dimension `Workload`. */
export const VALIDATION_METRICS = {
  refused: 'ValidationRefused',
  passed: 'ValidationPassed',
  duration: 'ValidationDurationSeconds',
  restore: 'ValidationRestoreSeconds',
  age: 'ValidatedRecoveryPointAgeSeconds',
  checksFailed: 'ValidationChecksFailed',
} as const;

/** Names of the metrics of a recovery from damaged data; each has the dimension `Workload`. */
export const CORRUPTION_METRICS = {
  passed: 'CorruptionRecoveryPassed',
  duration: 'CorruptionRecoverySeconds',
} as const;

const Metric = z.strictObject({
  MetricName: z.enum([
    ...Object.values(METRICS),
    ...Object.values(VALIDATION_METRICS),
    ...Object.values(CORRUPTION_METRICS),
  ]),
  Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
  Unit: z.enum(['Count', 'Seconds']),
  Value: z.number(),
});
export type Metric = z.output<typeof Metric>;

/** The verdict on a restore job of AWS Backup restore testing, as `PutRestoreValidationResult` takes it. */
const RestoreTestVerdict = z.strictObject({
  RestoreJobId: z.string(),
  ValidationStatus: z.enum(['SUCCESSFUL', 'FAILED']),
  ValidationStatusMessage: z.string(),
});
export type RestoreTestVerdict = z.output<typeof RestoreTestVerdict>;

const HoldEnded = z.strictObject({ by: z.string(), detail: z.string() });
export type HoldEnded = z.output<typeof HoldEnded>;

const Reported = z.strictObject({
  /** `refused`: a validation that did nothing. */
  verdict: z.enum(['passed', 'failed', 'refused']),
  evidence: z.record(z.string(), z.unknown()),
  ...Notification.shape,
  /** As `PutMetricData` takes them. */
  metrics: z.array(Metric),
  /** Null where no restore test waits for a verdict. */
  restoreTest: RestoreTestVerdict.nullable(),
  /** Of the Fail state; null when it passed. */
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
export type Reported = z.output<typeof Reported>;

export const Output = z.union([
  FailoverBegun,
  ValidationBegun,
  CorruptionBegun,
  Notification,
  QuestionAsked,
  Answered,
  HoldEnded,
  Reported,
]);
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  RTO_MINUTES: wholeNumberText,
  RPO_MINUTES: wholeNumberText,
  /** An execution waits this long for what may pass by itself. */
  DEADLINE_HOURS: wholeNumberText,
  APPROVAL_TIMEOUT_MINUTES: wholeNumberText,
  /** How long the steps of a restore validation may take before they are reported as late. */
  VALIDATION_RESTORE_BUDGET_MINUTES: wholeNumberText,
  VALIDATION_CHECK_BUDGET_MINUTES: wholeNumberText,
  VALIDATION_CLEAN_UP_BUDGET_MINUTES: wholeNumberText,
  EVIDENCE_BUCKET_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  TOPIC_ARN: z.string().min(1),
  /** This function and others, for the commands with which a person calls them. */
  FUNCTION_NAME: z.string().min(1),
  UPDATE_ROUTE53_NAME: z.string().min(1),
  ACTIVATION_STACK_NAME: z.string().min(1),
  /** The stack and the name of the cache that is made beside it; left out where a failover makes none. */
  CACHE_STACK_NAME: z.string().min(1).optional(),
  CACHE_NAME: z.string().min(1).optional(),
  RECOVERY_STACK_NAME: z.string().min(1),
  /** The parameter that was written when drills were turned on; left out where none runs by itself. */
  DRILL_PARAMETER: z.string().min(1).optional(),
  STANDBY: z.enum(['pilot-light', 'warm']),
  PUBLIC_NAME: z.string().min(1),
  /** The name that the public one resolves to when the standby serves. */
  STANDBY_TARGET: z.string().min(1),
  /** Of the public name; a person asks it, too. */
  CHECK_URL: z.string().startsWith('https://', 'write an https URL'),
  END_FAILOVER_NAME: z.string().min(1),
  REMOVE_CLUSTER_NAME: z.string().min(1),
  SWITCH_ALARM_NAME: z.string().min(1),
  STANDBY_VAULT_NAME: z.string().min(1),
  STANDBY_KEY_ALIAS: z.string().min(1),
  GLOBAL_CLUSTER_IDENTIFIER: z.string().min(1),
  /** Data: what a global database is switched over to on the way back. */
  PRIMARY_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** Data of the primary region, likewise, for the commands after a recovery from damaged data. */
  PRIMARY_VAULT_NAME: z.string().min(1),
  RESTORE_TO_POINT_IN_TIME_NAME: z.string().min(1),
  REGIONAL_FAILOVER_ARN: z.string().startsWith('arn:', 'write the ARN of the failover state machine'),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'FencedOutError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
