import { decideRepair, type RepairPolicy } from '../../../functions/assessBackupFailure/decide-repair';
import type { Facts } from '../../../functions/assessBackupFailure/facts';
import { facts, incident, job, point, primary, USUAL } from './cases';

const POLICY: RepairPolicy = { repairFrom: 'warning', severity: 'critical', isMadeGood: false, isNewWindow: true };
const DONE = {
  kind: 'copy',
  jobId: 'c',
  startedAt: incident().openedAt,
  state: 'completed',
  detail: 'a copy',
  failure: null,
  isFailureTold: false,
} as const;

const ahead: Partial<Facts> = { standby: point(90), primary: primary(USUAL) };

describe('a repair', () => {
  test.each([
    ['is a backup when the primary has nothing newer', {}, null, {}, 'startBackup'],
    ['is a copy when the primary has something newer', ahead, null, {}, 'startCopy'],
    ['is a copy when the standby has nothing', { standby: undefined }, null, {}, 'startCopy'],
    ['is not made when it is switched off', {}, null, { repairFrom: 'never' }, 'none'],
    ['is not made below its severity', {}, null, { severity: 'info' }, 'none'],
    ['is made at its severity', {}, null, { severity: 'warning' }, 'startBackup'],
    ['is not made when all is good', {}, null, { isMadeGood: true }, 'none'],
    ['is not made without the primary', { primary: undefined }, null, {}, 'none'],
    [
      'is not made beside a running job',
      { primary: primary([...USUAL, job('backup', 'RUNNING', 3)]) },
      null,
      {},
      'none',
    ],
    [
      'waits for a state that it does not know',
      { primary: primary([...USUAL, job('copy', 'AGGREGATING', 3)]) },
      null,
      {},
      'none',
    ],
    ['is made once a window', {}, DONE, { isNewWindow: false }, 'none'],
    ['is made again in the next window', {}, DONE, {}, 'startBackup'],
    ['of a backup goes on with its copy', ahead, { ...DONE, kind: 'backup' }, { isNewWindow: false }, 'startCopy'],
    ['that failed does not go on', ahead, { ...DONE, kind: 'backup', state: 'failed' }, { isNewWindow: false }, 'none'],
  ] as const)('%s', (_, overrides, repair, policy, kind) => {
    expect(decideRepair(facts(overrides), repair, { ...POLICY, ...policy }).kind).toBe(kind);
  });

  test('copies the newest that the primary has', () => {
    expect(decideRepair(facts(ahead), null, POLICY)).toEqual({ kind: 'startCopy', recoveryPointArn: point(30).arn });
  });
});
