import { AuroraPostgresEngineVersion, DatabaseClusterEngine } from 'aws-cdk-lib/aws-rds';

/** Such as `17.9`. */
export function auroraEngine(engineVersion: string) {
  return DatabaseClusterEngine.auroraPostgres({
    version: AuroraPostgresEngineVersion.of(engineVersion, engineVersion.split('.')[0] ?? engineVersion),
  });
}
