import type { World } from '../../world';

/** The control plane's region; with accelerated recovery a copy in another one takes over. */
const CONTROL_PLANE_REGION = 'us-east-1';
/** Route 53 Developer Guide, Accelerated recovery: within 60 minutes of an outage of us-east-1. */
const TAKES_OVER_AFTER_MS = 60 * 60_000;
/** Which operations the copy answers; health checks and the zones themselves are not among them (same page). */
const OPERATIONS: ReadonlySet<string> = new Set([
  'ChangeResourceRecordSets',
  'GetChange',
  'GetHostedZone',
  'ListHostedZones',
  'ListHostedZonesByName',
  'ListResourceRecordSets',
]);

export function isAnsweredElsewhere(operation: string): boolean {
  return OPERATIONS.has(operation);
}

/** Whether the copy of the control plane has taken over: us-east-1 has been dark for long enough. */
export function hasTakenOver({ faults, scheduler }: World): boolean {
  const sinceMs = faults.darkSinceMs(CONTROL_PLANE_REGION, scheduler.now());
  return sinceMs !== undefined && scheduler.now() - sinceMs >= TAKES_OVER_AFTER_MS;
}
