import type * as client from '@aws-sdk/client-rds';
import type { Service } from '../../service';
import type { Region, World } from '../../world';
import { Clusters } from './clusters';
import { RdsEvents } from './events';
import { type FailableOperation, type Failure, FailureQueue } from './injected-failures';
import { Groups } from './groups';
import { Instances } from './instances';
import type { Cluster, ClusterSnapshot, Tags } from './model';
import { operationsOf } from './operations';
import { ZoneCapacity } from './zones';
import { type SnapshotCopyOptions, Snapshots } from './snapshots';

declare module '../../world' {
  interface RegionalServices {
    readonly rds: Rds;
  }
}

/** Aurora PostgreSQL in one region: clusters whose rows are in real PostgreSQL servers. */
export class Rds {
  readonly service: Service<typeof client>;
  readonly clusters: Clusters;
  readonly instances: Instances;
  readonly snapshots: Snapshots;
  readonly groups: Groups;
  readonly events: RdsEvents;
  readonly failures = new FailureQueue();
  /** In which zones there is no room for an instance. */
  readonly capacity = new ZoneCapacity();
  /** Of the account in this region, by default as AWS sets them (Aurora User Guide, Quotas). */
  readonly quotas = { clusters: 40, instances: 40 };
  /**
   * Whether a restored cluster shows the managed secret of its source, and is managed: the RDS API says that none comes along;
   * two reports of people who restore have it otherwise (https://github.com/hashicorp/terraform-provider-aws/issues/48901 and
   * 49000). What restores has to work either way.
   */
  showsSecretOfSource = false;
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
    this.clusters = new Clusters(region);
    this.instances = new Instances(region);
    this.snapshots = new Snapshots(region);
    this.groups = new Groups(region);
    this.events = new RdsEvents(region);
    this.service = { signingName: 'rds', operations: operationsOf(region) };
  }

  get world(): World {
    return this.#region.world;
  }

  /** Makes the next call of an operation go wrong. What it returns says whether one has. */
  failNext(order: { readonly operation: FailableOperation } & Failure): { readonly isMet: boolean } {
    const { operation, ...failure } = order;
    return this.failures.add(operation, failure);
  }

  /** The cluster of that identifier or ARN: for what looks into it from outside, such as the count of lost rows. */
  cluster(identifier: string): Cluster {
    return this.clusters.get(identifier);
  }

  /** Cuts the rows of a cluster at this instant; `finishSnapshot` makes the snapshot available. */
  takeSnapshot(clusterArn: string, snapshotId: string, tags?: Tags): Promise<ClusterSnapshot> {
    return this.snapshots.take(this.clusters.get(clusterArn), snapshotId, tags);
  }

  /** Enters a copy of another region's snapshot; `finishSnapshot` makes it available. */
  importSnapshotCopy(snapshot: ClusterSnapshot, options: SnapshotCopyOptions): ClusterSnapshot {
    return this.snapshots.import(snapshot, options);
  }

  finishSnapshot(snapshot: ClusterSnapshot): void {
    this.snapshots.finish(snapshot);
  }

  removeSnapshot(id: string): Promise<void> {
    return this.snapshots.remove(id);
  }

  /** A change of status, for the trace. */
  record(type: 'cluster' | 'instance' | 'cluster-snapshot' | 'global-cluster', id: string, status: string): void {
    this.#region.world.trace.record({ kind: 'resource', region: this.#region.name, type: `rds-${type}`, id, status });
  }
}
