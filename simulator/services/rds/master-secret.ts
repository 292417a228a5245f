import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { Cluster, MasterSecret } from './model';

/** RDS passwords have no `/`, `@`, `"`, `'` or space (Aurora User Guide, Password management with Secrets Manager). */
const EXCLUDED = '/@"\'\\ ';
const LENGTH = 28;

export function newPassword(region: Region): string {
  return region.secretsManager.generatePassword(LENGTH, EXCLUDED);
}

/** The secret in which RDS keeps the master password that it made. */
export function createMasterSecret(
  region: Region,
  cluster: Cluster,
  password: string,
  kmsKeyId: string | undefined,
): MasterSecret {
  const keyId = kmsKeyId ?? 'alias/aws/secretsmanager';
  if (!region.kms.isUsable(keyId)) {
    throw new AwsError(
      'KMSKeyNotAccessibleFault',
      `The specified KMS key [${keyId}] can't be used for the master user secret.`,
    );
  }
  const secret = region.secretsManager.create({
    name: `rds!cluster-${region.world.random.uuid(`rds/${region.name}/secrets`)}`,
    description: `Secret associated with primary RDS DB cluster: ${cluster.arn}`,
    value: JSON.stringify({ username: cluster.masterUsername, password }),
    kmsKeyId: keyId,
    owningService: 'rds',
    tags: { 'aws:rds:primaryDBClusterArn': cluster.arn, 'aws:secretsmanager:owningService': 'rds' },
  });
  return { arn: secret.arn, kmsKeyArn: secret.kmsKeyArn, status: 'creating' };
}
