import { callLogger } from '../../../functions/shared/aws-call';
import { nameError } from '../../../functions/shared/aws-errors';
import { isVaultMissing, missingVaultError } from '../../../functions/shared/missing-vault';
import { awsError } from '../lambda-context';
import { GONE } from '../vault-gone';

const IAM =
  'User: arn:aws:sts::111111111111:assumed-role/x/x is not authorized to perform: backup:ListRecoveryPointsByBackupVault on resource: x because no identity-based policy allows it';

test.each<readonly [string, Error, boolean]>([
  ['its one sentence', GONE, true],
  ['no sentence, as the SDK reads it', awsError('AccessDeniedException', 'UnknownError', 403), true],
  ['an empty message', awsError('AccessDeniedException', '', 403), true],
  ['what the API Reference names', awsError('ResourceNotFoundException', 'no such vault'), true],
  ['a permission that IAM names', awsError('AccessDeniedException', IAM, 403), false],
  ['a denial of another service', awsError('AccessDenied', 'Access Denied', 403), false],
  ['a quota', awsError('LimitExceededException', 'Insufficient privileges to perform this action.'), false],
  ['throttling', awsError('ThrottlingException', 'Rate exceeded'), false],
])('AWS Backup answers with %s for a vault that is not there: %s', (_, error, missing) => {
  expect(isVaultMissing(error)).toBe(missing);
});

test('a denial of a call that names no vault says nothing of one', () => {
  const error = awsError('AccessDeniedException', GONE.message, 403);
  callLogger('us-east-1').error({ clientName: 'BackupClient', commandName: 'ListBackupJobsCommand', error });
  expect(isVaultMissing(error)).toBe(false);
});

test('both are said where nobody has asked which it is', () => {
  expect(nameError(GONE)).toMatchObject({
    name: 'InvariantViolationError',
    message: expect.stringContaining('lacks a permission, or the backup vault is not there'),
  });
  expect(nameError(awsError('AccessDeniedException', IAM, 403)).message).not.toContain('vault is not there');
  expect(missingVaultError(GONE, 'us-west-2', 'standby')).toMatch(
    /no vault standby, or the role may not read it .*aws backup list-backup-vaults --region us-west-2/,
  );
});
