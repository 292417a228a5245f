import { Assessment } from '../../../functions/assessBackupFailure/contract';
import { build } from '../../../functions/assessBackupFailure/handler';
import { awsError, context, NOW } from '../lambda-context';
import { GONE } from '../vault-gone';
import { ME } from './cases';
import { FakeBackups } from './fake-backups';

const event = {
  id: 'event',
  time: new Date(NOW).toISOString(),
  region: 'us-east-1',
  'detail-type': 'Backup Job State Change',
  detail: { backupJobId: 'b1', state: 'FAILED' },
};
const receive = async (backups: FakeBackups, more: object = {}) =>
  Assessment.parse(await build(backups, () => NOW)({ action: 'receive', executionArn: ME, event, ...more }, context));

test('takes the loss of the primary region from its own calls, never from those to the standby region', async () => {
  const backups = new FakeBackups();
  const { copyJobs } = backups;
  backups.copyJobs = (region) =>
    region === 'us-west-2' ? Promise.reject(awsError('InternalFailure', 'no', 500)) : copyJobs(region);
  await expect(receive(backups)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});

test.each<readonly [string, Error, string]>([
  ['a broken connection', awsError('TimeoutError'), 'us-east-1 does not answer'],
  ['a 5xx', awsError('InternalFailure', 'no', 500), 'us-east-1 does not answer'],
  ['no vault', GONE, 'us-east-1 has no vault primary-vault, or the role may not read it'],
])('says of a primary region that answers with %s: %s', async (_, error, primarySilence) => {
  const backups = new FakeBackups();
  backups.primaryError = error;
  const { exposure } = await receive(backups);
  expect(exposure).toMatchObject({ primarySilence, primaryAgeMinutes: null });
});

test('a failed backup is assessed without the primary vault, and the mail says what may be wrong and how to tell', async () => {
  const backups = new FakeBackups();
  const { newest } = backups;
  backups.newest = (region) => (region === 'us-east-1' ? Promise.reject(GONE) : newest(region));
  const { phase, exposure, notice } = await receive(backups);
  expect({ phase, kind: notice?.kind }).toEqual({ phase: 'following', kind: 'opened' });
  expect(exposure).toMatchObject({ primaryState: 'notSetUp', standbyAgeMinutes: 30 });
  expect(notice?.text).toContain('us-east-1 has no vault primary-vault, or the role may not read it');
  expect(notice?.text).toContain('aws backup list-backup-vaults --region us-east-1');
  expect(backups.started).toEqual([]);
});

test('a refusal of the primary region is an error: the role lacks a permission', async () => {
  const backups = new FakeBackups();
  backups.primaryError = awsError('AccessDeniedException');
  await expect(receive(backups)).rejects.toMatchObject({ name: 'InvariantViolationError' });
});

describe('a primary region that throttles', () => {
  const throttled = () => {
    const backups = new FakeBackups();
    backups.primaryError = awsError('ThrottlingException', 'Rate exceeded');
    return backups;
  };
  const since = (minutes: number) => ({ heldUpSince: new Date(NOW - minutes * 60_000).toISOString() });

  test.each([
    ['at first', {}],
    ['for four minutes', since(4)],
  ])('%s is asked again: that is no sign of its loss', async (_, more) => {
    await expect(receive(throttled(), more)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('for longer holds up nobody: the rest is said, and that it throttles, not that it does not answer', async () => {
    const { exposure, notice } = await receive(throttled(), since(5));
    expect(exposure).toMatchObject({ severity: 'warning', primaryState: 'throttled' });
    expect(notice?.text).toContain('us-east-1 answers, and throttles our calls');
    expect(notice?.text).toContain('Next: nothing yet: us-east-1 is asked again every few minutes.');
    expect(notice?.text).not.toContain('does not answer');
  });
});

test('without CloudWatch a failure is assessed all the same, and the mail says what the all-clear waits for', async () => {
  const backups = new FakeBackups();
  backups.alarmsError = awsError('InternalFailure', 'no', 500);
  const { exposure, notice } = await receive(backups);
  expect(exposure).toMatchObject({ severity: 'warning', alarms: null });
  expect(notice?.text).toContain('Alarms: CloudWatch does not answer; the all-clear waits for it.');
});

test('the event of a copy that is done is recorded, and nothing is asked for it', async () => {
  const backups = new FakeBackups();
  const reads = jest.spyOn(backups, 'read');
  const done = { ...event, 'detail-type': 'Copy Job State Change', detail: { copyJobId: 'c1', state: 'COMPLETED' } };
  const answer = await build(backups, () => NOW)({ action: 'receive', executionArn: ME, event: done }, context);
  expect(answer).toMatchObject({ phase: 'recorded', detail: 'copy c1 has not failed: COMPLETED', notice: null });
  expect(reads).not.toHaveBeenCalled();
});
