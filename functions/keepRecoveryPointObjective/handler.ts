import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { nextRuns } from '../shared/backup-schedule';
import { createHandler, type Surroundings } from '../shared/create-handler';
import { aws, type Keeper, type Silence } from './aws';
import { CANNOT_BE_HELD, Environment, Input, METRICS, Output } from './contract';
import { decide, type Verdict } from './decide';
import { describe } from './describe';
import { type Reading, readPipeline } from './read-pipeline';
import { withContinuous } from './continuous-backups';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What stays as it is need not be told every day. */
const TELL_AGAIN_MS = 7 * DAY_MS;

/** Keeps the newest point of the standby vault younger than the objective, by backups and copies of its own. */
export const build = (keeper: Keeper, now?: () => number) =>
  createHandler({
    name: 'keepRecoveryPointObjective',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => run(keeper, input, surroundings),
  });

export const handler = build(aws);

async function run(keeper: Keeper, { dryRun }: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, logger } = surroundings;
  const nowMs = surroundings.now();
  const intervalMs = planInterval(environment, nowMs);
  const since = new Date(nowMs - lookBack(intervalMs));
  const standbyPoints = await keeper.standby(environment, since);
  const primary = await keeper.primary(environment, since, nowMs);
  if ('kind' in primary) return silent(primary, surroundings);

  const facts = withContinuous({ nowMs, standbyPoints, primaryPoints: primary.points, jobs: primary.jobs });
  const horizonMs = lookAhead(intervalMs);
  const tickMs = environment.INTERVAL_MINUTES * MINUTE_MS;
  const reading = readPipeline(facts, {
    standbyVaultArn: environment.STANDBY_VAULT_ARN,
    schedules: environment.BACKUP_SCHEDULES,
    tickMs,
    horizonMs,
  });
  const verdict = decide(reading, {
    objectiveMs: environment.RPO_MINUTES * MINUTE_MS,
    marginMs: environment.MARGIN_MINUTES * MINUTE_MS,
    horizonMs: nowMs + horizonMs,
  });
  const started = dryRun ? { copyJobId: null, backupJobId: null } : await start(keeper, verdict, nowMs, surroundings);
  if ('kind' in started) return silent(started, surroundings);

  const output = outputOf(verdict, reading, environment, started);
  logger.info(output.detail, { ...output });
  measure(output, surroundings);
  // What rests on assumed times is no news yet.
  if (output.state === 'cannotHold' && reading.measured.copies > 0 && !dryRun) {
    const subject = `${environment.WORKLOAD_NAME}: ${CANNOT_BE_HELD}`;
    const again = new Date(nowMs + TELL_AGAIN_MS);
    await keeper.tell({ subject, text: output.detail }, { environment, now: new Date(nowMs), again });
  }
  return output;
}

interface Started {
  readonly copyJobId: string | null;
  readonly backupJobId: string | null;
}

/** A call that is repeated in the same interval asks for the same jobs. */
async function start(
  keeper: Keeper,
  { copy, startBackup }: Verdict,
  nowMs: number,
  { environment }: Surroundings<Environment>,
): Promise<Started | Silence> {
  let copyJobId: string | null = null;
  if (copy !== undefined) {
    const point = copy.recoveryPointArn.slice(copy.recoveryPointArn.lastIndexOf(':') + 1);
    const token = `${environment.WORKLOAD_NAME}-copy-${point}-${copy.failures}`;
    const id = await keeper.startCopy({ environment, token }, copy.recoveryPointArn);
    if (typeof id !== 'string') return id;
    copyJobId = id;
  }
  if (!startBackup) return { copyJobId, backupJobId: null };
  const interval = Math.floor(nowMs / (environment.INTERVAL_MINUTES * MINUTE_MS));
  const token = `${environment.WORKLOAD_NAME}-backup-${interval}`;
  const backupJobId = await keeper.startBackup({ environment, token });
  return typeof backupJobId === 'string' ? { copyJobId, backupJobId } : backupJobId;
}

