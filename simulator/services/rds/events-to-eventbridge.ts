import type { Region } from '../../world';
import type { RdsEvent } from './rds-event';

/** The detail-type and the SourceType of EventBridge (Aurora User Guide, Creating a rule that triggers on an Aurora event). */
const NAMES = {
  'db-cluster': ['RDS DB Cluster Event', 'CLUSTER'],
  'db-instance': ['RDS DB Instance Event', 'DB_INSTANCE'],
  'db-cluster-snapshot': ['RDS DB Cluster Snapshot Event', 'CLUSTER_SNAPSHOT'],
} as const;

/** How late an event of a failover is at most, and how many of a hundred never come: assumed, no source has figures. */
const LATEST_MS = 20_000;
const MISSING = 0.04;

/**
 * Events of a failover come on a best effort: late, in another order, or not at all (Aurora User Guide, Monitoring Aurora
 * events: "they might be out of sequence or missing"). By the seed; what else happens comes in order.
 */
export function sendToEventBridge(region: Region, event: RdsEvent): void {
  const { world } = region;
  const isOfFailover = event.category === 'failover' || event.category === 'availability';
  const stream = `rds/${region.name}/events`;
  if (isOfFailover && world.random.next(`${stream}/missing`) < MISSING) return;
  const delayMs = isOfFailover ? Math.round(world.random.next(`${stream}/delay`) * LATEST_MS) : 0;
  world.scheduler.after(delayMs, () => {
    if (world.isDark(region.name)) return;
    const [detailType, sourceType] = NAMES[event.sourceType];
    const detail = {
      EventCategories: [event.category],
      SourceType: sourceType,
      SourceArn: event.arn,
      Date: new Date(event.atMs).toISOString(),
      Message: event.message,
      SourceIdentifier: event.identifier,
      EventID: event.id,
    };
    region.events.publish({ source: 'aws.rds', 'detail-type': detailType, detail, resources: [event.arn] });
  });
}
