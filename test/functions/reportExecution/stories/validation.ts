import { point, START } from '../cases';
import type { Story } from './story';

export const CLUSTER = 'validate-pilot-light-20261201-040000-abc123';
export const OTHER_CLUSTER = 'validate-pilot-light-20261101-040000-ffffff';
export const VALIDATION_MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-restore-validation';
export const EXECUTION = VALIDATION_MACHINE.replace(':stateMachine:', ':execution:');
export const SCHEDULED = { requestedBy: 'the schedule', reason: 'the regular restore validation' } as const;

export const minutes = (count: number) => new Date(Date.parse(START) + count * 60_000).toISOString();
export const NEWEST = point('0200', minutes(-46), 2760);
export const OLDER = point('0100', minutes(-106), 6360);
export const REQUEST = { ...SCHEDULED, recoveryPointArn: null, notAfter: null, restoreJobId: null };

export function check(name: string, passed = true, detail = '3 tables') {
  return { suite: 'data', name, kind: 'data', passed, attempts: 1, durationMs: 900, detail, mayPass: false };
}
const NEWEST_ORDER =
  'The newest order is of 2026-11-22 02:11 UTC, 3 minutes before the recovery point: id 4711, city Lisbon.';
export const SAID = { ...check('newest row of public.orders', true, NEWEST_ORDER), sentence: NEWEST_ORDER };
export const CHECKS = [
  check('manifest of the time of the recovery point', true, 'taken at 2026-11-22T02:00:00.000Z'),
  check('row counts are those of the manifest'),
  check('indexes are intact', true, '9 indexes'),
  SAID,
];

export const RESTORED = {
  phase: 'ready',
  detail: 'ready',
  clusterIdentifier: CLUSTER,
  recoveryPointArn: NEWEST.recoveryPointArn,
  recoveryPointCreatedAt: NEWEST.createdAt,
  progress: { rejected: [], refusedSince: null },
};

export const RECOVERY = {
  chosen: NEWEST,
  freshness: 'fresh',
  objectiveSeconds: 3600,
  chosenBecause: 'newest',
  newest: NEWEST,
  runnersUp: [OLDER],
  skipped: [],
  skippedCount: 0,
};

/** The variables of a validation that proved all that there is to prove. */
export const PROVEN = {
  request: REQUEST,
  budgets: { Sweep: 3600, RestoreAurora: 14_400, SmokeTest: 3600, CleanUp: 3600 },
  lock: { owner: 'nobody', status: 'FREE' },
  isLocked: true,
  isCleaningUp: true,
  cleanUpBegan: minutes(40),
  validationId: '20261201-040000',
  recovery: RECOVERY,
  restored: RESTORED,
  checks: CHECKS,
  areChecksDone: true,
  sweepFound: [],
  sweepRefused: [],
  removal: { phase: 'gone', detail: 'no validation has left anything', remaining: [], refused: [] },
  cleanUpProblem: null,
  steps: [
    { name: 'Sweep', startedAt: START, endedAt: minutes(0.1) },
    { name: 'FindLatestRecoveryPoint', startedAt: minutes(0.1), endedAt: minutes(0.2) },
    { name: 'RestoreAurora', startedAt: minutes(0.2), endedAt: minutes(38) },
    { name: 'SmokeTest', startedAt: minutes(38), endedAt: minutes(40) },
    { name: 'CleanUp', startedAt: minutes(40), endedAt: minutes(46) },
  ],
  caught: null,
  interruptions: [],
  notifiedAt: null,
};

export const NOTHING_YET = {
  ...PROVEN,
  isCleaningUp: false,
  cleanUpBegan: null,
  recovery: null,
  restored: null,
  checks: [],
  areChecksDone: false,
  removal: null,
  steps: [],
};
export const CLEANED = { ...NOTHING_YET, isCleaningUp: true, cleanUpBegan: minutes(40), removal: PROVEN.removal };

export const story = (record: object, more: Partial<Story> = {}): Story => ({
  workflow: 'restore-validation',
  record,
  input: SCHEDULED,
  ...more,
});
