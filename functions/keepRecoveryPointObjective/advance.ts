import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { nextRuns } from '../shared/backup-schedule';
import type { Surroundings } from '../shared/create-handler';
import { callPrimary } from '../shared/primary';
import type { RecoveryPoint, UsePolicy } from '../shared/recovery-points';
import type { Keeper, PrimaryBackups } from './aws';
import { type Environment, type Input, METRICS, type Output } from './contract';
import { continuousAsSnapshots } from '../shared/forecast/continuous-backups';
import { decide, type Verdict } from './decide';
import type { Facts } from '../shared/forecast/facts';
import { composeHeldUpMail, composeMail } from './mail';
import { notifyOnce } from './notify';
import { outputOf, withoutPrimary } from './output';
import { type PipelineReading, readPipeline } from '../shared/forecast/read-pipeline';
import { start } from './start';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Reads both vaults and the jobs, decides what the objective needs, starts it, and says how things are. */
export async function advance(
  keeper: Keeper,
  { dryRun }: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, logger } = surroundings;
  const nowMs = surroundings.now();
  const intervalMs = planInterval(environment, nowMs);
  const sinceMs = nowMs - lookBack(intervalMs);
  const copied: UsePolicy = {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs,
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * MINUTE_MS,
  };
  const standbyPoints = await keeper.standby(environment, copied, sinceMs);
  const suspended = await keeper.whySuspended(environment);
  if (suspended !== undefined) return withoutPrimary({ kind: 'leftAlone', why: suspended }, surroundings);
  const primary = await callPrimary(() => keeper.primary(environment, sinceMs));
  if (primary.kind !== 'answered') return withoutPrimary(primary, surroundings);

  const horizonMs = lookAhead(intervalMs);
  const reading = readPipeline(factsOf(nowMs, standbyPoints, primary.answer), {
    standbyVaultArn: environment.STANDBY_VAULT_ARN,
    schedules: environment.BACKUP_SCHEDULES,
    tickMs: environment.INTERVAL_MINUTES * MINUTE_MS,
    horizonMs,
    copied,
    copiesAtATime: environment.COPIES_AT_A_TIME,
    isKept: true,
  });
  const verdict = decide(reading, {
    objectiveMs: environment.RPO_MINUTES * MINUTE_MS,
    marginMs: environment.MARGIN_MINUTES * MINUTE_MS,
    horizonMs: nowMs + horizonMs,
  });
  const started = await callPrimary(() => start(keeper, dryRun ? NOTHING : verdict, nowMs, environment));
  if (started.kind !== 'answered') return withoutPrimary(started, surroundings);

  const output = outputOf(verdict, reading, environment, started.answer);
  if (output.refused === null) logger.info(output.detail, { ...output });
  else logger.warn(output.detail, { ...output });
  measure(output, surroundings);
  if (!dryRun) await notify(keeper, output, { ...reading, isHeldUp: verdict.isHeldUp }, surroundings);
  return output;
}

const NOTHING = { copy: undefined, startBackup: false };

function factsOf(nowMs: number, standbyPoints: readonly RecoveryPoint[], { points, ...rest }: PrimaryBackups): Facts {
  return continuousAsSnapshots({ nowMs, standbyPoints, primaryPoints: points, ...rest });
}

/** What rests on assumed times is no news yet. */
async function notify(
  keeper: Keeper,
  output: Output,
  { measured, isHeldUp }: PipelineReading & Pick<Verdict, 'isHeldUp'>,
  surroundings: Surroundings<Environment>,
): Promise<void> {
  if (output.state === 'holds' || measured.copies === 0) return;
  if (output.state !== 'cannotHold' && !isHeldUp) return;
  const { environment, region } = surroundings;
  const compose = isHeldUp ? composeHeldUpMail : composeMail;
  await notifyOnce(keeper, compose(output.detail, { workload: environment.WORKLOAD_NAME, region }), surroundings);
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

function measure(output: Output, { environment, metrics }: Surroundings<Environment>): void {
  metrics.addDimension('Workload', environment.WORKLOAD_NAME);
  metrics.addMetric(METRICS.holdable, MetricUnit.Count, output.state === 'cannotHold' ? 0 : 1);
  if (output.projectedAgeMinutes !== null) {
    metrics.addMetric(METRICS.projectedAge, MetricUnit.NoUnit, output.projectedAgeMinutes);
  }
}
