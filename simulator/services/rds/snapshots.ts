import type { ClusterData, DataSnapshot } from '../../data/data-store';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { nameIn, rdsArn } from './identifiers';
import type { Cluster, ClusterSnapshot, Tags } from './model';

/** A copy of a snapshot in another region, encrypted with another key. */
export interface SnapshotCopyOptions {
  readonly id: string;
  readonly kmsKeyArn: string | undefined;
  readonly tags?: Tags;
}

/** The cluster snapshots of one region. */
export class Snapshots {
  readonly all = new Map<string, ClusterSnapshot>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  /** The snapshot of that identifier or ARN, if it is one of this region. */
  find(identifier: string): ClusterSnapshot | undefined {
    if (identifier.startsWith('arn:') && !identifier.startsWith(rdsArn(this.#region, 'cluster-snapshot', ''))) {
      return undefined;
    }
    return this.all.get(nameIn('cluster-snapshot', identifier));
  }

  get(identifier: string): ClusterSnapshot {
    const snapshot = this.find(identifier);
    if (snapshot !== undefined) return snapshot;
    throw new AwsError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${identifier}`, { status: 404 });
  }

  /** Cuts the cluster's rows now. The snapshot is `creating` until `finish` is called. */
  async take(cluster: Cluster, id: string, tags: Tags = {}): Promise<ClusterSnapshot> {
    this.#checkFree(id);
    if (cluster.status !== 'available' || cluster.data === undefined) {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `The DB cluster ${cluster.identifier} isn't in a valid state for a snapshot: ${cluster.status}.`,
      );
    }
    return this.cut(cluster, cluster.data, { id, tags });
  }

  /** As `take`, whatever the cluster is doing, of rows that are the cluster's or were. */
  async cut(
    cluster: Cluster,
    rows: ClusterData,
    {
      id,
      tags = {},
      type = 'manual',
    }: { readonly id: string; readonly tags?: Tags; readonly type?: ClusterSnapshot['type'] },
  ): Promise<ClusterSnapshot> {
    const cutAtMs = this.#region.world.scheduler.now();
    const data = await rows.snapshot();
    const copied = cluster.copyTagsToSnapshot ? cluster.tags : {};
    return this.#add(id, cluster, { cutAtMs, data, type, tags: { ...copied, ...tags } });
  }

  /** Enters a snapshot of another region here: the same rows. It is `copying` until `finish` is called. */
  import(source: ClusterSnapshot, options: SnapshotCopyOptions): ClusterSnapshot {
    if (source.data === undefined) {
      throw new AwsError('InvalidDBClusterSnapshotStateFault', `The files of the snapshot ${source.id} can't be read.`);
    }
    this.#checkFree(options.id);
    const copy: ClusterSnapshot = {
      ...source,
      id: options.id,
      type: 'manual',
      arn: rdsArn(this.#region, 'cluster-snapshot', options.id),
      kmsKeyArn: source.storageEncrypted ? options.kmsKeyArn : undefined,
      sourceArn: source.arn,
      createdAt: new Date(this.#region.world.scheduler.now()),
      status: 'copying',
      tags: options.tags ?? {},
      data: source.data.share(),
    };
    this.all.set(copy.id, copy);
    this.#region.rds.record('cluster-snapshot', copy.id, copy.status);
    return copy;
  }

  finish(snapshot: ClusterSnapshot): void {
    // Somebody deleted it meanwhile.
    if (this.all.get(snapshot.id) !== snapshot) return;
    if (snapshot.status === 'creating') this.#region.rds.events.snapshot(snapshot, 'created');
    snapshot.status = 'available';
    this.#region.rds.record('cluster-snapshot', snapshot.id, 'available');
  }

  async remove(id: string): Promise<void> {
    const snapshot = this.all.get(id);
    if (snapshot === undefined) return;
    this.all.delete(id);
    await snapshot.data?.remove();
    this.#region.rds.record('cluster-snapshot', id, 'deleted');
  }

  #add(
    id: string,
    cluster: Cluster,
    cut: Pick<ClusterSnapshot, 'cutAtMs' | 'type'> & { readonly data: DataSnapshot; readonly tags: Tags },
  ): ClusterSnapshot {
    const snapshot: ClusterSnapshot = {
      ...cut,
      id,
      arn: rdsArn(this.#region, 'cluster-snapshot', id),
      clusterIdentifier: cluster.identifier,
      clusterResourceId: cluster.resourceId,
      clusterCreatedAt: cluster.createdAt,
      engine: cluster.engine,
      engineVersion: cluster.engineVersion,
      databaseName: cluster.databaseName,
      masterUsername: cluster.masterUsername,
      masterSecret: cluster.masterSecret,
      port: cluster.port,
      storageEncrypted: cluster.storageEncrypted,
      kmsKeyArn: cluster.kmsKeyArn,
      sourceArn: undefined,
      backupRetentionPeriod: cluster.backupRetentionPeriod,
      storageType: cluster.storageType,
      createdAt: new Date(cut.cutAtMs),
      status: 'creating',
    };
    this.all.set(id, snapshot);
    this.#region.rds.record('cluster-snapshot', id, 'creating');
    this.#region.rds.events.snapshot(snapshot, 'creating');
    return snapshot;
  }

  #checkFree(id: string): void {
    if (!this.all.has(id)) return;
    throw new AwsError(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${id} already exists.`,
    );
  }
}
