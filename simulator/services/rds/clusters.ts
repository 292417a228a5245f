import { dataStoreOf } from '../../data/store-of-world';
import type { ClusterData } from '../../data/data-store';
import { AwsError } from '../../service';
import { requireSecurityGroups } from './security-groups';
import type { Region } from '../../world';
import { zonesOfRegion } from '../../regions';
import { otherRegionOf } from '../other-region';
import { notModelled } from '../not-modelled';
import { checkLogExports, checkStorageType } from './arguments';
import { checkPort, checkRetention } from './cluster-rules';
import { isOlder, resolveVersion } from './engine-versions';
import type { ClusterOptions, NewClusterOptions } from './cluster-options';
import { checkIdentifier, endpointSuffix, nameIn, rdsArn, resourceId } from './identifiers';
import { createMasterSecret, newPassword } from './master-secret';
import { createMasterUser } from './master-user';
import type { Cluster, ClusterSnapshot } from './model';
import { sleepInRegions } from './region-clock';
import { Replication } from './replication';

const GIB = 1024 ** 3;

/** The Aurora clusters of one region and how they come and go. */
export class Clusters {
  readonly all = new Map<string, Cluster>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  /** The cluster of that identifier or ARN. */
  find(identifier: string): Cluster | undefined {
    if (otherRegionOf(identifier, this.#region) !== undefined) return undefined;
    return this.all.get(nameIn('cluster', identifier));
  }

  get(identifier: string): Cluster {
    const cluster = this.find(identifier);
    if (cluster !== undefined) return cluster;
    throw new AwsError('DBClusterNotFoundFault', `DBCluster ${nameIn('cluster', identifier)} not found.`, {
      status: 404,
    });
  }

  /** An empty cluster with a master user and, if it is named, a database of its own. */
  create(options: NewClusterOptions): Cluster {
    const { masterUsername, databaseName } = options;
    const cluster = this.#add(options, {
      engineVersion: resolveVersion(options.engineVersion),
      kmsKeyArn: options.storageEncrypted ? this.#usableKey(options.kmsKeyId ?? 'alias/aws/rds') : undefined,
      databaseName,
      masterUsername,
      backupRetentionPeriod: options.backupRetentionPeriod ?? 1,
    });
    const password = options.masterPassword ?? newPassword(this.#region);
    if (options.masterPassword === undefined) {
      cluster.masterSecret = createMasterSecret(this.#region, cluster, password, options.masterSecretKmsKeyId);
    }
    this.#grow(cluster, { name: 'auroraCreateCluster' }, async () => {
      const data = await dataStoreOf(this.#region.world).create();
      await createMasterUser(data, { username: masterUsername, password }, databaseName);
      cluster.httpEndpointEnabled = options.httpEndpointEnabled ?? false;
      if (cluster.masterSecret !== undefined) cluster.masterSecret.status = 'active';
      return data;
    });
    return cluster;
  }

  /** A cluster with the rows of a snapshot, and no instance. Neither the managed secret nor the Data API comes along. */
  restore(snapshot: ClusterSnapshot, options: ClusterOptions): Cluster {
    const ending = this.#region.rds.failures.take('RestoreDBClusterFromSnapshot');
    const engineVersion = resolveVersion(options.engineVersion);
    if (isOlder(engineVersion, snapshot.engineVersion)) {
      throw new AwsError(
        'InvalidParameterCombination',
        `The snapshot's engine version ${snapshot.engineVersion} can't be restored as the older version ${engineVersion}. Specify an EngineVersion that isn't older than the snapshot's.`,
      );
    }
    const keyId = options.kmsKeyId ?? snapshot.kmsKeyArn;
    if (snapshot.data === undefined) {
      throw new AwsError('InvalidRestoreFault', `The files of the snapshot ${snapshot.id} can't be read.`);
    }
    const cluster = this.#add(options, {
      engineVersion,
      kmsKeyArn: keyId === undefined ? undefined : this.#usableKey(keyId),
      databaseName: snapshot.databaseName,
      masterUsername: snapshot.masterUsername,
      backupRetentionPeriod: options.backupRetentionPeriod ?? snapshot.backupRetentionPeriod,
    });
    if (this.#region.rds.showsSecretOfSource) cluster.masterSecret = snapshot.masterSecret;
    if (ending?.kind === 'stuck') {
      cluster.settled = new Promise(() => undefined);
      return cluster;
    }
    // The snapshot may go while the cluster is being restored.
    const data = snapshot.data.share();
    this.#grow(cluster, { name: 'auroraRestoreCluster', bytes: snapshot.data.bytes }, async () => {
      try {
        if (ending !== undefined) {
          this.setStatus(cluster, ending.status);
          return undefined;
        }
        return await dataStoreOf(this.#region.world).restore(data);
      } finally {
        await data.remove();
      }
    });
    return cluster;
  }

  /** A cluster with the rows that another one had at an instant, and its version, key and master user. No instance. */
  async restoreToPointInTime(source: Cluster, atMs: number, options: ClusterOptions): Promise<Cluster> {
    if (source.data?.keepsLog !== true) throw notModelled('A restore to a point in time without PostgreSQL');
    const keyId = options.kmsKeyId ?? source.kmsKeyArn;
    const cluster = this.#add(options, {
      engineVersion: source.engineVersion,
      kmsKeyArn: keyId === undefined ? undefined : this.#usableKey(keyId),
      databaseName: source.databaseName,
      masterUsername: source.masterUsername,
      backupRetentionPeriod: options.backupRetentionPeriod ?? source.backupRetentionPeriod,
    });
    // The source may go while the cluster is being restored.
    const data = await source.data.restoreTo(atMs);
    cluster.data = data;
    this.#grow(cluster, { name: 'auroraRestoreCluster', bytes: await data.size() }, () => Promise.resolve(data));
    return cluster;
  }

  /** A secondary of a global cluster: no rows of its own, the master user of the primary, and no instance. */
  createSecondary(options: ClusterOptions, primary: Cluster): Cluster {
    const cluster = this.#add(options, {
      engineVersion: resolveVersion(options.engineVersion ?? primary.engineVersion),
      kmsKeyArn: primary.storageEncrypted ? this.#usableKey(options.kmsKeyId ?? 'alias/aws/rds') : undefined,
      databaseName: primary.databaseName,
      masterUsername: primary.masterUsername,
      backupRetentionPeriod: options.backupRetentionPeriod ?? 1,
    });
    this.#grow(cluster, { name: 'auroraCreateCluster' }, async () => {
      cluster.replication = await Replication.begin(primary, cluster, this.#region.world);
      return undefined;
    });
    return cluster;
  }

  /** Does something that takes time and keeps the cluster in `status` meanwhile. */
  work(cluster: Cluster, status: string, durationMs: number, finish: () => void | Promise<void>): void {
    this.setStatus(cluster, status);
    cluster.settled = sleepInRegions([this.#region], durationMs).then(async (isLit) => {
      if (!isLit || cluster.status !== status) return;
      await finish();
      this.setStatus(cluster, 'available');
    });
    this.#watch(cluster.settled);
  }

  delete(cluster: Cluster): void {
    const ending = this.#region.rds.failures.take('DeleteDBCluster');
    this.setStatus(cluster, 'deleting');
    if (ending !== undefined) return;
    cluster.settled = this.#remove(cluster);
    this.#watch(cluster.settled);
  }

  setStatus(cluster: Cluster, status: string): void {
    cluster.status = status;
    this.#region.rds.record('cluster', cluster.identifier, status);
  }

  /** Whether the key can be used from here; its ARN. */
  #usableKey(keyId: string): string {
    const { kms } = this.#region;
    const problem = kms.useKey(keyId);
    if (problem !== undefined) {
      throw new AwsError(
        'KMSKeyNotAccessibleFault',
        `The specified KMS key [${keyId}] does not exist, is not enabled or you do not have permissions to access it.`,
      );
    }
    return kms.get(keyId).arn;
  }

  #add(
    options: ClusterOptions,
    settled: Pick<Cluster, 'engineVersion' | 'kmsKeyArn' | 'databaseName' | 'masterUsername' | 'backupRetentionPeriod'>,
  ): Cluster {
    const identifier = checkIdentifier('DBClusterIdentifier', options.identifier);
    checkRetention(options.backupRetentionPeriod);
    checkPort(options.port);
    if (this.all.has(identifier)) {
      throw new AwsError('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
    }
    if (this.all.size >= this.#region.rds.quotas.clusters) {
      throw new AwsError('DBClusterQuotaExceededFault', 'You have exceeded the quota of DB clusters', { status: 403 });
    }
    requireSecurityGroups(this.#region, options.vpcSecurityGroupIds);
    const { groups } = this.#region.rds;
    const suffix = endpointSuffix(this.#region);
    const cluster: Cluster = {
      ...settled,
      identifier,
      arn: rdsArn(this.#region, 'cluster', identifier),
      resourceId: resourceId(this.#region, 'cluster'),
      engine: 'aurora-postgresql',
      port: options.port ?? 5432,
      endpoint: `${identifier}.cluster-${suffix}`,
      readerEndpoint: `${identifier}.cluster-ro-${suffix}`,
      createdAt: new Date(this.#region.world.scheduler.now()),
      storageEncrypted: settled.kmsKeyArn !== undefined,
      subnetGroup: groups.subnetGroupName(options.subnetGroup),
      availabilityZones: zonesOfRegion(this.#region.name),
      status: 'creating',
      progress: undefined,
      masterSecret: undefined,
      httpEndpointEnabled: false,
      scaling: options.scaling,
      deletionProtection: options.deletionProtection ?? false,
      parameterGroup: groups.clusterParameterGroupName(options.parameterGroup, settled.engineVersion),
      vpcSecurityGroupIds: options.vpcSecurityGroupIds ?? [],
      copyTagsToSnapshot: options.copyTagsToSnapshot ?? false,
      iamAuthentication: options.iamAuthentication ?? false,
      logExports: checkLogExports(options.logExports, settled.engineVersion),
      storageType: checkStorageType(options.storageType),
      tags: options.tags,
      data: undefined,
      formerData: undefined,
      replication: undefined,
      awsBackupRecoveryPointArn: undefined,
      promotedWithMs: undefined,
      restorableFromMs: undefined,
      finalSnapshot: undefined,
      settled: Promise.resolve(),
    };
    this.all.set(identifier, cluster);
    this.#region.rds.record('cluster', identifier, 'creating');
    return cluster;
  }

  /** Lets a new cluster become available, with the data that `build` gives it. */
  #grow(
    cluster: Cluster,
    duration: { readonly name: 'auroraCreateCluster' | 'auroraRestoreCluster'; readonly bytes?: number },
    build: () => Promise<ClusterData | undefined>,
  ): void {
    const { scheduler, durations } = this.#region.world;
    // Whole seconds: what a small database adds is less than the spread of the rest.
    const forSizeMs =
      Math.floor(((duration.bytes ?? 0) / GIB) * (durations.middleMs('auroraRestorePerGib') / 1000)) * 1000;
    const durationMs = durations.drawMs(duration.name, forSizeMs);
    cluster.progress = { startMs: scheduler.now(), endMs: scheduler.now() + durationMs };
    cluster.settled = sleepInRegions([this.#region], durationMs).then(async (isLit) => {
      if (!isLit || cluster.status !== 'creating') return;
      cluster.data = await build();
      cluster.progress = undefined;
      if (cluster.status !== 'creating') return;
      if (cluster.data !== undefined) cluster.restorableFromMs = this.#region.world.scheduler.now();
      this.#region.rds.events.cluster(cluster, 'created');
      this.setStatus(cluster, 'available');
    });
    this.#watch(cluster.settled);
  }

  async #remove(cluster: Cluster): Promise<void> {
    const instances = this.#region.rds.instances.of(cluster);
    await sleepInRegions([this.#region], this.#region.world.durations.drawMs('auroraDeleteCluster'));
    await Promise.all([cluster.finalSnapshot, ...instances.map((instance) => instance.settled)]);
    if (cluster.masterSecret !== undefined) this.#region.secretsManager.remove(cluster.masterSecret.arn);
    await cluster.replication?.end();
    await cluster.data?.remove();
    await cluster.formerData?.remove();
    cluster.data = undefined;
    this.all.delete(cluster.identifier);
    this.#region.rds.events.cluster(cluster, 'deleted');
    this.#region.rds.record('cluster', cluster.identifier, 'deleted');
  }

  #watch(work: Promise<void>): void {
    this.#region.world.scheduler.spawn(() => work);
  }
}
