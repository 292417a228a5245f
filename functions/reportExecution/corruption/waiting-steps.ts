import type { Caught } from '../common/record-parts';
import { COMMON_WAITS, LOCK, type WaitingStep, waitOf } from '../common/waits';
import type { CorruptionActionName } from './action-names';

const SQL = { waitsFor: 'the two clusters (RDS Data API)', next: ['follow'] } as const;

/** The steps at which a recovery from damaged data can be held up, or late. */
export const CORRUPTION_WAITS: Readonly<Record<string, WaitingStep<CorruptionActionName>>> = {
  ...COMMON_WAITS,
  Sweep: { waitsFor: 'the removal of what an earlier recovery left (RDS)', next: ['inspectRestored', 'follow'] },
  RestoreToPointInTime: {
    waitsFor: 'the restore beside the live cluster (RDS)',
    next: ['clusterEvents', 'follow'],
  },
  BeginSearch: { waitsFor: 'the live cluster, in which the predicate is read (RDS Data API)', next: ['follow'] },
  RestorePoints: {
    waitsFor: 'the clusters that are restored to find the moment (RDS)',
    next: ['inspectRestored', 'follow'],
  },
  RemovePoints: {
    waitsFor: 'the removal of clusters that were restored to find the moment (RDS)',
    next: ['inspectRestored', 'follow'],
  },
  NarrowMoment: { waitsFor: 'the function that narrows the moment (Lambda)', next: ['follow'] },
  TestMoment: { waitsFor: 'the restored cluster, in which the predicate is read (RDS Data API)', next: ['follow'] },
  CompareBefore: SQL,
  CompareAfter: SQL,
  PlanRows: SQL,
  ApplyRows: { waitsFor: 'the live cluster, into which rows are written (RDS Data API)', next: ['follow', 'undo'] },
  WatchFailover: LOCK,
  AskForApproval: { waitsFor: 'the means to ask a person and to take the answer (DynamoDB, SNS)', next: ['follow'] },
  CleanUp: { waitsFor: 'the removal of what was restored (RDS)', next: ['inspectRestored', 'follow'] },
};

export function corruptionWait(caught: Caught) {
  return waitOf(CORRUPTION_WAITS, caught);
}
