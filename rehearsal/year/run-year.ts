import { readAssembly } from '../../assembly/read-assembly';
import { PostgresStore } from '../../simulator/data/postgres-store';
import { setDataStoreOf } from '../../simulator/data/store-of-world';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { statementsIn } from '../stage/sql';
import { type Stage, withStage } from '../stage/stage';
import { REFERENCE_SCHEMA, REFERENCE_WORKLOAD } from '../workload/reference';
import { noticesOf } from '../backup-failure/observe';
import { dueWithin } from '../stage/due';
import { runChecks } from './checks';
import { drillsOf } from './drills';
import { writeHeartbeats } from './heartbeats';
import { InjectedFailures } from './injected-failures';
import { DAY_MS, HOUR_MS, WARM_UP_MS, type YearOptions } from './options';
import { NO_SCHEDULE_FOUND } from '../../functions/keepRecoveryPointObjective/contract';
import { RecoveryPointAges, summarise, without } from './recovery-point-ages';
import type { YearReport } from './report';
import { StoredCopies } from './stored';
import { Validations } from './validations';
import { YearStore } from './year-store';

/** Some days of calls: as many as a price is counted from. */
const TRACE_ENTRIES = 40_000;
/** What has begun by the end of the last day is followed to its end. */
const LONGEST_AFTERMATH_MS = 2 * DAY_MS;
/** The validation in this last part of the run restores on PostgreSQL. */
const ON_POSTGRES_MS = 31 * DAY_MS;

/**
 * Months of ordinary operation in virtual time: hourly backups and copies that expire, the monthly validations, one
 * failed backup a week and one failed copy a month. Everything through the schedules, rules and alarms of the templates.
 */
export async function runYear(
  options: YearOptions,
  onDay: (day: number) => void = () => undefined,
): Promise<YearReport> {
  const assembly = readAssembly(options.assemblyDirectory);
  const { seed, durations, startMs, runtimeSdk } = options;
  return await withStage({ assembly, seed, durations, startMs, runtimeSdk }, (stage) => run(options, stage, onDay));
}

async function run(options: YearOptions, stage: Stage, onDay: (day: number) => void): Promise<YearReport> {
  const { world, assembly } = stage;
  const { scheduler, random } = world;
  world.trace.keepNewest(TRACE_ENTRIES);
  const postgres = new PostgresStore({
    io: (operation) => scheduler.io(operation),
    moment: () => ({ nowMs: scheduler.now(), seed: random.next('postgres') }),
  });
  const store = await YearStore.open(postgres, statementsIn(REFERENCE_SCHEMA));
  setDataStoreOf(world, store);
  const estate = await stage.deploy(REFERENCE_WORKLOAD);
  const counts = new JobCounts(world);
  const ages = new RecoveryPointAges(world, estate);
  const stored = new StoredCopies(world, estate);
  const validations = new Validations(world, estate);
  const beganMs = scheduler.now();
  const endMs = beganMs + options.days * DAY_MS;
  writeHeartbeats(world, estate);
  await scheduler.runUntil(beganMs + WARM_UP_MS);
  const failures = new InjectedFailures(world, estate, options.days - 1);
  scheduler.at(endMs - ON_POSTGRES_MS, () => store.restoreNextOnPostgres());

  for (let day = 1; day <= options.days; day += 1) {
    await scheduler.runUntil(beganMs + day * DAY_MS);
    await validations.look();
    onDay(day);
  }
  for (let waitedMs = 0; isBusy(world, estate, validations) && waitedMs < LONGEST_AFTERMATH_MS; waitedMs += HOUR_MS) {
    await scheduler.runUntil(scheduler.now() + HOUR_MS);
  }
  await validations.look();

  const spans = ages.spans().filter(({ fromMs }) => fromMs >= beganMs + WARM_UP_MS);
  const failedAtMs = failures.jobs.map(({ atMs }) => atMs);
  const outsideFailures = summarise(without(spans, failedAtMs), options.objectiveMinutes);
  const notices = noticesOf(world, estate).map(({ kind }) => kind);
  const passed = validations.all.filter(({ verdict }) => verdict === 'PASSED');
  const drills = drillsOf(world, estate);
  const dearest = [...validations.all].sort((a, b) => b.price.usd - a.price.usd)[0]?.price;
  return {
    days: options.days,
    seed: options.seed,
    objectiveMinutes: options.objectiveMinutes,
    apiCalls: world.dispatcher.statistics.apiCalls,
    backupJobs: counts.backupJobs,
    copyJobs: counts.copyJobs,
    expiredRecoveryPoints: stored.expired,
    stored: stored.count(),
    cannotHold: cannotHold(world, estate),
    ages: {
      all: summarise(spans, options.objectiveMinutes),
      outsideFailures,
    },
    injectedFailures: {
      backups: failures.jobs.filter(({ kind }) => kind === 'backup').length,
      copies: failures.jobs.filter(({ kind }) => kind === 'copy').length,
    },
    incidents: {
      opened: notices.filter((kind) => kind === 'opened').length,
      allClear: notices.filter((kind) => kind === 'allClear').length,
      messages: notices.length,
    },
    validations: {
      passed: passed.length,
      other: validations.all
        .filter(({ verdict }) => verdict !== 'PASSED')
        .map(({ name, status, verdict }) => `${name}: ${status}, ${verdict}`),
      onPostgres: store.restoredOnPostgres,
      highestUsd: dearest?.usd ?? 0,
      stateTransitions: dearest?.stateTransitions ?? 0,
      invocations: dearest?.invocations ?? 0,
      requests: Object.values(dearest?.requests ?? {}).reduce((sum, each) => sum + each, 0),
    },
    drills,
    checks: runChecks({
      world,
      estate,
      failedJobs: failures.jobs,
      validations: validations.all,
      dueValidations: dueWithin('restore-validation', assembly, { fromMs: beganMs, toMs: endMs }).length,
      drills,
      dueDrillsMs: dueWithin('drill', assembly, { fromMs: beganMs, toMs: endMs }),
      deployedAtMs: beganMs,
      clusters: store.ledger.clusterCount,
      isKept: options.isKept,
      objectiveMinutes: options.objectiveMinutes,
      agesOutsideFailures: outsideFailures,
    }),
  };
}

function cannotHold(world: World, estate: Estate): string | null {
  const messages = world.region(estate.standbyRegion).sns.inbox(estate.TopicArn);
  return messages.findLast(({ subject }) => subject?.endsWith(NO_SCHEDULE_FOUND))?.message ?? null;
}

function isBusy(world: World, estate: Estate, validations: Validations): boolean {
  const { states } = world.region(estate.standbyRegion);
  const incidents = states.executions(estate.BackupFailureNotificationArn);
  return validations.running > 0 || incidents.some(({ result }) => result === undefined);
}

/** Jobs that have ended, of the whole world: copies run where their source is. */
class JobCounts {
  readonly backupJobs = { completed: 0, failed: 0 };
  readonly copyJobs = { completed: 0, failed: 0 };

  constructor(world: World) {
    world.trace.listen((entry) => {
      if (entry.kind !== 'resource') return;
      const counts = { 'backup-job': this.backupJobs, 'backup-copy-job': this.copyJobs }[entry.type];
      if (counts === undefined) return;
      if (entry.status === 'COMPLETED') counts.completed += 1;
      if (/^(FAILED|EXPIRED|ABORTED|PARTIAL)$/.test(entry.status)) counts.failed += 1;
    });
  }
}
