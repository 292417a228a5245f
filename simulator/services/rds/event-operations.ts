import type * as client from '@aws-sdk/client-rds';
import type { DescribeEventsMessage } from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { onlyModelled, pageOf } from './arguments';
import { EVENT_DAYS } from './events';

/** Minutes that are shown when nothing is said about the time (RDS API Reference, DescribeEvents, Duration). */
const DEFAULT_MINUTES = 60;
const MOST_MINUTES = EVENT_DAYS * 24 * 60;

export function eventOperations(region: Region): Operations<typeof client> {
  return {
    DescribeEvents: {
      // The action has no resource type (Service Authorization Reference, Amazon RDS).
      access: () => [{ action: 'rds:DescribeEvents', resource: '*' }],
      handle(input) {
        onlyModelled('rds:DescribeEvents', input, [
          'SourceIdentifier',
          'SourceType',
          'StartTime',
          'EndTime',
          'Duration',
          'EventCategories',
          'MaxRecords',
          'Marker',
        ]);
        const [fromMs, toMs] = periodOf(input, region.world.scheduler.now());
        const source = checkSource(input);
        const wanted = region.rds.events.kept.filter(
          ({ atMs, sourceType, identifier, category }) =>
            atMs >= fromMs &&
            atMs <= toMs &&
            (input.SourceType === undefined || sourceType === input.SourceType) &&
            (source === undefined || identifier === source) &&
            ((input.EventCategories ?? []).length === 0 || input.EventCategories?.includes(category) === true),
        );
        const { items, Marker } = pageOf(wanted, input);
        return {
          Events: items.map(({ atMs, sourceType, identifier, arn, category, message }) => ({
            SourceIdentifier: identifier,
            SourceType: sourceType,
            Message: message,
            EventCategories: [category],
            Date: new Date(atMs),
            SourceArn: arn,
          })),
          Marker,
        };
      },
    },
  };
}

/** If an identifier is given, its type is as well (RDS API Reference, DescribeEvents, SourceIdentifier). */
function checkSource({ SourceIdentifier: identifier, SourceType: type }: DescribeEventsMessage): string | undefined {
  if (identifier !== undefined && type === undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot specify a SourceIdentifier without specifying the SourceType.',
    );
  }
  return identifier?.toLowerCase();
}

function periodOf(input: DescribeEventsMessage, nowMs: number): readonly [fromMs: number, toMs: number] {
  const { StartTime: start, EndTime: end, Duration: minutes } = input;
  if (minutes !== undefined && (minutes < 1 || minutes > MOST_MINUTES)) {
    throw new AwsError('InvalidParameterValue', `Invalid Duration ${minutes}: from 1 to ${MOST_MINUTES} minutes.`);
  }
  const lengthMs = (minutes ?? DEFAULT_MINUTES) * 60_000;
  const toMs = end?.getTime() ?? (start === undefined || minutes === undefined ? nowMs : start.getTime() + lengthMs);
  const fromMs = start?.getTime() ?? toMs - lengthMs;
  if (fromMs > toMs) throw new AwsError('InvalidParameterCombination', 'StartTime is after EndTime.');
  return [fromMs, toMs];
}
