import { type CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Serves } from '../../shared/lock-table';
import { capitalised } from '../../shared/names';
import { SWITCH_METRIC } from '../contract';

export async function putSwitchMetric(
  client: CloudWatchClient,
  workloadName: string,
  serves: Serves,
  at: Date,
): Promise<void> {
  await client.send(
    new PutMetricDataCommand({
      Namespace: capitalised(workloadName),
      MetricData: [
        {
          MetricName: SWITCH_METRIC.name,
          Dimensions: [{ Name: SWITCH_METRIC.dimension, Value: workloadName }],
          Timestamp: at,
          Value: serves === 'standby' ? 1 : 0,
        },
      ],
    }),
  );
}

/** Whether CloudWatch has a datapoint since then that says that the standby serves. */
export async function hasStandbyDatapoint(
  client: CloudWatchClient,
  workloadName: string,
  sinceMs: number,
  nowMs: number,
): Promise<boolean> {
  const { name: MetricName, dimension } = SWITCH_METRIC;
  const Namespace = capitalised(workloadName);
  let nextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(Math.floor(sinceMs / 60_000) * 60_000),
        EndTime: new Date(nowMs + 60_000),
        ScanBy: 'TimestampDescending',
        NextToken: nextToken,
        MetricDataQueries: [
          {
            Id: 'switch',
            MetricStat: {
              Metric: { Namespace, MetricName, Dimensions: [{ Name: dimension, Value: workloadName }] },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    if ((answer.MetricDataResults ?? []).some(({ Values }) => (Values ?? []).some((value) => value >= 1))) return true;
    nextToken = answer.NextToken;
  } while (nextToken);
  return false;
}
