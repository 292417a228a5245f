import { BackupClient, DescribeBackupVaultCommand } from '@aws-sdk/client-backup';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DescribeAccountAttributesCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { InvariantViolationError } from '../../shared/errors';
import { isVaultMissing } from '../../shared/missing-vault';
import { listWindows, readUntilUsable } from '../../shared/recovery-point-vault';
import { type Selection, selectUsable, type UsePolicy } from '../../shared/recovery-points';
import type { EngineFact, Facts, QuotaFact, SecretFact } from '../facts';
import type { Policy } from '../finding';
import { parameterGroupOf } from '../parameter-group';
import { mapReading, read } from './reading';

const ENGINE = 'aurora-postgresql';

const backup = lazy(() => new BackupClient(clientSettings()));
const kms = lazy(() => new KMSClient(clientSettings()));
const rds = lazy(() => new RDSClient(clientSettings()));
const secretsManager = lazy(() => new SecretsManagerClient(clientSettings()));
const serviceQuotas = lazy(() => new ServiceQuotasClient(clientSettings()));

type DatabaseFacts = Pick<
  Facts,
  'recoveryPoints' | 'vault' | 'keyState' | 'secrets' | 'subnetGroup' | 'parameterGroupFamily' | 'engine' | 'quotas'
>;

export async function readDatabase(policy: Policy, nowMs: number): Promise<DatabaseFacts> {
  const recoveryPoints = read(() => readRecoveryPoints(policy, nowMs));
  const engine = recoveryPoints.then((found) => {
    const newest = found.kind === 'read' ? found.value?.usable[0] : undefined;
    return read(() => engineOf(newest?.arn, policy.ENGINE_VERSION));
  });
  const [points, vault, keyState, secrets, subnetGroup, parameterGroupFamily, engineFact, quotas] = await Promise.all([
    recoveryPoints,
    read(() => describeVault(policy.VAULT_NAME)),
    read(() => describeKey(policy.KMS_KEY_ARN)),
    read(() => Promise.all(policy.SECRET_NAMES.map(describeSecret))),
    read(() => describeSubnetGroup(policy.DB_SUBNET_GROUP_NAME)),
    engine.then((found) => read(() => describeParameterGroup(parameterGroupOf(found, policy)))),
    engine,
    readQuotas(),
  ]);
  return {
    recoveryPoints: points,
    vault,
    keyState,
    secrets,
    subnetGroup,
    parameterGroupFamily,
    engine: engineFact,
    quotas,
  };
}

/** What a failover would choose from now; undefined without a vault, or one that this role may read. */
async function readRecoveryPoints(policy: Policy, nowMs: number): Promise<Selection | undefined> {
  const use: UsePolicy = {
    clusterArn: policy.SOURCE_CLUSTER_ARN,
    nowMs,
    minimumLifetimeMs: policy.MINIMUM_LIFETIME_MINUTES * 60_000,
  };
  const list = listWindows(backup(), { vaultName: policy.VAULT_NAME, clusterArn: use.clusterArn });
  try {
    return selectUsable(await readUntilUsable(list, use), use);
  } catch (error) {
    if (isVaultMissing(error)) return undefined;
    throw error;
  }
}

async function describeVault(name: string): Promise<{ readonly keyArn: string } | undefined> {
  try {
    const answer = await backup().send(new DescribeBackupVaultCommand({ BackupVaultName: name }));
    return { keyArn: answer.EncryptionKeyArn ?? 'no key' };
  } catch (error) {
    if (isVaultMissing(error)) return undefined;
    throw error;
  }
}

async function describeKey(arn: string): Promise<string | undefined> {
  try {
    const answer = await kms().send(new DescribeKeyCommand({ KeyId: arn }));
    return answer.KeyMetadata?.KeyState;
  } catch (error) {
    if (isNamed(error, 'NotFoundException')) return undefined;
    throw error;
  }
}

