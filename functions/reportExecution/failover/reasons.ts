import type { RepairReason, UnsafeReason } from '../../shared/errors';
import type { GeneralReason } from '../common/reasons';

/** Why the state machine itself ends an execution: what a cause of its own begins with. */
export const MACHINE_REASONS = [
  'unfinished-failover',
  'standby-serves',
  'approval-timed-out',
  'approval-rejected',
  'smoke-test-failed',
  'stack-failed',
  'traffic-did-not-move',
  'deadline-passed',
  'clean-up-incomplete',
  'objective-missed',
  'moved-back',
  'lock-held',
] as const;
export type MachineReason = (typeof MACHINE_REASONS)[number];

export type Reason = Exclude<UnsafeReason, RepairReason> | MachineReason | GeneralReason;
