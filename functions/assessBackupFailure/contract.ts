import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, flagText, jsonText, listText, timestamp, wholeNumberText } from '../shared/fields';

export const Severity = z.enum(['info', 'warning', 'critical']);
export type Severity = z.output<typeof Severity>;

export const NoticeKind = z.enum(['opened', 'escalated', 'repairFailed', 'reminder', 'allClear', 'unresolved']);
export type NoticeKind = z.output<typeof NoticeKind>;

/** A notice that a person has been sent: fed back, so that one that was not delivered is sent again. */
const Delivered = z.strictObject({ kind: NoticeKind, severity: Severity, at: timestamp.optional() });
export type Delivered = z.output<typeof Delivered>;

/** Since when the workflow has asked in vain; null when it asks for the first time. */
const heldUpSince = timestamp.nullish();

/** What a Catch of the workflow caught, and where. */
const Caught = z.object({
  Error: z.string(),
  Cause: z.string().default(''),
  step: z.string(),
  startedAt: timestamp,
});

export const Input = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('receive'),
    executionArn,
    /** The event as EventBridge delivered it. Nothing of it is taken for granted. */
    event: z.unknown(),
    heldUpSince,
  }),
  z.strictObject({
    action: z.literal('follow'),
    executionArn,
    delivered: Delivered.nullish(),
    heldUpSince,
    /** Following takes too long: the incident is closed, and said to be unresolved. */
    isLast: z.boolean().default(false),
  }),
  z.strictObject({
    action: z.literal('close'),
    executionArn,
    delivered: Delivered.nullish(),
    /** How many signals the incident had when it was found to be over: one that came since keeps it open. */
    signalCount: z.int().nonnegative(),
  }),
  /** Says what the workflow cannot find out, without the table: it may be what does not answer. */
  z.strictObject({
    action: z.literal('explain'),
    executionArn,
    event: z.unknown(),
    /** The incident that this execution follows, as it was when it was last read. */
    incident: z.object({ incidentId: z.string(), openedAt: z.string() }).nullish().catch(null),
    caught: Caught,
    since: timestamp,
    until: timestamp,
    /** How many executions of the workflow are under way, this one included. */
    underWay: z.int().nonnegative().nullish(),
    /** Nothing is tried again. */
    isOver: z.boolean(),
  }),
]);
export type Input = z.output<typeof Input>;

/** What one incident has come to, as the table holds it between executions. */
export const Incident = z.object({
  incidentId: z.string(),
  resourceArn: z.string(),
  status: z.enum(['open', 'closed']),
  /** The execution that follows it. Every other one only adds its signal. */
  owner: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** Repeats within a window are folded; one repair a window. */
  windowStartedAt: z.string(),
  /** The newest are kept; the counts below are of all. */
  signals: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['backup', 'copy', 'alarm', 'unreadable']),
      at: z.string(),
      region: z.string(),
      state: z.string(),
      message: z.string(),
      jobId: z.string().nullable(),
      alarmName: z.string().nullable(),
      problems: z.array(z.string()),
    }),
  ),
  /** Of all signals that were counted: more than are kept above. */
  keys: z.array(z.string()).default([]),
  failedBackups: z.int(),
  failedCopies: z.int(),
  otherSignals: z.int(),
  /** The standby vault must hold a point created at or after this for the failures to be made good. */
  reachAfter: z.string().nullable(),
  worstSeverity: Severity,
  /** How many incidents had just ended, each shortly before the next, when this one began. */
  recurrences: z.int(),
  /** Since when all is good again; null while it is not. */
  goodSince: z.string().nullable(),
  notifiedSeverity: Severity.nullable(),
  repair: z
    .object({
      kind: z.enum(['backup', 'copy']),
      jobId: z.string().nullable(),
      startedAt: z.string(),
      state: z.enum(['running', 'completed', 'failed']),
      detail: z.string(),
      /** Why it failed; null while it has not. */
      failure: z.string().nullable().default(null),
      isFailureTold: z.boolean(),
    })
    .nullable(),
});
export type Incident = z.output<typeof Incident>;
export type Signal = Incident['signals'][number];

/** `leftAlone`: a failover is under way, or the standby serves. `throttled`: it answers, and asks for a slower pace. */
export const PrimaryState = z.enum(['answered', 'unreachable', 'throttled', 'leftAlone', 'notSetUp']);
export type PrimaryState = z.output<typeof PrimaryState>;

