import { build } from '../../../functions/assessBackupFailure/handler';
import { awsError, context, NOW } from '../lambda-context';
import { ME } from './cases';
import { FakeBackups } from './fake-backups';

const event = {
  id: 'event',
  time: new Date(NOW).toISOString(),
  region: 'us-east-1',
  'detail-type': 'Backup Job State Change',
  detail: { backupJobId: 'b1', state: 'FAILED' },
};
const receive = (backups: FakeBackups) =>
  build(backups, () => NOW)({ action: 'receive', executionArn: ME, event }, context);

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
  ['no vault', awsError('ResourceNotFoundException'), 'us-east-1 has no vault primary-vault yet'],
])('says of a primary region that answers with %s: %s', async (_, error, primarySilence) => {
  const backups = new FakeBackups();
  backups.primaryError = error;
  const { exposure } = await receive(backups);
  expect(exposure).toMatchObject({ primarySilence, primaryAgeMinutes: null });
});

test('a refusal of the primary region is an error: the role lacks a permission', async () => {
  const backups = new FakeBackups();
  backups.primaryError = awsError('AccessDeniedException');
  await expect(receive(backups)).rejects.toMatchObject({ name: 'InvariantViolationError' });
});
