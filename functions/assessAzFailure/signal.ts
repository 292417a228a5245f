import * as z from 'zod';

const RdsEvent = z.object({
  id: z.string(),
  source: z.literal('aws.rds'),
  detail: z.object({ SourceArn: z.string(), EventID: z.string(), Date: z.iso.datetime({ offset: true }) }),
});
const AlarmEvent = z.object({
  id: z.string(),
  source: z.literal('aws.cloudwatch'),
  time: z.iso.datetime({ offset: true }),
  detail: z.object({ alarmName: z.string(), state: z.object({ value: z.literal('ALARM') }) }),
});

export interface ZoneSignal {
  readonly id: string;
  /** `RDS-EVENT-0071`, or the name of the alarm. */
  readonly eventId: string;
  readonly at: string;
}

/** The signal in an event; undefined where it is of something else. */
export function readZoneSignal(
  event: unknown,
  of: { readonly clusterArn: string; readonly alarmName: string },
): ZoneSignal | undefined {
  const rds = RdsEvent.safeParse(event);
  if (rds.success) {
    const { id, detail } = rds.data;
    return detail.SourceArn === of.clusterArn ? { id, eventId: detail.EventID, at: detail.Date } : undefined;
  }
  const alarm = AlarmEvent.safeParse(event);
  if (!alarm.success || alarm.data.detail.alarmName !== of.alarmName) return undefined;
  return { id: alarm.data.id, eventId: alarm.data.detail.alarmName, at: alarm.data.time };
}
