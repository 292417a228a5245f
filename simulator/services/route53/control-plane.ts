import type * as client from '@aws-sdk/client-route-53';
import { AwsError, type OperationInput, type OperationName, type OperationOutput } from '../../service';
import { callService } from '../cloudformation/call-service';
import type { ProviderRequest } from '../cloudformation/provider';
import { qualify } from './record-set';

/** How long CloudFormation waits between two looks at a change, and how often it looks before it gives up. */
const POLL_MS = 15_000;
const MAXIMUM_POLLS = 80;

type Client = typeof client;

/** Calls Route 53 for CloudFormation: its control plane is in us-east-1, wherever the stack is. */
export async function callControlPlane<Name extends OperationName<Client>>(
  request: ProviderRequest,
  operation: Name,
  input: OperationInput<Client, Name>,
): Promise<OperationOutput<Client, Name>> {
  const call = { region: 'us-east-1', service: 'route53', operation: String(operation), input };
  // The dispatcher carries any service's output; the operation's name says which this is.
  return ((await callService(request, call)) ?? {}) as OperationOutput<Client, Name>;
}

/** Changes records and waits until the name servers have them, as CloudFormation does. */
export async function changeRecords(
  request: ProviderRequest,
  zone: { readonly HostedZoneId?: string; readonly HostedZoneName?: string },
  changes: client.Change[],
): Promise<void> {
  const HostedZoneId = zone.HostedZoneId ?? zoneIdOf(request, zone.HostedZoneName);
  const { scheduler } = request.region.world;
  const info = await submit(request, { HostedZoneId, ChangeBatch: { Changes: changes } });
  for (let poll = 0; poll < MAXIMUM_POLLS; poll += 1) {
    const { ChangeInfo } = await callControlPlane(request, 'GetChange', { Id: info.Id });
    if (ChangeInfo?.Status === 'INSYNC') return;
    await scheduler.sleep(POLL_MS);
  }
  throw new AwsError('NotStabilized', `The change ${info.Id} did not become INSYNC`);
}

/** The zone takes one change at a time: another one of the stack may be under way. */
async function submit(
  request: ProviderRequest,
  input: client.ChangeResourceRecordSetsRequest,
): Promise<client.ChangeInfo> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { ChangeInfo } = await callControlPlane(request, 'ChangeResourceRecordSets', input);
      return ChangeInfo ?? { Id: undefined, Status: undefined, SubmittedAt: undefined };
    } catch (error) {
      const isBusy = error instanceof AwsError && error.code === 'PriorRequestNotComplete';
      if (!isBusy || attempt >= MAXIMUM_POLLS) throw error;
      await request.region.world.scheduler.sleep(POLL_MS);
    }
  }
}

function zoneIdOf({ region: { world } }: ProviderRequest, name: string | undefined): string {
  if (name === undefined) throw new AwsError('InvalidRequest', 'HostedZoneId or HostedZoneName is required');
  const [zone, ...more] = world.route53.zones().filter((candidate) => candidate.name === qualify(name));
  if (zone !== undefined && more.length === 0) return zone.id;
  throw new AwsError(
    'InvalidRequest',
    `${zone === undefined ? 'No' : 'More than one'} hosted zone named ${name} found`,
  );
}
