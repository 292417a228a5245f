import { awsCommand } from '../../shared/aws-command';
import { missingVault } from '../../shared/missing-vault';
import { ageSeconds } from '../../shared/recovery-points';
import {
  degraded,
  type Finding,
  notReady,
  type Policy,
  type ReadinessCheck,
  ready,
  redeploy,
  whenRead,
} from '../finding';

/** What a failover would restore, and how old it is. */
export const recoveryPoint: ReadinessCheck = {
  name: 'recovery-point',
  judge: ({ recoveryPoints: reading, nowMs }, policy) =>
    whenRead(reading, (selection) => {
      if (selection === undefined) return noVault('no recovery point can be restored: ', policy);
      const {
        usable: [chosen],
        unusable: [newest],
      } = selection;
      const list = `aws backup list-recovery-points-by-backup-vault --region ${policy.region} --backup-vault-name ${policy.VAULT_NAME}`;
      if (chosen === undefined) {
        const seen = newest === undefined ? 'the vault holds none' : `the newest ${newest.reason}`;
        return notReady(
          `no recovery point can be restored: ${seen}`,
          `Find out why backups or copies fail (${list}), then start a backup and a copy by hand`,
        );
      }
      const seconds = ageSeconds(chosen, nowMs);
      const age = Math.ceil(seconds / 60);
      const detail = `the newest is of ${new Date(chosen.createdAtMs).toISOString()}, ${age} minutes old; the objective is ${policy.RPO_MINUTES} minutes`;
      if (seconds <= policy.RPO_MINUTES * 60) return ready(detail);
      const fix = `A failover would ask for approval or need acceptRecoveryPointAgeMinutes. Find out why no newer copy lands (${list})`;
      return seconds > policy.FALLBACK_MAX_AGE_MINUTES * 60 ? notReady(detail, fix) : degraded(detail, fix);
    }),
};

/** The vault that copies go to, and the key that they are encrypted with there. */
export const vault: ReadinessCheck = {
  name: 'vault',
  judge: ({ vault: reading }, policy) =>
    whenRead(reading, (found) => {
      if (found === undefined) return noVault('', policy);
      if (found.keyArn !== policy.KMS_KEY_ARN) {
        return degraded(
          `the vault's copies are encrypted with ${found.keyArn}, not with ${policy.KMS_KEY_ARN}`,
          'A restore needs permission on that key: find out who made the vault, and deploy the standby stack again',
        );
      }
      return ready(`${policy.VAULT_NAME} takes copies under the key of the standby region`);
    }),
};

/** AWS Backup answers alike for both, so both are said, with how to tell them apart. */
function noVault(so: string, { region, VAULT_NAME, STANDBY_STACK_NAME, RECOVERY_STACK_NAME }: Policy): Finding {
  return notReady(
    `${so}${missingVault(region, VAULT_NAME)}`,
    `Put it back; or, where ${awsCommand(region, 'backup list-backup-vaults')} lists it, let the role read it ` +
      `(${redeploy(RECOVERY_STACK_NAME)}). Then wait for the next copy: ${redeploy(STANDBY_STACK_NAME)}`,
  );
}

export const key: ReadinessCheck = {
  name: 'key',
  judge: ({ keyState: reading }, { KMS_KEY_ARN: arn, region }) =>
    whenRead(reading, (state) => {
      if (state === 'Enabled') return ready(`${arn} is enabled`);
      const detail = `${arn} is ${state ?? 'not there'}: neither copies nor restores can use it`;
      const cancel = `aws kms cancel-key-deletion --region ${region} --key-id ${arn} && `;
      return notReady(
        detail,
        `${state === 'PendingDeletion' ? cancel : ''}aws kms enable-key --region ${region} --key-id ${arn}`,
      );
    }),
};

/** With what the restored database is opened: without it a failover would restore data that nobody can read. */
export const secrets: ReadinessCheck = {
  name: 'secrets',
  judge: ({ secrets: reading }, { region, SOURCE_CLUSTER_ARN }) =>
    whenRead(reading, (found) => {
      const lost = found.find(({ state }) => state !== 'there');
      if (lost === undefined) return ready(`${found.map(({ name }) => name).join(', ')}: there`);
      if (lost.state === 'toBeDeleted') {
        const fix = awsCommand(region, 'secretsmanager restore-secret', '--secret-id', lost.name);
        return notReady(`${lost.name} is to be deleted: nobody could log in to a restored database`, fix);
      }
      const [, , , primaryRegion = ''] = SOURCE_CLUSTER_ARN.split(':');
      const words = ['--secret-id', lost.name, '--add-replica-regions', `Region=${region}`];
      return notReady(
        `${lost.name} is not in ${region}: nobody could log in to a restored database`,
        awsCommand(primaryRegion, 'secretsmanager replicate-secret-to-regions', ...words),
      );
    }),
};
