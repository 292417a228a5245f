import type * as client from '@aws-sdk/client-backup';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { onlyModelled } from '../rds/arguments';
import { describeVault } from './describe';
import { pageOf, shuffled } from './list-pages';

/** What the account has of plans and settings: what a team looks at when it has deployed. */
export function accountOperations(region: Region): Operations<typeof client> {
  return {
    ListBackupPlans: {
      access: () => [{ action: 'backup:ListBackupPlans', resource: '*' }],
      handle(input) {
        onlyModelled('backup:ListBackupPlans', input, ['NextToken', 'MaxResults']);
        const { items, NextToken } = pageOf(
          shuffled([...region.backup.plans.all.values()], (plan) => plan.arn),
          input,
        );
        return {
          BackupPlansList: items.map((plan) => ({
            BackupPlanArn: plan.arn,
            BackupPlanId: plan.id,
            BackupPlanName: plan.name,
            VersionId: plan.versionId,
            CreationDate: plan.createdAt,
            LastExecutionDate: plan.lastExecutedAt,
          })),
          NextToken,
        };
      },
    },
    ListBackupVaults: {
      access: () => [{ action: 'backup:ListBackupVaults', resource: '*' }],
      handle(input) {
        onlyModelled('backup:ListBackupVaults', input, ['NextToken', 'MaxResults']);
        const { items, NextToken } = pageOf(
          shuffled([...region.backup.vaults.all.values()], (vault) => vault.arn),
          input,
        );
        return { BackupVaultList: items.map(describeVault), NextToken };
      },
    },
    /** Everything that the simulation backs up is opted in, as in an account that has been prepared. */
    DescribeRegionSettings: {
      access: () => [{ action: 'backup:DescribeRegionSettings', resource: '*' }],
      handle: () => ({ ResourceTypeOptInPreference: { Aurora: true }, ResourceTypeManagementPreference: {} }),
    },
  };
}
