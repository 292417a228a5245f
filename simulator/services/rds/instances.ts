import { AwsError } from '../../service';
import type { Region } from '../../world';
import { otherRegionOf } from '../other-region';
import { wake } from './auto-pause';
import { checkIdentifier, endpointSuffix, nameIn, rdsArn, resourceId } from './identifiers';
import { checkInstanceClass } from './instance-rules';
import type { Cluster, Instance, Tags } from './model';
import { sleepInRegions, sleepInZone } from './region-clock';
import { inState, isAsleep } from './start-stop';
import { replaceWriter } from './zone-loss';
import { zoneOf } from './zones';

export interface InstanceOptions {
  readonly identifier: string;
  readonly clusterIdentifier: string;
  readonly instanceClass: string;
  readonly engineVersion?: string;
  readonly availabilityZone?: string;
  readonly parameterGroup?: string;
  readonly promotionTier?: number;
  readonly publiclyAccessible?: boolean;
  readonly tags: Tags;
}

/** The instances of one region's clusters. */
export class Instances {
  readonly all = new Map<string, Instance>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  find(identifier: string): Instance | undefined {
    if (otherRegionOf(identifier, this.#region) !== undefined) return undefined;
    return this.all.get(nameIn('db', identifier));
  }

  get(identifier: string): Instance {
    const instance = this.find(identifier);
    if (instance !== undefined) return instance;
    throw new AwsError('DBInstanceNotFoundFault', `DBInstance ${nameIn('db', identifier)} not found.`, { status: 404 });
  }

  of(cluster: Cluster): readonly Instance[] {
    return [...this.all.values()].filter((instance) => instance.clusterIdentifier === cluster.identifier);
  }

  /** The instance that takes the cluster's writes now, if there is one. */
  writerOf(cluster: Cluster): Instance | undefined {
    return this.of(cluster).find((instance) => instance.isWriter && isRunning(instance));
  }

  /** The reader that a cluster without a writer promotes: the lowest promotion tier first. */
  heirOf(cluster: Cluster, isWanted: (instance: Instance) => boolean = () => true): Instance | undefined {
    return this.of(cluster)
      .filter((instance) => isRunning(instance) && isWanted(instance))
      .sort((a, b) => a.promotionTier - b.promotionTier)[0];
  }

  create(options: InstanceOptions): Instance {
    const ending = this.#region.rds.failures.take('CreateDBInstance');
    const identifier = checkIdentifier('DBInstanceIdentifier', options.identifier);
    if (this.all.has(identifier)) throw new AwsError('DBInstanceAlreadyExistsFault', 'DB instance already exists');
    const cluster = this.#region.rds.clusters.get(options.clusterIdentifier);
    this.#check(cluster, options);
    const siblings = this.of(cluster);
    const zone = zoneOf(this.#region, cluster, options, siblings.length);
    this.#region.rds.capacity.check(zone, options.instanceClass);
    const instance: Instance = {
      identifier,
      arn: rdsArn(this.#region, 'db', identifier),
      resourceId: resourceId(this.#region, 'db'),
      clusterIdentifier: cluster.identifier,
      instanceClass: options.instanceClass,
      engine: cluster.engine,
      engineVersion: cluster.engineVersion,
      availabilityZone: zone,
      endpoint: `${identifier}.${endpointSuffix(this.#region)}`,
      promotionTier: options.promotionTier ?? 1,
      publiclyAccessible: options.publiclyAccessible ?? false,
      parameterGroup: this.#region.rds.groups.parameterGroupName(options.parameterGroup, cluster.engineVersion),
      createdAt: new Date(this.#region.world.scheduler.now()),
      // In a secondary all are readers, until it is promoted (Aurora User Guide, Aurora global databases).
      isWriter: cluster.replication === undefined && !siblings.some((sibling) => sibling.isWriter),
      status: 'creating',
      isLost: false,
      runs: 1,
      usedAtMs: this.#region.world.scheduler.now(),
      resumedAtMs: 0,
      tags: options.tags,
      settled: Promise.resolve(),
    };
    this.all.set(identifier, instance);
    this.#region.rds.record('instance', identifier, 'creating');
    if (ending?.kind === 'stuck') instance.settled = new Promise(() => undefined);
    else this.#make(instance, ending?.status);
    return instance;
  }

  delete(instance: Instance): void {
    if (instance.status === 'deleting') {
      throw new AwsError('InvalidDBInstanceStateFault', `Instance ${instance.identifier} is already being deleted.`);
    }
    const cluster = this.#region.rds.clusters.get(instance.clusterIdentifier);
    if (isAsleep(cluster)) throw inState(cluster);
    const ending = this.#region.rds.failures.take('DeleteDBInstance');
    this.setStatus(instance, 'deleting');
    this.#handOver(instance);
    if (ending !== undefined) return;
    const { scheduler, durations } = this.#region.world;
    instance.settled = sleepInRegions([this.#region], durations.drawMs('auroraDeleteInstance')).then(() => {
      this.all.delete(instance.identifier);
      this.#region.rds.events.instance(instance, 'deleted');
      this.#region.rds.record('instance', instance.identifier, 'deleted');
    });
    scheduler.spawn(() => instance.settled);
  }

  #check(cluster: Cluster, options: InstanceOptions): void {
    if (cluster.status !== 'available') {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `DB cluster ${cluster.identifier} is not available to create an instance in it: its status is ${cluster.status}.`,
      );
    }
    checkInstanceClass(cluster, options.instanceClass);
    if (options.instanceClass === 'db.serverless' && cluster.scaling === undefined) {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        'Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.',
      );
    }
    if (options.engineVersion !== undefined && options.engineVersion !== cluster.engineVersion) {
      throw new AwsError(
        'InvalidParameterCombination',
        `The engine version that you requested for your DB instance (${options.engineVersion}) does not match the engine version of your DB cluster (${cluster.engineVersion}).`,
      );
    }
    if (this.all.size >= this.#region.rds.quotas.instances) {
      throw new AwsError('InstanceQuotaExceededFault', 'You have exceeded the quota of DB instances');
    }
  }

  #make(instance: Instance, ordered: string | undefined): void {
    const { scheduler, durations } = this.#region.world;
    const durationMs = durations.drawMs('auroraCreateInstance');
    instance.settled = sleepInZone(this.#region, instance.availabilityZone, durationMs).then((isLit) => {
      if (!isLit || instance.status !== 'creating') return;
      const status = ordered ?? this.#region.rds.capacity.statusOf(instance);
      this.setStatus(instance, status);
      if (status !== 'available') return;
      this.#region.rds.events.instance(instance, 'created');
      const cluster = this.#region.rds.clusters.get(instance.clusterIdentifier);
      for (const type of cluster.logExports) this.#region.logs.ensure(`/aws/rds/cluster/${cluster.identifier}/${type}`);
      // The way out of a lost zone without a reader.
      const isWriterLost = this.of(cluster).some(({ isWriter, isLost }) => isWriter && isLost);
      if (isWriterLost) replaceWriter(this.#region, cluster);
    });
    scheduler.spawn(() => instance.settled);
  }

  /** A reader takes over from a writer that goes: the lowest promotion tier first. */
  #handOver(leaving: Instance): void {
    if (!leaving.isWriter) return;
    const heirs = [...this.all.values()]
      .filter((other) => other.clusterIdentifier === leaving.clusterIdentifier && isRunning(other))
      .sort((a, b) => a.promotionTier - b.promotionTier);
    const [heir] = heirs;
    if (heir === undefined) return;
    leaving.isWriter = false;
    // It resumes before it takes over: until then nobody writes.
    wake(this.#region, heir);
    heir.isWriter = true;
  }

  setStatus(instance: Instance, status: string): void {
    instance.status = status;
    if (status === 'available') instance.usedAtMs = this.#region.world.scheduler.now();
    this.#region.rds.record('instance', instance.identifier, status);
  }
}

function isRunning({ status, isLost }: Instance): boolean {
  return status === 'available' && !isLost;
}
