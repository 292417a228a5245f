import type { Region } from '../../world';
import { sendToEventBridge } from './events-to-eventbridge';
import type { RdsEvent } from './rds-event';

const DAY_MS = 86_400_000;
/** How long they are kept, and how far back they can be asked for (RDS API Reference, DescribeEvents). */
export const EVENT_DAYS = 14;

/** Texts, categories and IDs as the Aurora User Guide has them (Amazon RDS event categories and event messages for Aurora). */
const CLUSTER_EVENTS = {
  created: ['0170', 'creation', 'DB cluster created.'],
  deleted: ['0171', 'deletion', 'DB cluster deleted.'],
  stopped: ['0150', 'notification', 'DB cluster stopped.'],
  started: ['0151', 'notification', 'DB cluster started.'],
  credentialsReset: ['0016', 'configuration change', 'Reset master credentials.'],
} as const;

/** Each followed by the name of an instance, but for the failure. */
const FAILOVER_EVENTS = {
  failed: ['0069', 'Cluster failover failed, check the health of your cluster instances and try again.'],
  promotedAgain: ['0070', 'Promoting previous primary again: '],
  completed: ['0071', 'Completed failover to DB instance: '],
  startedSameZone: ['0072', 'Started same AZ failover to DB instance: '],
  startedCrossZone: ['0073', 'Started cross AZ failover to DB instance: '],
} as const;

const INSTANCE_EVENTS = {
  created: ['0005', 'creation', 'DB instance created.'],
  deleted: ['0003', 'deletion', 'DB instance deleted.'],
  shutdown: ['0004', 'availability', 'DB instance shutdown.'],
  restarted: ['0006', 'availability', 'DB instance restarted.'],
  topologyUpdated: ['0385', 'notification', 'Cluster topology is updated.'],
} as const;

const SNAPSHOT_EVENTS = {
  manual: { creating: 'Creating manual cluster snapshot.', created: 'Manual cluster snapshot created.' },
  automated: { creating: 'Creating automated cluster snapshot.', created: 'Automated cluster snapshot created.' },
} as const;

type Named = { readonly identifier: string; readonly arn: string };
type SnapshotSource = { readonly id: string; readonly arn: string; readonly type: 'manual' | 'automated' };
type What = Pick<RdsEvent, 'sourceType' | 'category' | 'message' | 'id'>;

/** What happened to the clusters, instances and snapshots of one region. */
export class RdsEvents {
  readonly #region: Region;
  readonly #events: RdsEvent[] = [];
  readonly #missing = new Set<string>();

  constructor(region: Region) {
    this.#region = region;
  }

  /** Those of the last 14 days, oldest first. */
  get kept(): readonly RdsEvent[] {
    const fromMs = this.#region.world.scheduler.now() - EVENT_DAYS * DAY_MS;
    return this.#events.filter(({ atMs }) => atMs >= fromMs);
  }

  /** From now on EventBridge gets no event of that ID. */
  withhold(id: `RDS-EVENT-${string}`): void {
    this.#missing.add(id);
  }

  cluster(cluster: Named, event: keyof typeof CLUSTER_EVENTS): void {
    const [number, category, message] = CLUSTER_EVENTS[event];
    this.#add(cluster, { sourceType: 'db-cluster', category, message, id: idOf(number) });
  }

  /** @param name of the instance that it is about */
  failover(cluster: Named, event: keyof typeof FAILOVER_EVENTS, name: string): void {
    const [number, text] = FAILOVER_EVENTS[event];
    const message = event === 'failed' ? text : `${text}${name}`;
    this.#add(cluster, { sourceType: 'db-cluster', category: 'failover', message, id: idOf(number) });
  }

  globalFailover(cluster: Named, message: string): void {
    this.#add(cluster, { sourceType: 'db-cluster', category: 'global failover', message, id: undefined });
  }

  instance(instance: Named, event: keyof typeof INSTANCE_EVENTS): void {
    const [number, category, message] = INSTANCE_EVENTS[event];
    this.#add(instance, { sourceType: 'db-instance', category, message, id: idOf(number) });
  }

  snapshot({ id, arn, type }: SnapshotSource, event: 'creating' | 'created'): void {
    const message = SNAPSHOT_EVENTS[type][event];
    const what = { sourceType: 'db-cluster-snapshot', category: 'backup', message, id: undefined } as const;
    this.#add({ identifier: id, arn }, what);
  }

  #add({ identifier, arn }: Named, what: What): void {
    const atMs = this.#region.world.scheduler.now();
    while ((this.#events[0]?.atMs ?? atMs) < atMs - EVENT_DAYS * DAY_MS) this.#events.shift();
    const event = { atMs, identifier, arn, ...what };
    this.#events.push(event);
    if (event.id !== undefined && !this.#missing.has(event.id)) sendToEventBridge(this.#region, event);
  }
}

function idOf(number: string): string {
  return `RDS-EVENT-${number}`;
}