async function describeSecret(name: string): Promise<SecretFact> {
  try {
    const { DeletedDate } = await secretsManager().send(new DescribeSecretCommand({ SecretId: name }));
    return { name, state: DeletedDate === undefined ? 'there' : 'toBeDeleted' };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return { name, state: 'missing' };
    throw error;
  }
}

async function describeSubnetGroup(name: string): Promise<{ status: string; zones: number } | undefined> {
  try {
    const answer = await rds().send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name }));
    const [group] = answer.DBSubnetGroups ?? [];
    if (group === undefined) return undefined;
    const zones = new Set((group.Subnets ?? []).map((subnet) => subnet.SubnetAvailabilityZone?.Name));
    return { status: group.SubnetGroupStatus ?? 'unknown', zones: zones.size };
  } catch (error) {
    if (isNamed(error, 'DBSubnetGroupNotFoundFault')) return undefined;
    throw error;
  }
}

/** The family of the group. */
async function describeParameterGroup(name: string): Promise<string | undefined> {
  try {
    const answer = await rds().send(new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: name }));
    return answer.DBClusterParameterGroups?.[0]?.DBParameterGroupFamily;
  } catch (error) {
    // The operation shares this error with the parameter groups of instances (RDS API model).
    if (isNamed(error, 'DBParameterGroupNotFoundFault', 'DBClusterParameterGroupNotFoundFault')) return undefined;
    throw error;
  }
}

/** A restore takes the snapshot's version, so that is what the region has to offer. */
async function engineOf(snapshotArn: string | undefined, configured: string): Promise<EngineFact> {
  const snapshot = snapshotArn === undefined ? undefined : await snapshotVersion(snapshotArn);
  const version = snapshot ?? configured;
  const answer = await rds().send(new DescribeDBEngineVersionsCommand({ Engine: ENGINE, EngineVersion: version }));
  const offered = (answer.DBEngineVersions ?? []).find((each) => each.EngineVersion === version);
  return {
    version,
    of: snapshot === undefined ? 'configuration' : 'recovery point',
    family: offered?.Status === 'deprecated' ? undefined : offered?.DBParameterGroupFamily,
  };
}

async function snapshotVersion(arn: string): Promise<string | undefined> {
  const answer = await rds().send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: arn }));
  return answer.DBClusterSnapshots?.[0]?.EngineVersion;
}

/** Codes as the AWS General Reference lists them under "Amazon RDS" and "AWS Lambda", Service quotas. */
const QUOTAS = [
  { check: 'quota-db-clusters', name: 'DB clusters', serviceCode: 'rds', code: 'L-952B80B8', usedAs: 'DBClusters' },
  { check: 'quota-db-instances', name: 'DB instances', serviceCode: 'rds', code: 'L-7B6409FD', usedAs: 'DBInstances' },
  {
    check: 'quota-lambda-concurrency',
    name: 'Concurrent executions',
    serviceCode: 'lambda',
    code: 'L-B99A9384',
    usedAs: null,
  },
] as const;

async function readQuotas(): Promise<readonly QuotaFact[]> {
  const used = await read(async () => {
    const answer = await rds().send(new DescribeAccountAttributesCommand({}));
    return new Map((answer.AccountQuotas ?? []).map((quota) => [quota.AccountQuotaName, quota.Used ?? 0]));
  });
  return await Promise.all(
    QUOTAS.map(async ({ usedAs, ...quota }) => ({
      ...quota,
      limit: await read(() => limitOf(quota.serviceCode, quota.code)),
      used: usedAs === null ? null : mapReading(used, (counts) => counts.get(usedAs) ?? 0),
    })),
  );
}

async function limitOf(serviceCode: string, code: string): Promise<number> {
  const answer = await serviceQuotas().send(new GetServiceQuotaCommand({ ServiceCode: serviceCode, QuotaCode: code }));
  if (answer.Quota?.Value === undefined) throw new InvariantViolationError(`${serviceCode} ${code} has no value`);
  return answer.Quota.Value;
}
