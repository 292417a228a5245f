import type { Caught } from '../common/record-parts';
import { COMMON_WAITS, type WaitingStep, waitOf } from '../common/waits';
import type { ValidationActionName } from './action-names';

/** The steps at which a validation can be held up, or late. */
export const VALIDATION_WAITS: Readonly<Record<string, WaitingStep<ValidationActionName>>> = {
  ...COMMON_WAITS,
  Sweep: { waitsFor: 'the removal of what an earlier validation left (RDS)', next: ['inspectClusters', 'follow'] },
  RestoreAurora: {
    waitsFor: 'the restore of the database (RDS)',
    next: ['clusterEvents', 'follow'],
    whenLate: ['clusterEvents', 'stopAndValidateOlder', 'follow'],
  },
  SmokeTest: { waitsFor: 'the checks of the restored data (RDS Data API)', next: ['follow'] },
  CleanUp: { waitsFor: 'the removal of what was restored (RDS)', next: ['inspectClusters', 'follow'] },
};

export function validationWait(caught: Caught) {
  return waitOf(VALIDATION_WAITS, caught);
}
