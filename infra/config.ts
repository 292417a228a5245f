import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { HeartbeatColumn, readerRole } from '../functions/shared/manifest';
import { Check } from '../functions/smokeTest/contract';
import { DataCheck } from '../functions/smokeTest/data/settings';
import { backupProblems, LONGEST_OBJECTIVE_MINUTES } from './backup-rules';
import { backupSchedule, capacity, cidr, domainName, percentage, region, text, whole } from './config-fields';
import { cronProblem } from './backup-schedule';
import { withDefaultsOfKind, Workload, workloadProblems } from './workload-config';

/** Everything that a team may want to change. The defaults are those of the reference workload. */
export type Config = z.output<typeof Schema>;

/** In place of the id of a zone that is to be made, and has not been. */
export const ZONE_NOT_MADE = 'not-made-yet';

/** A configuration that cannot be used: one line a field, each with the field's name and what to write instead. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The configuration in a JSON file laid over the defaults; without a file, the defaults. */
export function loadConfig(file?: string): Config {
  return parseConfig(file === undefined ? {} : readJson(file), file ?? 'the defaults');
}

export function parseConfig(overrides: unknown, source = 'the configuration'): Config {
  const result = Schema.safeParse(withDefaultsOfKind(overrides));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top level)'}: ${describe(issue)}`);
  throw new ConfigError(`Cannot use ${source}:\n${lines.join('\n')}`);
}

