import type * as client from '@aws-sdk/client-eventbridge';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { otherRegionOf } from '../other-region';
import { crossRegionCall } from './cross-region-call';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    PutEvents: {
      access: (input) =>
        (input.Entries ?? []).map((entry) => ({
          action: 'events:PutEvents',
          resource: region.events.busArn(busNameOf(entry)),
          conditions: { 'events:source': entry.Source ?? '', 'events:detail-type': entry.DetailType ?? '' },
        })),
      handle(input) {
        if (input.EndpointId !== undefined) throw notModelled('An EventBridge global endpoint');
        const entries = input.Entries ?? [];
        if (entries.length < 1 || entries.length > 10) {
          throw new AwsError('ValidationException', "'entries' must have between 1 and 10 members.");
        }
        // UNVERIFIED for PutEvents: the calls that are reported with this answer are of rules.
        if (entries.some(({ EventBusName = '' }) => otherRegionOf(EventBusName, region) !== undefined)) {
          throw crossRegionCall();
        }
        const Entries = entries.map((entry) => putEntry(region, entry));
        return { FailedEntryCount: Entries.filter((entry) => entry.ErrorCode !== undefined).length, Entries };
      },
    },
  };
}

/** A bad entry fails on its own: the call succeeds, and the caller must look at FailedEntryCount. */
function putEntry(region: Region, entry: client.PutEventsRequestEntry): client.PutEventsResultEntry {
  const { Source, DetailType, Detail } = entry;
  if (!Source || !DetailType || Detail === undefined) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Source, DetailType or Detail is not valid.' };
  }
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseDetail(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  // An event for a bus that does not exist is accepted and goes nowhere (EventBridge API reference, PutEvents).
  const event = region.events.complete({
    source: Source,
    'detail-type': DetailType,
    detail,
    resources: entry.Resources,
  });
  const time = entry.Time === undefined ? event.time : `${entry.Time.toISOString().slice(0, 19)}Z`;
  region.events.accept(busNameOf(entry), { ...event, time }, 'here');
  return { EventId: event.id };
}

function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function busNameOf({ EventBusName = 'default' }: client.PutEventsRequestEntry): string {
  return EventBusName.slice(EventBusName.lastIndexOf('/') + 1);
}