const Exposure = z.object({
  /** Of what was found; a repair that was started just now does not lower it. */
  severity: Severity,
  /** As things are with the repair. */
  reason: z.string(),
  /** Whether a repair was started just now: what is expected below is expected with it. */
  isRepairNew: z.boolean(),
  /** How late the next copy would be without it; null when it would be in time, or nobody knows. */
  lateWithoutRepairMinutes: z.number().nullable(),
  objectiveMinutes: z.number(),
  /** Null: there is no usable recovery point, or the vault could not be read. */
  standbyAgeMinutes: z.number().nullable(),
  standbyRecoveryPointArn: z.string().nullable(),
  primaryAgeMinutes: z.number().nullable(),
  primaryRecoveryPointArn: z.string().nullable(),
  primaryState: PrimaryState,
  /** Why nothing is known of the primary region; null when it answered. */
  primarySilence: z.string().nullable(),
  /** Of a primary that is left alone: what for, and since when. */
  suspension: z
    .object({ kind: z.enum(['failoverUnderWay', 'standbyServes']), since: z.string().nullable() })
    .nullable(),
  breachesAt: z.string().nullable(),
  /** When the next copy is expected to complete in the standby vault. */
  nextCopyAt: z.string().nullable(),
  failedJobsLastDay: z.int().nullable(),
  /** Null: CloudWatch does not answer. */
  alarms: z.array(z.string()).nullable(),
});
export type ExposureRecord = z.output<typeof Exposure>;

/** One message: for a person, for machines, and in the formats of Slack and PagerDuty. */
export const Notice = z.object({
  kind: NoticeKind,
  severity: Severity,
  subject: z.string(),
  text: z.string(),
  /** JSON texts: a body for a Slack webhook, an event for PagerDuty's Events API v2 without its routing key. */
  slack: z.string(),
  pagerDuty: z.string(),
  /** Detail of the EventBridge event. */
  event: z.record(z.string(), z.unknown()),
});
export type Notice = z.output<typeof Notice>;

/** What the workflow makes of an incident. */
export const Assessment = z.object({
  /**
   * `recorded`: nothing to do but to keep the evidence. `following`: ask again after `nextPollSeconds`.
   * `recovered`, `unresolved`: notify, then close. `closed`: done.
   */
  phase: z.enum(['recorded', 'following', 'recovered', 'unresolved', 'closed']),
  detail: z.string(),
  /** Fields of the event that were missing or of the wrong type. */
  problems: z.array(z.string()),
  notice: Notice.nullable(),
  exposure: Exposure.nullable(),
  incident: Incident.nullable(),
  nextPollSeconds: z.int(),
});
export type Assessment = z.output<typeof Assessment>;

/** What is said where nothing could be assessed: yet (`delayed`), or at all (`unassessed`). */
export const UnassessedMessage = z.strictObject({
  kind: z.enum(['delayed', 'unassessed']),
  severity: Severity,
  subject: z.string(),
  lines: z.array(z.string()),
});
export type UnassessedMessage = z.output<typeof UnassessedMessage>;

export const Output = z.union([Assessment, UnassessedMessage]);
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  /** Only for what watches over the backups; a failover never asks it. */
  PRIMARY_REGION: z.string().min(1),
  PRIMARY_VAULT_NAME: z.string().min(1),
  STANDBY_VAULT_NAME: z.string().min(1),
  STANDBY_VAULT_ARN: z.string().startsWith('arn:', 'write the ARN of the standby vault'),
  SOURCE_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** A copy that expires sooner than this does not count: no failover begins with it. */
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
  BACKUP_ROLE_ARN: z.string().startsWith('arn:', 'write the ARN of the role that AWS Backup works with'),
  RPO_MINUTES: wholeNumberText,
  /** The longest time between two scheduled backups. */
  BACKUP_INTERVAL_MINUTES: wholeNumberText,
  /** Of each rule of the plan. */
  BACKUP_SCHEDULES: jsonText(z.array(z.string().min(1)).min(1).readonly()),
  /** That the account copies into the standby region. */
  COPIES_AT_A_TIME: wholeNumberText,
  /** Whether keepRecoveryPointObjective copies what is backed up on demand. */
  HAS_KEEPER: flagText,
  RETENTION_DAYS: wholeNumberText,
  STANDBY_RETENTION_DAYS: wholeNumberText,
  /** Repeats within this time are folded, and at most one repair is started. */
  WINDOW_MINUTES: wholeNumberText,
  /** From which severity a repair is started. */
  REPAIR_FROM: z.enum(['info', 'warning', 'critical', 'never']),
  /** Beginnings of the names of the alarms that belong to the backups. */
  ALARM_PREFIXES: listText,
  RUNBOOK: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'FencedOutError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
