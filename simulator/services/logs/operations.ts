import type * as client from '@aws-sdk/client-cloudwatch-logs';
import type { FilterLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { onlyModelled } from '../only-modelled';
import { type PageRules, pageOf } from '../paging';
import { matcherOf } from './filter-pattern';
import type { LogGroup } from './log-group';

export function operationsOf(region: Region): Operations<typeof client> {
  const accessTo = (action: string, name: string | undefined): readonly Access[] => [
    { action, resource: name?.startsWith('arn:') === true ? name.replace(/:\*$/, '') : region.logs.arn(name ?? '*') },
  ];
  return {
    CreateLogGroup: {
      access: (input) => [
        ...accessTo('logs:CreateLogGroup', input.logGroupName),
        ...(input.tags === undefined ? [] : accessTo('logs:TagResource', input.logGroupName)),
        ...(input.kmsKeyId === undefined ? [] : accessTo('logs:AssociateKmsKey', input.logGroupName)),
      ],
      handle(input) {
        onlyModelled('logs:CreateLogGroup', input, [
          'logGroupName',
          'logGroupClass',
          'tags',
          'deletionProtectionEnabled',
        ]);
        region.logs.create({
          name: input.logGroupName ?? '',
          logGroupClass: input.logGroupClass === 'INFREQUENT_ACCESS' ? 'INFREQUENT_ACCESS' : 'STANDARD',
          isProtected: input.deletionProtectionEnabled,
          tags: input.tags,
        });
        return {};
      },
    },
    DescribeLogGroups: {
      // The action has no resource type (Service Authorization Reference, Amazon CloudWatch Logs).
      access: () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
      handle(input) {
        onlyModelled('logs:DescribeLogGroups', input, [
          'logGroupNamePrefix',
          'logGroupNamePattern',
          'limit',
          'nextToken',
        ]);
        const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern = '', limit: size, nextToken: asked } = input;
        if (prefix !== undefined && pattern !== '') {
          throw new AwsError(
            'InvalidParameterException',
            'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
          );
        }
        // The pattern is a part of the name, in any case (CloudWatch Logs API Reference, DescribeLogGroups).
        const wanted = [...region.logs.groups.values()]
          .filter(({ name }) => name.startsWith(prefix ?? '') && name.toLowerCase().includes(pattern.toLowerCase()))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const { items, token } = pageOf(wanted, { size, token: asked }, rules('limit', 50, 50));
        return { logGroups: items.map(describe), nextToken: token };
      },
    },
    PutRetentionPolicy: {
      access: (input) => accessTo('logs:PutRetentionPolicy', input.logGroupName),
      handle(input) {
        region.logs.retain(region.logs.get(input.logGroupName ?? ''), input.retentionInDays ?? 0);
        return {};
      },
    },
    DeleteRetentionPolicy: {
      access: (input) => accessTo('logs:DeleteRetentionPolicy', input.logGroupName),
      handle(input) {
        region.logs.retain(region.logs.get(input.logGroupName ?? ''), undefined);
        return {};
      },
    },
    DeleteLogGroup: {
      access: (input) => accessTo('logs:DeleteLogGroup', input.logGroupName),
      handle(input) {
        const group = region.logs.get(input.logGroupName ?? '');
        if (group.isProtected) {
          throw new AwsError('ValidationException', `The log group ${group.name} has deletion protection.`);
        }
        region.logs.delete(group);
        return {};
      },
    },
    FilterLogEvents: {
      access: (input) => accessTo('logs:FilterLogEvents', input.logGroupIdentifier ?? input.logGroupName),
      handle(input) {
        onlyModelled('logs:FilterLogEvents', input, [
          'logGroupName',
          'logGroupIdentifier',
          'logStreamNames',
          'logStreamNamePrefix',
          'startTime',
          'endTime',
          'filterPattern',
          'nextToken',
          'limit',
          // Without effect since 2019: lines always come in the order of time (API Reference, FilterLogEvents).
          'interleaved',
        ]);
        const { limit: size, nextToken: asked } = input;
        const lines = wantedLines(region, input);
        const { items, token } = pageOf(lines, { size, token: asked }, rules('limit', 10_000, 10_000));
        return { events: [...items], searchedLogStreams: [], nextToken: token };
      },
    },
  };
}

function wantedLines(region: Region, input: FilterLogEventsRequest): readonly client.FilteredLogEvent[] {
  const { logGroupName, logGroupIdentifier, logStreamNames: streams, logStreamNamePrefix: prefix } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw new AwsError(
      'InvalidParameterException',
      'Either logGroupName or logGroupIdentifier is required, and not both.',
    );
  }
  if (streams !== undefined && prefix !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.',
    );
  }
  const group = region.logs.get(logGroupIdentifier ?? logGroupName ?? '');
  const matches = matcherOf(input.filterPattern ?? '');
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
  return region.logs
    .linesOf(group)
    .map((line, index) => ({ ...line, index }))
    .filter(
      ({ timestampMs, stream, message }) =>
        timestampMs >= startTime &&
        timestampMs <= endTime &&
        (streams === undefined || streams.includes(stream)) &&
        stream.startsWith(prefix ?? '') &&
        matches(message),
    )
    .map(({ stream, timestampMs, message, index }) => ({
      logStreamName: stream,
      timestamp: timestampMs,
      message,
      ingestionTime: timestampMs,
      // 56 digits in AWS; one that sorts as the lines do.
      eventId: `${String(timestampMs).padStart(20, '0')}${String(index).padStart(36, '0')}`,
    }));
}

function describe(group: LogGroup): client.LogGroup {
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    storedBytes: 0,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    deletionProtectionEnabled: group.isProtected,
  };
}

/** With the words and codes of CloudWatch Logs, which names its members in lower case (API Reference, Common errors). */
function rules(member: string, most: number, otherwise: number): PageRules {
  const refuse = (message: string): AwsError => new AwsError('InvalidParameterException', message);
  return {
    member,
    least: 1,
    most,
    otherwise,
    wrongSize: refuse,
    wrongToken: () => refuse('The specified nextToken is invalid.'),
  };
}
