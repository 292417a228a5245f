import type { UnsafeReason } from '../../shared/errors';
import type { GeneralReason } from '../common/reasons';

/** Why a function that a validation calls refuses. */
type FunctionReason = Extract<
  UnsafeReason,
  | 'no-usable-recovery-point'
  | 'no-restorable-recovery-point'
  | 'fallback-needs-acceptance'
  | 'key-not-accessible'
  | 'quota-exceeded'
  | 'standby-misconfigured'
  | 'restored-cluster-failed'
  | 'no-database-secret'
  | 'not-ours'
>;

/** What the validation itself finds. */
type OwnReason =
  | 'lock-held'
  | 'deadline-passed'
  | 'checks-failed'
  | 'not-the-newest'
  | 'recovery-point-too-old'
  | 'clean-up-incomplete'
  | 'clean-up-unread'
  | 'not-proven';

export type ValidationReason = FunctionReason | OwnReason | GeneralReason;
