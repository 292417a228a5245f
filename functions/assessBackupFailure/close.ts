import type { Surroundings } from '../shared/create-handler';
import { recorded } from './advance-incident';
import type { Backups } from './aws';
import type { Assessment, Environment, Incident, Input } from './contract';
import { signalCount } from './incident';
import { ownIncident, withDelivered } from './own-incident';

type Close = Extract<Input, { action: 'close' }>;

/** Ends the incident: the next failure opens another. */
export async function close(
  backups: Backups,
  input: Close,
  surroundings: Surroundings<Environment>,
): Promise<Assessment> {
  const { environment, now } = surroundings;
  const stored = await ownIncident(backups, input.executionArn, surroundings);
  if (stored === undefined) return recorded('another execution follows the incident now', []);
  const incident = withDelivered(stored.incident, input.delivered, now());
  if (incident.status === 'closed') return closed(incident);
  if (signalCount(incident) > input.signalCount) {
    // People were notified that all is well, and then another one failed: they are notified as of the first.
    const reopened = { ...incident, notifiedSeverity: null };
    await backups.write(environment.LOCK_TABLE_NAME, reopened, stored);
    const detail = `another signal came in while incident ${incident.incidentId} was being closed`;
    return { ...recorded(detail, [], reopened), phase: 'following', nextPollSeconds: 1 };
  }
  const ended: Incident = { ...incident, status: 'closed', closedAt: new Date(now()).toISOString() };
  await backups.write(environment.LOCK_TABLE_NAME, ended, stored);
  return closed(ended);
}

function closed(incident: Incident): Assessment {
  return { ...recorded(`incident ${incident.incidentId} is closed`, [], incident), phase: 'closed' };
}
