import { AuroraPostgresEngineVersion, DatabaseClusterEngine } from 'aws-cdk-lib/aws-rds';

/** Such as `17.9`. */
export function auroraEngine(engineVersion: string) {
  return DatabaseClusterEngine.auroraPostgres({
    version: AuroraPostgresEngineVersion.of(engineVersion, engineVersion.split('.')[0] ?? engineVersion),
  });
}

/**
 * The major versions whose backups can be restored, the configuration's first: after an upgrade the backups have the one
 * before for a while. A restore keeps the version of its snapshot, and takes no parameter group of another family.
 */
export function restorableVersions(engineVersion: string): readonly string[] {
  const major = Number(engineVersion.split('.')[0]);
  return (major === OLDEST_MAJOR ? [major] : [major, major - 1]).map(String);
}

/** Of those that the configuration takes. */
const OLDEST_MAJOR = 14;
