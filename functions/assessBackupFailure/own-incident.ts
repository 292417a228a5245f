import type { Surroundings } from '../shared/create-handler';
import type { StoredIncident } from './aws/incident-store';
import type { Backups } from './aws';
import type { Delivered, Environment, Incident } from './contract';
import { notifiedOf } from './notice';

/** The incident, if this execution still owns it. */
export async function ownIncident(
  backups: Backups,
  executionArn: string,
  { environment }: Surroundings<Environment>,
): Promise<StoredIncident | undefined> {
  const stored = await backups.read(environment.LOCK_TABLE_NAME, environment.SOURCE_CLUSTER_ARN);
  return stored?.incident.owner === executionArn ? stored : undefined;
}

/** The incident after what was delivered since, if anything was. */
export function withDelivered(incident: Incident, delivered: Delivered | null | undefined, nowMs: number): Incident {
  return delivered ? notifiedOf(incident, delivered, nowMs) : incident;
}
