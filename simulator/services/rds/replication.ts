import type { DataReplica } from '../../data/data-store';
import type { World } from '../../world';
import type { Cluster, ClusterReplication } from './model';

const MINUTE_MS = 60_000;

/**
 * What flows from the primary of a global cluster into one secondary. Each minute a lag is drawn, which holds until the
 * next, and put as the metrics that Aurora puts in the secondary's region (Aurora User Guide, Cluster-level metrics).
 * Nothing flows, and no lag is reported, while either region is dark.
 */
export class Replication implements ClusterReplication {
  readonly primaryArn: string;
  readonly #secondary: Cluster;
  readonly #world: World;
  readonly #data: DataReplica;
  #lagMs = 0;
  /** The last time at which it was seen to flow. */
  #flowedAtMs: number;
  #hasEnded = false;

  static async begin(primary: Cluster, secondary: Cluster, world: World): Promise<Replication> {
    if (primary.data === undefined) throw new Error(`The cluster ${primary.identifier} has no rows to replicate`);
    const data = await primary.data.replicate();
    return new Replication(primary, secondary, world, data);
  }

  private constructor(primary: Cluster, secondary: Cluster, world: World, data: DataReplica) {
    this.primaryArn = primary.arn;
    this.#secondary = secondary;
    this.#world = world;
    this.#data = data;
    this.#flowedAtMs = world.scheduler.now();
    this.#tick();
  }

  arrivedUpToMs(): number {
    return this.#lastFlowMs() - this.#lagMs;
  }

  async promote(upToMs: number): Promise<void> {
    this.#hasEnded = true;
    this.#secondary.data = await this.#data.promote(upToMs);
    this.#secondary.replication = undefined;
    this.#secondary.promotedWithMs = upToMs;
    this.#secondary.restorableFromMs = this.#world.scheduler.now();
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#data.remove();
  }

  #tick(): void {
    if (this.#hasEnded) return;
    const { scheduler, durations } = this.#world;
    if (this.#flowsAt(scheduler.now())) {
      this.#flowedAtMs = scheduler.now();
      this.#lagMs = durations.drawMs('auroraGlobalReplicationLag');
      const { cloudWatch } = this.#world.region(regionOf(this.#secondary.arn));
      const dimensions = { DBClusterIdentifier: this.#secondary.identifier };
      for (const name of ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag']) {
        cloudWatch.putMetric({ namespace: 'AWS/RDS', name, dimensions, value: this.#lagMs });
      }
    }
    scheduler.after(MINUTE_MS, () => {
      this.#tick();
    });
  }

  #flowsAt(atMs: number): boolean {
    const { faults } = this.#world;
    return [this.primaryArn, this.#secondary.arn].every((arn) => !faults.isDark(regionOf(arn), atMs));
  }

  /** Now, or, when a region went dark since the last look, the millisecond before it did. */
  #lastFlowMs(): number {
    let flowsMs = this.#flowedAtMs;
    let unknownMs = this.#world.scheduler.now();
    if (this.#flowsAt(unknownMs)) return unknownMs;
    while (unknownMs - flowsMs > 1) {
      const middleMs = Math.floor((flowsMs + unknownMs) / 2);
      if (this.#flowsAt(middleMs)) flowsMs = middleMs;
      else unknownMs = middleMs;
    }
    return flowsMs;
  }
}

export function regionOf(clusterArn: string): string {
  return clusterArn.split(':')[3] ?? '';
}
