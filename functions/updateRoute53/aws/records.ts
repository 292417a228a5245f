import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import { isNamed } from '../../shared/aws-errors';
import type { TrafficRecord } from '../plan-records';

export async function listRecords(
  client: Route53Client,
  zoneId: string,
  name: string,
): Promise<readonly TrafficRecord[]> {
  const answer = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name, StartRecordType: 'CNAME' }),
  );
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return (answer.ResourceRecordSets ?? [])
    .filter((record) => record.Name?.toLowerCase().replace(/\.$/, '') === wanted)
    .map((record) => ({
      type: record.Type ?? 'unknown',
      setIdentifier: record.SetIdentifier,
      failover: record.Failover,
      ttl: record.TTL,
      values: (record.ResourceRecords ?? []).flatMap((value) => (value.Value === undefined ? [] : [value.Value])),
      healthCheckId: record.HealthCheckId,
    }));
}

/** @returns the id of the change */
export async function changeRecords(
  client: Route53Client,
  zoneId: string,
  change: { readonly name: string; readonly records: readonly TrafficRecord[]; readonly comment: string },
): Promise<string> {
  const answer = await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {
        Comment: change.comment,
        Changes: change.records.map((record) => ({
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: change.name,
            Type: 'CNAME',
            TTL: record.ttl ?? 60,
            SetIdentifier: record.setIdentifier,
            Failover: record.failover === 'PRIMARY' || record.failover === 'SECONDARY' ? record.failover : undefined,
            ResourceRecords: record.values.map((Value) => ({ Value })),
            HealthCheckId: record.healthCheckId,
          },
        })),
      },
    }),
  );
  return answer.ChangeInfo?.Id ?? '';
}

/** `gone`: Route 53 does not know the change: it has to be made again. */
export async function changeStatus(client: Route53Client, changeId: string): Promise<'PENDING' | 'INSYNC' | 'gone'> {
  try {
    const answer = await client.send(new GetChangeCommand({ Id: changeId }));
    return answer.ChangeInfo?.Status === 'INSYNC' ? 'INSYNC' : 'PENDING';
  } catch (error) {
    if (isNamed(error, 'NoSuchChange')) return 'gone';
    throw error;
  }
}
