import { awsCommand } from './aws-command';
import { callOf } from './aws-call';
import { inWords, isDeniedWithoutReason, isNamed } from './aws-errors';

/**
 * Whether AWS Backup answers a call that names a vault as it does where the vault is not there, or where the caller may not
 * read it: it has one answer for both. The API Reference names ResourceNotFoundException. What IAM denies names the action:
 * that is a permission that is missing, as is what is denied of a list of jobs, which names no vault.
 */
export function isVaultMissing(error: unknown): error is Error {
  if (isNamed(error, 'ResourceNotFoundException')) return true;
  return isDeniedWithoutReason(error) && !/ List(Backup|Copy)Jobs\b/.test(callOf(error) ?? '');
}

/** What is known then, as a clause: `us-east-1 has no vault pilot-light-primary, or the role may not read it`. */
export function missingVault(region: string, vaultName: string): string {
  return `${region} has no vault ${vaultName}, or the role may not read it`;
}

/** Which of the two it is. ListBackupVaults names no vault, so it answers either way. */
export function listVaultsCommand(region: string): string {
  return awsCommand(region, 'backup list-backup-vaults', '--query', 'BackupVaultList[].BackupVaultName');
}

/** The same for an error's message, with AWS's words. */
export function missingVaultError(error: Error, region: string, vaultName: string): string {
  return `${missingVault(region, vaultName)} (${inWords(error)}); ${listVaultsCommand(region)} shows which`;
}