/** From the next run of the plan to the one after it. */
function planInterval({ BACKUP_SCHEDULES: schedules }: Environment, nowMs: number): number {
  const [first = nowMs, second = first + HOUR_MS] = nextRuns(schedules, nowMs, nowMs, 2);
  return second - first;
}

/** Enough to measure on; a cluster's jobs of so long fit one page. */
function lookBack(intervalMs: number): number {
  return Math.min(7 * DAY_MS, Math.max(8 * HOUR_MS, 2 * intervalMs));
}

/** Four runs of the plan, within reason: further ahead, times are guesses. */
function lookAhead(intervalMs: number): number {
  return Math.min(12 * HOUR_MS, Math.max(4 * HOUR_MS, 4 * intervalMs));
}

function outputOf(verdict: Verdict, reading: Reading, environment: Environment, started: Started): Output {
  const { pipeline, measured } = reading;
  const { times } = measured;
  return {
    state: verdict.state,
    detail: describe(verdict, pipeline, measured, environment.RPO_MINUTES * MINUTE_MS),
    objectiveMinutes: environment.RPO_MINUTES,
    ageMinutes: pipeline.newestMs === undefined ? null : inMinutes(pipeline.nowMs - pipeline.newestMs),
    projectedAgeMinutes: orNull(verdict.worstAgeMs, inMinutes),
    projectedAgeWithoutExtrasMinutes: orNull(verdict.worstAgeWithoutExtrasMs, inMinutes),
    bestAgeMinutes: verdict.best?.kind === 'age' ? inMinutes(verdict.best.ageMs) : null,
    heldFrom: orNull(verdict.heldFromMs, iso),
    nextExtraAt: orNull(verdict.nextExtraMs, iso),
    times: {
      startDelayMinutes: inMinutes(times.startDelayMs),
      backupMinutes: inMinutes(times.backupMs),
      copyMinutes: inMinutes(times.copyMs),
      measuredOn: measured.copies,
    },
    ...started,
  };
}

const SILENCES: Readonly<
  Record<Silence['kind'], { readonly state: Output['state']; readonly says: (why: string) => string }>
> = {
  unreachable: {
    state: 'primaryUnreachable',
    says: (why) => `does not answer (${why}): no backup or copy can be started, and none is needed to fail over`,
  },
  leftAlone: { state: 'leftAlone', says: (why) => `is left alone, because ${why}: no backup or copy is started there` },
  notSetUp: {
    state: 'notSetUp',
    says: (why) => `lacks what is to be backed up (${why}): there is nothing to keep yet`,
  },
};

/** Nothing can be started, and the standby vault stays as it is. */
function silent(silence: Silence, { environment, logger }: Surroundings<Environment>): Output {
  const { state, says } = SILENCES[silence.kind];
  const detail = `The primary region ${environment.PRIMARY_REGION} ${says(silence.why)}.`;
  logger.warn(detail);
  return {
    state,
    detail,
    objectiveMinutes: environment.RPO_MINUTES,
    ageMinutes: null,
    projectedAgeMinutes: null,
    projectedAgeWithoutExtrasMinutes: null,
    bestAgeMinutes: null,
    heldFrom: null,
    nextExtraAt: null,
    times: null,
    copyJobId: null,
    backupJobId: null,
  };
}

function measure(output: Output, { environment, metrics }: Surroundings<Environment>): void {
  metrics.addDimension('Workload', environment.WORKLOAD_NAME);
  metrics.addMetric(METRICS.holdable, MetricUnit.Count, output.state === 'cannotHold' ? 0 : 1);
  metrics.addMetric(METRICS.backups, MetricUnit.Count, output.backupJobId === null ? 0 : 1);
  metrics.addMetric(METRICS.copies, MetricUnit.Count, output.copyJobId === null ? 0 : 1);
  if (output.projectedAgeMinutes !== null) {
    metrics.addMetric(METRICS.projectedAge, MetricUnit.NoUnit, output.projectedAgeMinutes);
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
const inMinutes = (ms: number): number => Math.round(ms / 6_000) / 10;

function orNull<Value, Result>(value: Value | undefined, of: (value: Value) => Result): Result | null {
  return value === undefined ? null : of(value);
}
