import type { HeartbeatColumn } from '../../functions/shared/manifest';
import type { Cluster } from '../../simulator/services/rds/model';
import type { Region, World } from '../../simulator/world';
import { RehearsalOptionsError } from '../stage/options';
import type { WorkloadFile } from './workload-file';

/** What the configuration says of a workload that runs already. */
export interface ConfiguredWorkload {
  readonly account: string;
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  readonly clusterArn: string;
  readonly secretArn: string;
  /** Null where it is the replica of `secretArn`. */
  readonly standbySecretArn: string | null;
  readonly keyArn: string;
  readonly zone: { readonly id: string; readonly name: string };
  readonly heartbeat: HeartbeatColumn | null;
  /** The team's own, whose files are replicated; null where it has none. */
  readonly frontendBucket: string | null;
}

/** What the simulated regions call what in AWS has a name with a random part. */
export interface SimulatedNames {
  readonly secretArn: string;
  readonly keyArn: string;
}

export interface FoundWorkload extends SimulatedNames {
  readonly region: Region;
  readonly cluster: Cluster;
}

/** Finds the cluster of the configuration among what the file's stacks have made, with its secret and its key. */
export function lookUp(world: World, file: WorkloadFile, configured: ConfiguredWorkload): FoundWorkload {
  const region = world.region(configured.primaryRegion);
  const cluster = [...region.rds.clusters.all.values()].find(({ arn }) => arn === configured.clusterArn);
  if (cluster === undefined)
    throw new RehearsalOptionsError(
      `${file.path}: field stacks: none of them makes the cluster ${configured.clusterArn} of the configuration. ` +
        `Those in ${region.name}: ${[...region.rds.clusters.all.keys()].join(', ') || 'none'}. Add the stack that does, or ` +
        'write its DBClusterIdentifier',
    );
  if (cluster.kmsKeyArn === undefined)
    throw new RehearsalOptionsError(
      `${file.path}: field stacks: the cluster ${cluster.identifier} is not encrypted: write StorageEncrypted and KmsKeyId`,
    );
  return { region, cluster, secretArn: secretOf(region, cluster, file, configured), keyArn: cluster.kmsKeyArn };
}

function secretOf(region: Region, cluster: Cluster, file: WorkloadFile, { secretArn }: ConfiguredWorkload): string {
  const name = nameIn(secretArn);
  const isManaged = name.startsWith('rds!');
  const found = isManaged ? cluster.masterSecret?.arn : region.secretsManager.find(name)?.arn;
  if (found !== undefined) return found;
  throw new RehearsalOptionsError(
    isManaged
      ? `${file.path}: field stacks: RDS manages no password of the cluster ${cluster.identifier}. Write ` +
          'ManageMasterUserPassword, or the ARN of its own secret as workload.secretArn of the configuration'
      : `${file.path}: field stacks: none of them makes the secret ${name}, which workload.secretArn of the configuration ` +
          'names. Add the stack that does, or write the name of its secret',
  );
}

/** The password of what is restored has to be in the standby region before a failover. */
export function requireStandbySecret(world: World, file: WorkloadFile, configured: ConfiguredWorkload): void {
  const { secretArn, standbySecretArn, standbyRegion } = configured;
  const name = nameIn(standbySecretArn ?? secretArn);
  if (world.region(standbyRegion).secretsManager.find(name) !== undefined) return;
  throw new RehearsalOptionsError(
    standbySecretArn === null
      ? `${file.path}: field stacks: the secret ${name}, which workload.secretArn of the configuration names, has no ` +
          `replica in ${standbyRegion}: write ReplicaRegions`
      : `${file.path}: field stacks: none of them makes the secret ${name} in ${standbyRegion}, which ` +
          'workload.standbySecretArn of the configuration names. Add the stack that does, or write the name of its secret',
  );
}

/** `orders/database` of `arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/database-AbCdEf`. */
function nameIn(secretArn: string): string {
  return secretArn.slice(secretArn.indexOf(':secret:') + ':secret:'.length).replace(/-[^-]{6}$/, '');
}
