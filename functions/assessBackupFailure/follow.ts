import type { Surroundings } from '../shared/create-handler';
import { advance, recorded } from './advance';
import type { Backups } from './aws';
import type { Environment, Incident, Input, Output } from './contract';
import { decide } from './decide';
import { signalCount, told } from './incident';
import type { StoredIncident } from './incident-store';
import { policyOf } from './policy';
import { readFacts } from './read-facts';

type Follow = Extract<Input, { action: 'follow' }>;
type Close = Extract<Input, { action: 'close' }>;

/** Looks how the incident that this execution owns goes on. */
export async function follow(
  backups: Backups,
  input: Follow,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const stored = await ownIncident(backups, input.executionArn, surroundings);
  if (stored === undefined) return recorded('another execution follows the incident now', []);
  const facts = await readFacts(backups, surroundings);
  return advance(
    backups,
    {
      incident: withDelivered(stored.incident, input.delivered, facts.nowMs),
      stored,
      facts,
      exposure: decide(facts, policyOf(surroundings.environment)),
      isLast: input.isLast,
      problems: [],
    },
    surroundings,
  );
}

/** Ends the incident: the next failure opens another. */
export async function close(backups: Backups, input: Close, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, now } = surroundings;
  const stored = await ownIncident(backups, input.executionArn, surroundings);
  if (stored === undefined) return recorded('another execution follows the incident now', []);
  const incident = withDelivered(stored.incident, input.delivered, now());
  if (incident.status === 'closed') return closed(incident);
  if (signalCount(incident) > input.signalCount) {
    // Somebody was told that all is well, and then another one failed: that is told as if it were the first.
    const reopened = { ...incident, notifiedSeverity: null };
    await backups.write(environment.LOCK_TABLE_NAME, reopened, stored);
    const detail = `another signal came in while incident ${incident.incidentId} was being closed`;
    return { ...recorded(detail, [], reopened), phase: 'following', nextPollSeconds: 1 };
  }
  const ended: Incident = { ...incident, status: 'closed', closedAt: new Date(now()).toISOString() };
  await backups.write(environment.LOCK_TABLE_NAME, ended, stored);
  return closed(ended);
}

function closed(incident: Incident): Output {
  return { ...recorded(`incident ${incident.incidentId} is closed`, [], incident), phase: 'closed' };
}

async function ownIncident(
  backups: Backups,
  executionArn: string,
  { environment }: Surroundings<Environment>,
): Promise<StoredIncident | undefined> {
  const stored = await backups.read(environment.LOCK_TABLE_NAME, environment.SOURCE_CLUSTER_ARN);
  return stored?.incident.owner === executionArn ? stored : undefined;
}

function withDelivered(incident: Incident, delivered: Follow['delivered'], nowMs: number): Incident {
  return delivered ? told(incident, delivered.kind, delivered.severity, nowMs) : incident;
}
