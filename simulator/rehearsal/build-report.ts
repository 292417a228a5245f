import type { World } from '../world';
import type { Clients } from './clients';
import { runChecks } from './checks';
import { type CriticalPath, criticalPath, type DrawnDuration } from './critical-path';
import type { Estate } from './estate';
import type { Evidence } from './evidence';
import { type RehearsalOptions, VIRTUAL_START_MS } from './options';
import { findOrphans } from './orphans';
import type { FinishedExecution } from './execution';
import { callsToDarkRegionOf } from './recovery-path';
import { type RehearsalReport, USD_PER_STATE_TRANSITION } from './report';
import type { Heartbeat } from './rows';

export interface Observations {
  readonly options: RehearsalOptions;
  readonly world: World;
  readonly estate: Estate;
  readonly clients: Clients;
  /** Durations drawn since the execution started. */
  readonly drawn: readonly DrawnDuration[];
  readonly startAtMs: number;
  /** The rows of the primary when the failover began. */
  readonly primaryRows: readonly Heartbeat[];
  /** The rows of the restored cluster; undefined when none was restored. */
  readonly restoredRows: readonly Heartbeat[] | undefined;
  readonly execution: FinishedExecution;
  readonly evidence: Evidence | undefined;
  /** The evidence as it was written. */
  readonly evidenceText: string | undefined;
}

/** Refusals: the state machine would not go on because it could not be sure, and changed nothing that serves. */
const REFUSALS: ReadonlySet<string> = new Set(['UnsafeToProceedError', 'FencedOutError', 'InvalidRequestError']);

export async function buildReport(observed: Observations): Promise<RehearsalReport> {
  const { options, world, estate, execution, evidence, primaryRows, restoredRows, clients } = observed;
  const path = pathOf(observed);
  const orphans = findOrphans(observed);
  const restored = new Set(restoredRows?.map(({ key }) => key));
  const lost = restoredRows === undefined ? [] : primaryRows.filter(({ key }) => !restored.has(key));
  const darkAtMs = darkSince(observed);
  const { apiCalls } = world.dispatcher.statistics;
  const callsToDarkRegion = callsToDarkRegionOf(world, estate);
  const checks = await runChecks(observed, { lost, orphans, callsToDarkRegion });
  const age = evidence?.rpo.achievedSeconds ?? null;
  const objectiveSeconds = evidence?.rpo.objectiveSeconds ?? null;

  return {
    verdict: checks.every((check) => check.passed) ? 'passed' : isRefusal(execution) ? 'refused' : 'failed',
    mode: evidence?.mode === 'drill' ? 'drill' : options.mode,
    seed: options.seed,
    durations: options.durations,
    faults: world.faults.describe(),
    rtoSeconds: evidence?.rto.achievedSeconds ?? null,
    criticalPathSeconds: path.seconds,
    criticalPath: path.parts,
    clientDowntimeSeconds: darkAtMs === undefined ? null : (clients.downtimeSeconds(darkAtMs) ?? null),
    recoveryPointArn: evidence?.database?.recoveryPointArn ?? evidence?.recoveryPoint?.recoveryPointArn ?? null,
    recoveryPointAgeSeconds: age,
    recoveryPointObjectiveSeconds: objectiveSeconds,
    recoveryTimeObjectiveSeconds: evidence?.rto.objectiveSeconds ?? null,
    acceptance:
      age === null || objectiveSeconds === null || age <= objectiveSeconds
        ? null
        : acceptanceOf(age, objectiveSeconds, observed),
    rowsBefore: primaryRows.length,
    rowsAfter: restoredRows === undefined ? 0 : primaryRows.length - lost.length,
    rowsLost: lost.length,
    callsToDarkRegion,
    apiCalls,
    stateTransitions: execution.stateTransitions,
    stateTransitionsUsd: execution.stateTransitions * USD_PER_STATE_TRANSITION,
    orphans,
    execution: { name: execution.name, status: execution.status, error: execution.error, cause: execution.cause },
    checks,
    steps: (evidence?.steps ?? []).map((step) => ({ ...step, budgetSeconds: step.budgetSeconds ?? 0 })),
    notifications: world
      .region(estate.standbyRegion)
      .sns.inbox(estate.TopicArn)
      .filter(({ at }) => Date.parse(at) >= observed.startAtMs)
      .map(({ at, subject }) => ({ at: at, subject: subject ?? '' })),
  };
}

function isRefusal({ status, error }: FinishedExecution): boolean {
  return status === 'FAILED' && error !== null && REFUSALS.has(error);
}

function darkSince({ options }: Observations): number | undefined {
  return options.darkAtMs === undefined ? undefined : VIRTUAL_START_MS + options.darkAtMs;
}

/** How old the recovery point was, in words that leave nothing out. */
function acceptanceOf(ageSeconds: number, objectiveSeconds: number, { evidence }: Observations): string {
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  return (
    `The newest usable recovery point was ${minutes(ageSeconds)} minutes old, ${minutes(ageSeconds - objectiveSeconds)} minutes over the objective of ` +
    `${minutes(objectiveSeconds)}: an hourly plan does not by itself keep it. ${evidence?.acceptance ?? 'No acceptance is recorded.'}`
  );
}

function pathOf({ drawn, evidence, world, estate, execution }: Observations): CriticalPath {
  const slowest = (suite: string) =>
    Math.max(
      0,
      ...(evidence?.checks ?? []).filter((check) => check.suite === suite).map(({ durationMs }) => durationMs / 1000),
    );
  const switchedAt = evidence?.steps.findLast(({ name }) => name === 'UpdateRoute53')?.endedAt;
  return criticalPath({
    drawn: drawn.filter(({ atMs }) => atMs <= execution.endedAtMs),
    smokeRequestSeconds: [slowest('standby'), slowest('public')],
    detectionSeconds: switchedAt === undefined ? undefined : detectionSeconds(world, Date.parse(switchedAt)),
    ttlSeconds: world.route53.answer(estate.PublicName, 'CNAME')?.ttl ?? 0,
  });
}

/** From the switch to the health check that saw it. */
function detectionSeconds(world: World, switchedAtMs: number): number {
  const seen = world.trace.entries.find(
    (entry) => entry.kind === 'resource' && entry.type === 'health-check' && Date.parse(entry.at) >= switchedAtMs,
  );
  return seen === undefined ? 0 : (Date.parse(seen.at) - switchedAtMs) / 1000;
}