const Schema = z
  .strictObject({
    /** Prefix of every physical name. */
    name: text(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'write lower-case letters, digits and single hyphens, beginning with a letter',
    )
      .max(20, 'write 20 characters or fewer: bucket and cluster names are made from it')
      .default('pilot-light'),
    account: text(/^\d{12}$/, 'write the 12 digits of the AWS account, as a string').default('111111111111'),
    primaryRegion: region.default('us-east-1'),
    standbyRegion: region.default('us-west-2'),
    /** What is protected: our own, deployed along with it, or one that runs already. */
    workload: Workload.prefault({ kind: 'reference' }),
    /** `warm` keeps the activation stack deployed at minimum capacity: a failover waits for the database alone. */
    standby: z.enum(['pilot-light', 'warm'], 'write "pilot-light" or "warm"').default('pilot-light'),
    /** What recovers the database: `snapshot` restores a backup, `global` promotes the replica of a global database. */
    database: z.enum(['snapshot', 'global'], 'write "snapshot" or "global"').default('snapshot'),
    objectives: z
      .strictObject({
        /** Within how long the workload must serve from the standby region. */
        rtoMinutes: whole(15, LONGEST_OBJECTIVE_MINUTES, 'minutes').default(240),
        /** How much data, in minutes before the disaster, may be lost. */
        rpoMinutes: whole(15, LONGEST_OBJECTIVE_MINUTES, 'minutes').default(60),
      })
      .prefault({}),
    zone: z
      .strictObject({
        /** The public hosted zone that the team has already, or that was made by `create`. */
        id: text(
          /^Z[A-Z0-9]{3,31}$/,
          'write the id of the hosted zone, such as "Z0123456789ABC" (no /hostedzone/ before it)',
        ).optional(),
        name: domainName.default('example.com'),
        /** Makes the zone. Without an id its stack is the only one: what else there is needs the id in its templates. */
        create: z.boolean('write true or false').default(false),
        /** Record changes go on within an hour of the loss of us-east-1; of a zone that is made here. */
        acceleratedRecovery: z.boolean('write true or false').default(false),
      })
      .prefault({})
      .transform((zone) => ({ ...zone, id: zone.id ?? (zone.create ? ZONE_NOT_MADE : 'Z0PILOTLIGHT00') })),
    traffic: z
      .strictObject({
        /** `healthCheck` moves traffic on Route 53's data plane; `records` changes the records, which needs us-east-1. */
        mode: z.enum(['healthCheck', 'records'], 'write "healthCheck" or "records"').default('healthCheck'),
        /** How the health check hears of the switch: by a metric, or within seconds also by an endpoint that is asked. */
        switch: z.enum(['metric', 'endpoint'], 'write "metric" or "endpoint"').default('metric'),
        publicName: domainName.default('app.example.com'),
        primaryName: domainName.default('api-primary.example.com'),
        standbyName: domainName.default('api-standby.example.com'),
        ttlSeconds: whole(1, 300, 'seconds').default(60),
        /** How often the switch's present value is put again. Without data the last known value stands. */
        keepEveryMinutes: whole(1, 60, 'minutes').default(5),
      })
      .prefault({}),
    cluster: z
      .strictObject({
        engineVersion: text(/^1[4-9]\.\d{1,2}$/, 'write an Aurora PostgreSQL version, such as "17.9"').default('17.9'),
        databaseName: text(/^[a-z][a-z0-9_]{0,62}$/, 'write lower-case letters, digits and underscores').default('app'),
        minCapacity: capacity(0).default(0.5),
        maxCapacity: capacity(1).default(8),
        /** Of a global database's replica: `headless` costs storage alone and gets its instance in the failover. */
        replica: z.enum(['headless', 'instance'], 'write "headless" or "instance"').default('headless'),
        /** Days within which the primary cluster can be put back to any second. */
        backupRetentionDays: whole(1, 35, 'days').default(7),
      })
      .prefault({}),
    backup: z
      .strictObject({
        /** Of the hourly rule. It leaves out the hour of the daily rule, whose backup takes its place (ADR 8). */
        schedule: backupSchedule('cron(0 0-2,4-23 * * ? *)'),
        /** The daily rule, whose backups are kept for longer; null for a plan without one. */
        daily: z
          .strictObject({
            schedule: backupSchedule('cron(0 3 * * ? *)'),
            retentionDays: whole(1, 3650, 'days').default(90),
          })
          .nullable()
          .prefault({}),
        /** Whether the hourly rule lets the cluster be put back to any second of `retentionDays`, by AWS Backup. */
        continuous: z.boolean('write true or false').default(true),
        /** AWS Backup's own minimum is 60; left out, it would be eight hours. */
        startWindowMinutes: whole(60, 1440, 'minutes').default(60),
        completionWindowMinutes: whole(120, 10_080, 'minutes').default(360),
        /** Of the hourly backups in the primary region. */
        retentionDays: whole(1, 3650, 'days').default(7),
        /**
         * How long copies are kept in the standby region, where each is billed in full: `full` as long as what they are
         * copies of, `lean` the hourly ones for a day and the daily ones for 35.
         */
        copies: z.enum(['full', 'lean'], 'write "full" or "lean"').default('full'),
        /** The one role that may delete from the vaults; left out, one that the primary stack makes. */
        breakGlassRoleArn: text(
          /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
          'write the ARN of a role, such as "arn:aws:iam::111111111111:role/break-glass"',
        ).optional(),
        /** Retentions that the vaults enforce on whoever backs up or copies; null for none. */
        vaultLock: z
          .strictObject({
            /** `governance` can be taken off again with the right permissions; `compliance`, in the end, by nobody. */
            mode: z.enum(['governance', 'compliance'], 'write "governance" or "compliance"').default('governance'),
            minRetentionDays: whole(1, 36_500, 'days').default(1),
            maxRetentionDays: whole(1, 36_500, 'days').optional(),
            /** Of a lock in compliance mode: the days in which it can still be taken off. */
            changeableForDays: whole(3, 36_500, 'days').optional(),
          })
          .nullable()
          .default(null),
      })
      .prefault({}),
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
    frontend: z
      .strictObject({
        /** CloudFront in front of both buckets: reads fail over without anybody doing anything. */
        cdn: z.boolean('write true or false').default(true),
        /** Where browsers find the frontend, if there is a CDN; left out, `www` in the zone. */
        publicName: domainName.optional(),
      })
      .prefault({}),
    network: z
      .strictObject({
        primaryCidr: cidr.default('10.0.0.0/16'),
        standbyCidr: cidr.default('10.1.0.0/16'),
        /** Letters of the two availability zones, the same in both regions. */
        zones: z
          .tuple([z.string().regex(/^[a-f]$/), z.string().regex(/^[a-f]$/)], 'write two letters, such as ["a", "b"]')
          .default(['a', 'b']),
      })
      .prefault({}),
    recovery: z
      .strictObject({
        /** How long a requested approval is waited for. */
        approvalTimeoutMinutes: whole(1, 1440, 'minutes').default(60),
        /** A recovery point that expires sooner is not begun with: a restore may take hours. */
        minimumLifetimeMinutes: whole(0, 10_080, 'minutes').default(360),
        /** When the chosen recovery point cannot be restored, one older than this is not taken without asking. */
        fallbackMaxAgeMinutes: whole(60, 43_200, 'minutes').default(1440),
        /** A smoke test older than this proves nothing any more. */
        proofMaxAgeMinutes: whole(5, 240, 'minutes').default(60),
        /** What is tested before traffic moves and after; left out, the reference workload's own checks. */
        smokeChecks: z
          .array(Check, 'write a list of checks, as functions/smokeTest/contract.ts defines them')
          .optional(),
      })
      .prefault({}),
    validation: z
      .strictObject({
        /** When a backup is restored, checked and removed again: the first of each month at four. */
        schedule: z
          .string('write a cron expression of EventBridge Scheduler, such as "cron(0 4 1 * ? *)"')
          .default('cron(0 4 1 * ? *)'),
        timeZone: z
          .string()
          .refine(isTimeZone, 'write a time zone of the IANA database, such as "Europe/Berlin" or "UTC"')
          .default('UTC'),
        /** The role that the checks read as: part of the database, and so of its backups (workload/schema.sql). */
        readerRole: readerRole.default('pilot_light_reader'),
        /** The Data API itself gives up after 45. */
        statementTimeoutSeconds: whole(1, 40, 'seconds').default(30),
        /** A cluster that is not there by then does not come back in a disaster either. */
        restoreDeadlineMinutes: whole(10, 720, 'minutes').default(240),
        checkDeadlineMinutes: whole(1, 240, 'minutes').default(60),
        cleanUpDeadlineMinutes: whole(10, 240, 'minutes').default(60),
        /** A manifest older than this, before the recovery point, says too little about it. */
        manifestMaximumAgeMinutes: whole(60, 1440, 'minutes').default(180),
        /** How far a table's rows may be from what the manifests before and after the recovery point say. */
        rowsWithinPercent: z
          .number('write a percentage from 0 to 100')
          .min(0, 'write a percentage from 0 to 100')
          .max(100, 'write a percentage from 0 to 100')
          .default(5),
        /** Tables that fill and empty too fast to be compared, such as "public.jobs". */
        ignoreRowsOf: z
          .array(z.string().regex(/^[^.]+\..+$/, 'write schema and table, such as "public.jobs"'))
          .default([]),
        /** A table that is estimated to have more rows is not counted, neither in the primary nor when restored. */
        exactCountLimit: whole(0, 1_000_000_000, 'rows').default(1_000_000),
        /** The table and column whose newest time says how far the data goes; null where the workload has none. */
        heartbeat: HeartbeatColumn.extend({ maximumLagMinutes: whole(1, 1440, 'minutes').default(10) })
          .nullable()
          .prefault({ table: 'public.heartbeats', column: 'recorded_at' }),
        /** Whether amcheck looks at every index and table, where the extension is there. */
        integrity: z.boolean('write true or false').default(true),
        /** The team's own checks of the data; left out, those of the reference workload. */
        checks: z
          .array(DataCheck, 'write a list of checks, as functions/smokeTest/data/settings.ts defines them')
          .optional(),
      })
      .prefault({}),
    backupFailure: z
      .strictObject({
        /** Repeats within this time are folded into one incident, and at most one repair is started. */
        windowMinutes: whole(30, 10_080, 'minutes').default(360),
        /** From which severity on a backup or copy is started as a repair. */
        repairFrom: z
          .enum(['info', 'warning', 'critical', 'never'], 'write "info", "warning", "critical" or "never"')
          .default('warning'),
      })
      .prefault({}),
    freshness: z
      .strictObject({
        /** Whether backups and copies are started on demand where the plan alone would let the objective pass. */
        keeper: z.boolean('write true or false').default(true),
        /** Of those backups and copies: the next ones make them superfluous, and each copy is billed in full. */
        retentionDays: whole(1, 35, 'days').default(1),
        /** Of the objective, kept free for a backup or a copy that takes longer than it ever did. */
        marginMinutes: whole(0, 60, 'minutes').default(2),
      })
      .prefault({}),
    readiness: z
      .strictObject({
        /** Lambda invocations at a time that the workload and a failover need in the standby region. */
        concurrentExecutions: whole(10, 100_000, 'invocations').default(50),
      })
      .prefault({}),
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
    notifications: z
      .strictObject({
        /** Who is told of a failover and of each failure. */
        emails: z
          .array(z.email('write an e-mail address, such as "oncall@example.com"'))
          .min(1, 'write at least one address: a failover that tells nobody is not allowed')
          .default(['oncall@example.com']),
      })
      .prefault({}),
  })
  .check((context) => {
    const config = context.value;
    const refuse = (path: readonly string[], message: string) =>
      context.issues.push({ code: 'custom', path: [...path], message, input: config });

    if (config.standbyRegion === config.primaryRegion)
      refuse(['standbyRegion'], `write another region than primaryRegion (both are "${config.primaryRegion}")`);
    if (config.traffic.mode === 'records' && config.traffic.switch === 'endpoint')
      refuse(
        ['traffic', 'switch'],
        'write "metric", or "healthCheck" for traffic.mode: changed records heed no switch',
      );
    if (config.zone.acceleratedRecovery && !config.zone.create)
      refuse(
        ['zone', 'acceleratedRecovery'],
        `write true for zone.create as well, or leave it out: of a zone that is there already it is switched on with: aws route53 update-hosted-zone-features --enable-accelerated-recovery --hosted-zone-id ${config.zone.id}`,
      );
    for (const name of ['publicName', 'primaryName', 'standbyName'] as const) {
      if (!config.traffic[name].endsWith(`.${config.zone.name}`))
        refuse(
          ['traffic', name],
          `write a name in the zone "${config.zone.name}", or change zone.name to the zone that holds it`,
        );
    }
    if (config.workload.kind === 'existing') {
      const { account, primaryRegion, cache, frontend, database } = config;
      const rest = { account, primaryRegion, cacheEngine: cache.engine, cdn: frontend.cdn, database };
      for (const { path, message } of workloadProblems(config.workload, rest)) refuse(path, message);
    }
    if (new Set([config.traffic.publicName, config.traffic.primaryName, config.traffic.standbyName]).size < 3)
      refuse(['traffic'], 'write three different names for publicName, primaryName and standbyName');
    if (config.frontend.cdn) {
      const { publicName = `www.${config.zone.name}` } = config.frontend;
      if (!publicName.endsWith(`.${config.zone.name}`))
        refuse(
          ['frontend', 'publicName'],
          `write a name in the zone "${config.zone.name}", change zone.name, or write false for frontend.cdn`,
        );
      const { publicName: api, primaryName, standbyName } = config.traffic;
      if ([api, primaryName, standbyName].includes(publicName))
        refuse(['frontend', 'publicName'], 'write another name than those of the API in traffic');
    }
    if (config.cluster.replica === 'instance' && config.database === 'snapshot')
      refuse(['cluster', 'replica'], 'write "headless", or "global" for database: there is no replica otherwise');
    if (config.cluster.minCapacity > config.cluster.maxCapacity)
      refuse(['cluster', 'minCapacity'], `write at most cluster.maxCapacity, which is ${config.cluster.maxCapacity}`);
    if (config.network.zones[0] === config.network.zones[1])
      refuse(['network', 'zones'], 'write two different letters: the writer and the reader stand in different zones');
    if (config.network.primaryCidr === config.network.standbyCidr)
      refuse(
        ['network', 'standbyCidr'],
        'write another range than network.primaryCidr, so that the networks can be joined',
      );

    for (const suite of ['standby', 'public'] as const) {
      if (config.recovery.smokeChecks?.every((check) => check.suite !== suite))
        refuse(
          ['recovery', 'smokeChecks'],
          `write at least one check with the suite "${suite}": nothing would prove that traffic may move`,
        );
    }

    if (config.name.startsWith('validate-'))
      refuse(['name'], 'write a name that does not begin with "validate-": clusters on trial are named so');
    const cron = cronProblem(config.validation.schedule, config.validation.timeZone);
    if (cron !== undefined) refuse(['validation', 'schedule'], cron);

    for (const { path, message } of backupProblems(config)) refuse(path, message);
    if (config.freshness.marginMinutes >= config.objectives.rpoMinutes)
      refuse(['freshness', 'marginMinutes'], `write less than objectives.rpoMinutes, of which it is a part`);
  });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function readJson(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `Cannot read the configuration file ${file}: write the path of a JSON file, from the project's root`,
    );
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new ConfigError(
      `The configuration file ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `remove ${issue.keys.map((key) => `"${key}"`).join(', ')}: no such field`;
  return issue.message;
}
