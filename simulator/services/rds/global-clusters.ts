import { AwsError } from '../../service';
import type { World } from '../../world';
import { checkIdentifier, nameIn } from './identifiers';
import type { Cluster, Tags } from './model';
import { regionOf } from './replication';

export interface GlobalCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly databaseName: string | undefined;
  readonly storageEncrypted: boolean;
  deletionProtection: boolean;
  tags: Tags;
  status: 'available' | 'failing-over' | 'switching-over';
  members: readonly GlobalMember[];
  /** The failover that is under way. */
  failover: Failover | undefined;
}

export interface GlobalMember {
  readonly arn: string;
  readonly isWriter: boolean;
  /** A primary that was failed over from is built anew when its region is back. */
  readonly synchronization: 'connected' | 'pending-resync';
}

export interface Failover {
  readonly fromArn: string;
  readonly toArn: string;
  readonly isDataLossAllowed: boolean;
}

const ofWorlds = new WeakMap<World, GlobalClusters>();

/** The global clusters of one simulation: every region answers for those that have a member in it. */
export function globalClustersOf(world: World): GlobalClusters {
  const known = ofWorlds.get(world) ?? new GlobalClusters(world);
  ofWorlds.set(world, known);
  return known;
}

export class GlobalClusters {
  readonly all = new Map<string, GlobalCluster>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  find(identifier: string): GlobalCluster | undefined {
    return this.all.get(nameIn('global-cluster', identifier));
  }

  get(identifier: string): GlobalCluster {
    const found = this.find(identifier);
    if (found !== undefined) return found;
    throw new AwsError('GlobalClusterNotFoundFault', `Global cluster ${identifier} not found`, { status: 404 });
  }

  /** The global cluster that a cluster is a member of. */
  of(clusterArn: string): GlobalCluster | undefined {
    return [...this.all.values()].find(({ members }) => members.some(({ arn }) => arn === clusterArn));
  }

  /** The cluster behind the ARN of a member. */
  cluster(arn: string): Cluster {
    return this.#world.region(regionOf(arn)).rds.clusters.get(arn);
  }

  primaryOf(global: GlobalCluster): Cluster {
    const writer = global.members.find(({ isWriter }) => isWriter);
    if (writer === undefined) throw invalidState(`The global cluster ${global.identifier} has no primary.`);
    return this.cluster(writer.arn);
  }

  /** A global cluster around a cluster that there is already, which becomes its primary. */
  create(options: {
    readonly identifier: string;
    readonly primary: Cluster;
    readonly deletionProtection: boolean;
    readonly tags: Tags;
  }): GlobalCluster {
    const { primary, deletionProtection, tags } = options;
    const identifier = checkIdentifier('GlobalClusterIdentifier', options.identifier);
    if (this.all.has(identifier)) {
      throw new AwsError('GlobalClusterAlreadyExistsFault', `Global cluster already exists: ${identifier}`);
    }
    if (primary.masterSecret !== undefined) throw noManagedPassword(identifier);
    if (primary.status !== 'available' || this.of(primary.arn) !== undefined) {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `The DB cluster ${primary.identifier} can't become the primary of a global cluster: it is ${primary.status}, or a member of one already.`,
      );
    }
    const global: GlobalCluster = {
      identifier,
      arn: `arn:aws:rds::${this.#world.accountId}:global-cluster:${identifier}`,
      resourceId: `cluster-${this.#world.random.hex('rds/global/ids', 16)}`,
      engine: primary.engine,
      engineVersion: primary.engineVersion,
      databaseName: primary.databaseName,
      storageEncrypted: primary.storageEncrypted,
      deletionProtection,
      tags,
      status: 'available',
      members: [{ arn: primary.arn, isWriter: true, synchronization: 'connected' }],
      failover: undefined,
    };
    this.all.set(identifier, global);
    this.record(global, 'available');
    return global;
  }

  join(global: GlobalCluster, secondary: Cluster): void {
    global.members = [...global.members, { arn: secondary.arn, isWriter: false, synchronization: 'connected' }];
  }

  leave(global: GlobalCluster, cluster: Cluster): void {
    global.members = global.members.filter(({ arn }) => arn !== cluster.arn);
  }

  remove(global: GlobalCluster): void {
    if (global.deletionProtection) {
      throw new AwsError('InvalidParameterCombination', 'Cannot delete protected global cluster.');
    }
    if (global.members.length > 0) {
      throw invalidState(`Global cluster ${global.identifier} is not empty: remove its clusters first.`);
    }
    this.all.delete(global.identifier);
    this.record(global, 'deleted');
  }

  record(global: GlobalCluster, status: string): void {
    const { trace } = this.#world;
    trace.record({ kind: 'resource', region: 'global', type: 'rds-global-cluster', id: global.identifier, status });
  }
}

export function invalidState(message: string): AwsError {
  return new AwsError('InvalidGlobalClusterStateFault', message);
}

/** Aurora User Guide, Limitations for Secrets Manager integration. */
export function noManagedPassword(identifier: string): AwsError {
  return new AwsError(
    'InvalidParameterCombination',
    `Managing the master user password with Secrets Manager isn't supported for DB clusters that are part of an Aurora global database: ${identifier}`,
  );
}
