import type { UnsafeReason } from '../../shared/errors';
import type { GeneralReason } from '../common/reasons';

/** Why a function that this workflow calls refuses. */
type FunctionReason = Extract<
  UnsafeReason,
  | 'no-live-cluster'
  | 'too-few-answers'
  | 'no-usable-recovery-point'
  | 'no-restorable-recovery-point'
  | 'key-not-accessible'
  | 'quota-exceeded'
  | 'standby-misconfigured'
  | 'restored-cluster-failed'
  | 'no-database-secret'
  | 'not-ours'
  | 'standby-serves'
>;

/** What the workflow itself finds. */
type OwnReason =
  | 'lock-held'
  | 'failover-under-way'
  | 'primary-unreachable'
  | 'deadline-passed'
  | 'moment-not-found'
  | 'rows-blocked'
  | 'rows-in-the-way'
  | 'approval-timed-out'
  | 'approval-rejected'
  | 'rows-missing'
  | 'clean-up-incomplete'
  | 'not-proven';

export type CorruptionReason = FunctionReason | OwnReason | GeneralReason;
