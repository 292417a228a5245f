import * as z from 'zod';
import { domainName, whole } from './fields';

export const Traffic = z.strictObject({
  /** `healthCheck` moves traffic on Route 53's data plane; `records` changes the records, which needs us-east-1. */
  mode: z.enum(['healthCheck', 'records'], 'write "healthCheck" or "records"').default('healthCheck'),
  /** How the health check hears of the switch: by a metric, or within seconds also by an endpoint that is asked. */
  switch: z.enum(['metric', 'endpoint'], 'write "metric" or "endpoint"').default('metric'),
  publicName: domainName.default('app.example.com'),
  primaryName: domainName.default('api-primary.example.com'),
  standbyName: domainName.default('api-standby.example.com'),
  ttlSeconds: whole(1, 300, 'seconds').default(60),
  /**
   * How often the switch's present value is published again. Without data the last known value stands, but in the minute of
   * a `moveBack` an older value masks the new one, until the next.
   */
  keepEveryMinutes: whole(1, 60, 'minutes').default(1),
});
