import * as z from 'zod';
import { cidr, domainName, percentage, whole } from './fields';

/** Settings of the reference workload, which this project deploys. A workload that runs already has none of them. */
export const REFERENCE_SETTINGS = {
  /** Of the network in the primary region. */
  cidr: cidr.default('10.0.0.0/16'),
  cache: z
    .strictObject({
      /** Valkey is billed from 100 MB on, Redis OSS from 1 GB on; `none` for a workload without a cache. */
      engine: z.enum(['valkey', 'redis', 'none'], 'write "valkey", "redis" or "none"').default('valkey'),
      /** In the standby region `activation` makes it in a failover, `always` keeps one and pays for it. */
      standby: z.enum(['activation', 'always'], 'write "activation" or "always"').default('activation'),
      /** What the cache may hold at most, and so what it may cost. */
      maxDataGigabytes: whole(1, 5000, 'gigabytes').default(1),
      maxEcpuPerSecond: whole(1000, 15_000_000, 'ECPUs a second').default(5000),
    })
    .prefault({}),
  /**
   * What each region's HTTP API takes; more is answered with 429. Who has more users raises it, up to the account's quota
   * of 10,000 a second, with bursts of 5,000 (API Gateway quotas). Without it one client could use up that quota, and the
   * functions that a failover needs.
   */
  throttling: z
    .strictObject({
      requestsPerSecond: whole(1, 10_000, 'requests a second').default(500),
      burst: whole(1, 5000, 'requests').default(1000),
    })
    .prefault({}),
  frontend: z
    .strictObject({
      /** CloudFront in front of both buckets: reads fail over without anybody doing anything. */
      cdn: z.boolean('write true or false').default(true),
      /** Where browsers find the frontend, if there is a CDN; left out, `www` in the zone. */
      publicName: domainName.optional(),
    })
    .prefault({}),
  /**
   * The reader in the second zone. `pauses` saves what a second writer costs, for who can wait half a minute more when the
   * writer's zone fails and begin at half a unit; `follows` has the writer's capacity at any time, and its price.
   */
  reader: z.enum(['pauses', 'follows'], 'write "pauses" or "follows"').default('pauses'),
  /**
   * A dashboard of the workload beside that of its protection, for who looks at graphs before there is an alarm. Without it
   * the nine alarms are there all the same, and their metrics in the console of CloudWatch.
   */
  dashboard: z.boolean('write true or false').default(false),
  /**
   * When the alarms of the primary region go off. Where the CloudWatch User Guide ("Recommended alarms") has a figure
   * or says how to come by one, the default is that.
   */
  alarms: z
    .strictObject({
      /** Of the requests, answered with 5xx; AWS recommends 5, in each of three minutes. */
      api5xxPercent: percentage.default(5),
      /** What nine requests in ten stay within; AWS recommends 2500, in each of five minutes. */
      apiLatencyMilliseconds: whole(1, 30_000, 'milliseconds').default(2500),
      /** Crashes and time-outs of the function, in each of three minutes: with 0, a fault that stays, however rare. */
      lambdaErrorsPerMinute: whole(0, 1_000_000, 'errors').default(0),
      /** Refused invocations, in each of five minutes: one refused is one user turned away. */
      lambdaThrottlesPerMinute: whole(0, 1_000_000, 'invocations').default(0),
      /** Of the capacity that the cluster may grow to; AWS recommends 90 for processors, in each of five minutes. */
      auroraCapacityPercent: percentage.default(90),
      /** Of the connections that the engine takes at most; AWS recommends 80 to 90. */
      auroraConnectionsPercent: percentage.default(80),
      /** A reader is usually less than 100 behind (Aurora User Guide, Replication); a whole second is a reader in trouble. */
      auroraReplicaLagMilliseconds: whole(1, 3_600_000, 'milliseconds').default(1000),
      /** Commands that the cache refused because it could not grow as fast as its load. */
      cacheThrottlesPerMinute: whole(0, 1_000_000, 'commands').default(0),
    })
    .prefault({}),
};

export const ReferenceWorkload = z.strictObject({ kind: z.literal('reference'), ...REFERENCE_SETTINGS });
export type ReferenceWorkload = z.output<typeof ReferenceWorkload>;
