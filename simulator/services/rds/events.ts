import type { Region } from '../../world';

export const SOURCE_TYPES = ['db-cluster', 'db-instance', 'db-cluster-snapshot'] as const;
export type EventSource = (typeof SOURCE_TYPES)[number];

export interface RdsEvent {
  readonly atMs: number;
  readonly sourceType: EventSource;
  readonly identifier: string;
  readonly arn: string;
  readonly message: string;
  readonly category: string;
}

const DAY_MS = 86_400_000;
/** How long they are kept, and how far back they can be asked for (RDS API Reference, DescribeEvents). */
export const EVENT_DAYS = 14;

/** Texts and categories as the Aurora User Guide has them (Amazon RDS event categories and event messages for Aurora). */
const CLUSTER_EVENTS = {
  created: ['creation', 'DB cluster created.'],
  deleted: ['deletion', 'DB cluster deleted.'],
  stopped: ['notification', 'DB cluster stopped.'],
  started: ['notification', 'DB cluster started.'],
  credentialsReset: ['configuration change', 'Reset master credentials.'],
} as const;

const INSTANCE_EVENTS = {
  created: ['creation', 'DB instance created.'],
  deleted: ['deletion', 'DB instance deleted.'],
} as const;

const SNAPSHOT_EVENTS = {
  manual: { creating: 'Creating manual cluster snapshot.', created: 'Manual cluster snapshot created.' },
  automated: { creating: 'Creating automated cluster snapshot.', created: 'Automated cluster snapshot created.' },
} as const;

type Named = { readonly identifier: string; readonly arn: string };
type SnapshotSource = { readonly id: string; readonly arn: string; readonly type: 'manual' | 'automated' };

/** What happened to the clusters, instances and snapshots of one region. */
export class RdsEvents {
  readonly #region: Region;
  readonly #events: RdsEvent[] = [];

  constructor(region: Region) {
    this.#region = region;
  }

  /** Those of the last 14 days, oldest first. */
  get kept(): readonly RdsEvent[] {
    const fromMs = this.#region.world.scheduler.now() - EVENT_DAYS * DAY_MS;
    return this.#events.filter(({ atMs }) => atMs >= fromMs);
  }

  cluster(cluster: Named, event: keyof typeof CLUSTER_EVENTS): void {
    const [category, message] = CLUSTER_EVENTS[event];
    this.#add('db-cluster', cluster, category, message);
  }

  /** Of one of the categories `failover`, `global failover`, with a text of its own. */
  failover(cluster: Named, category: 'failover' | 'global failover', message: string): void {
    this.#add('db-cluster', cluster, category, message);
  }

  instance(instance: Named, event: keyof typeof INSTANCE_EVENTS): void {
    const [category, message] = INSTANCE_EVENTS[event];
    this.#add('db-instance', instance, category, message);
  }

  snapshot({ id, arn, type }: SnapshotSource, event: 'creating' | 'created'): void {
    this.#add('db-cluster-snapshot', { identifier: id, arn }, 'backup', SNAPSHOT_EVENTS[type][event]);
  }

  #add(sourceType: EventSource, { identifier, arn }: Named, category: string, message: string): void {
    const atMs = this.#region.world.scheduler.now();
    while ((this.#events[0]?.atMs ?? atMs) < atMs - EVENT_DAYS * DAY_MS) this.#events.shift();
    this.#events.push({ atMs, sourceType, identifier, arn, category, message });
  }
}
