import type { Incident, Severity } from './contract';
import { type Facts, isRunning } from './facts';

export interface RepairPolicy {
  readonly repairFrom: Severity | 'never';
  readonly severity: Severity;
  /** What failed has been made good already: keeping the objective is not this function's business. */
  readonly isMadeGood: boolean;
  /** Whether the last repair was begun in an earlier window. */
  readonly isNewWindow: boolean;
}

export type RepairVerdict =
  | { readonly kind: 'startBackup' }
  | { readonly kind: 'startCopy'; readonly recoveryPointArn: string }
  | { readonly kind: 'none'; readonly reason: string };

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANK[severity] >= RANK[least];
}

/**
 * What to start, if anything: one repair a window, never beside a job that is running. A backup on demand is not copied
 * by any plan, so the repair of a backup goes on with the copy of what it made.
 */
export function decideRepair(facts: Facts, repair: Incident['repair'], policy: RepairPolicy): RepairVerdict {
  if (policy.repairFrom === 'never') return none('repairs are switched off (backupFailure.repairFrom)');
  if (facts.primary === undefined) return none(facts.primarySilence ?? 'nothing is known of the primary region');
  if (policy.isMadeGood) return none('what failed has been made good');
  const { newest, jobs } = facts.primary;
  const running = jobs.find(isRunning);
  if (running !== undefined) return none(`a ${running.kind} job is running already: ${running.jobId}`);

  const isAhead = newest !== undefined && newest.createdAtMs > (facts.standby?.createdAtMs ?? 0);
  if (repair?.kind === 'backup' && repair.state === 'completed' && isAhead) {
    return { kind: 'startCopy', recoveryPointArn: newest.arn };
  }
  if (repair !== null && !policy.isNewWindow) return none('one repair was tried in this window already');
  if (!isAtLeast(policy.severity, policy.repairFrom)) {
    return none(`repairs start from severity ${policy.repairFrom} on (backupFailure.repairFrom)`);
  }
  return isAhead ? { kind: 'startCopy', recoveryPointArn: newest.arn } : { kind: 'startBackup' };
}

function none(reason: string): RepairVerdict {
  return { kind: 'none', reason };
}
