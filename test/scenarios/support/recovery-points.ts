import type { RecoveryPoint } from '../../../simulator/services/backup/model';
import type { FailoverStage } from './failover-stage';

/** The ARNs of the recovery points in the standby vault, newest first. */
export function recoveryPointsIn(stage: FailoverStage): readonly string[] {
  return inStandbyVault(stage)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ arn }) => arn);
}

/** Puts a newer recovery point of some other cluster into the standby vault. Returns its ARN. */
export function foreignRecoveryPoint(stage: FailoverStage): string {
  const [own] = inStandbyVault(stage);
  if (own === undefined) throw new Error('The standby vault is empty: let more virtual time pass before.');
  const foreign: RecoveryPoint = {
    ...own,
    arn: own.arn.replace(/[^-]+$/, 'ffffffffffff'),
    resourceArn: own.resourceArn.replace(/[^:]+$/, 'somebody-elses'),
    createdAt: new Date(own.createdAt.getTime() + 1000),
  };
  stage.standby.backup.vaults.get(own.vaultName).recoveryPoints.set(foreign.arn, foreign);
  return foreign.arn;
}

function inStandbyVault({ standby, estate }: FailoverStage): readonly RecoveryPoint[] {
  return [...standby.backup.vaults.all.values()]
    .flatMap(({ recoveryPoints }) => [...recoveryPoints.values()])
    .filter(({ resourceArn, status }) => resourceArn === estate.ClusterArn && status === 'COMPLETED');
}
