import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { wholeNumberText } from '../shared/fields';

export const Input = z.strictObject({});
export type Input = z.output<typeof Input>;

const Vault = z.object({
  vaultName: z.string(),
  region: z.string(),
  /** False when its region did not answer, or was not asked because of a failover: nothing is known of it then. */
  isReadable: z.boolean(),
  newestRecoveryPointArn: z.string().nullable(),
  /**
   * Now minus the CreationDate of the newest point that can be restored; null when there is none. Of the primary vault
   * the newest backup that was made counts, also where its copy is all that is left of it.
   */
  ageMinutes: z.number().nullable(),
  /** Since the newest point that can be restored was done: how long nothing has come in. */
  idleMinutes: z.number().nullable(),
  /** Of the points created in the last day, by their status: those that there are. */
  states: z.record(z.string(), z.int()),
});
export type Vault = z.output<typeof Vault>;

export const Output = z.object({
  standby: Vault,
  primary: Vault,
  /** By how much the newest point of the standby vault is older than the newest backup that was made. */
  copyLagMinutes: z.number().nullable(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  /** Its vault is measured too; no failover asks it. */
  PRIMARY_REGION: z.string().min(1),
  PRIMARY_VAULT_NAME: z.string().min(1),
  STANDBY_VAULT_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  SOURCE_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** A copy that expires sooner than this does not count: no failover begins with it. */
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

/**
 * What is put every time, with the dimension `BackupVaultName`, as AWS Backup's own metrics have it, beside Powertools'
 * `service`. A vault that has nothing to restore, or does not answer, has no age: missing data is the bad news.
 */
export const METRICS = {
  /** Of both vaults: what would be lost now, and whether a backup is overdue. */
  age: 'RecoveryPointAgeMinutes',
  /** Of the standby vault: whether copies still come, however long each takes. */
  idle: 'MinutesSinceLastRecoveryPoint',
  /** Of the standby vault: how many of the last day came. AWS does not say in which region it counts copies. */
  completed: 'RecoveryPointsCompleted',
} as const;

export const Errors = ['TransientDependencyError', 'InvariantViolationError'] as const satisfies readonly ErrorName[];
