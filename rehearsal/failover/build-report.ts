import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import { usdOf } from '../../cost/prices';
import type { World } from '../../simulator/world';
import { runChecks } from './checks';
import { type CriticalPath, criticalPath } from './critical-path';
import type { Observations } from './observations';
import { VIRTUAL_START_MS } from '../stage/options';
import { priceOf } from '../stage/orchestration-price';
import { findOrphans } from '../stage/orphans';
import { callsToDarkRegionOf } from './recovery-path';
import type { RehearsalReport } from './report';
import { lostRows, totalOf } from '../stage/rows';
import { verdictOf } from './verdict';

export async function buildReport(observed: Observations): Promise<RehearsalReport> {
  const { options, world, estate, execution, evidence, primaryRows, restoredRows, clients } = observed;
  const path = pathOf(observed);
  const orphans = orphansOf(observed);
  const rowsBefore = totalOf(primaryRows);
  const rowsLost = restoredRows === undefined ? null : lostRows(primaryRows, restoredRows);
  const darkAtMs = darkSince(observed);
  const { apiCalls } = world.dispatcher.statistics;
  const darkCalls = callsToDarkRegionOf(world, estate);
  const checks = await runChecks(observed, { orphans, darkCalls });
  const age = evidence?.rpo.achievedSeconds ?? null;
  const objectiveSeconds = evidence?.rpo.objectiveSeconds ?? null;

  return {
    verdict: verdictOf(execution, checks),
    mode: evidence?.mode === 'drill' ? 'drill' : options.mode,
    ...conditionsOf(options, world),
    ...receivedIn(world),
    rtoSeconds: evidence?.rto.achievedSeconds ?? null,
    criticalPathSeconds: path.seconds,
    criticalPath: path.parts,
    clientDowntimeSeconds: darkAtMs === undefined ? null : (clients.downtimeSeconds(darkAtMs) ?? null),
    recoveryPointArn: evidence?.database?.recoveryPointArn ?? evidence?.recoveryPoint?.recoveryPointArn ?? null,
    recoveredBy: evidence?.recoveredBy ?? null,
    replication: evidence?.replication?.detail ?? null,
    recoveryPointAgeSeconds: age,
    recoveryPointObjectiveSeconds: objectiveSeconds,
    recoveryTimeObjectiveSeconds: evidence?.rto.objectiveSeconds ?? null,
    acceptance:
      age === null || objectiveSeconds === null || age <= objectiveSeconds
        ? null
        : acceptanceOf(age, objectiveSeconds, observed),
    rowsBefore,
    rowsAfter: rowsLost === null ? null : rowsBefore - rowsLost,
    rowsLost,
    callsToDarkRegion: darkCalls.ofFailover,
    apiCalls,
    stateTransitions: execution.stateTransitions,
    stateTransitionsUsd: usdOf('stateTransition', execution.stateTransitions, estate.standbyRegion),
    price: priceOf(world, estate.standbyRegion, execution.arn),
    orphans: orphans ?? [],
    execution: { name: execution.name, status: execution.status, error: execution.error, cause: execution.cause },
    traffic: evidence?.traffic ?? null,
    failure: evidence?.failure ?? null,
    leftovers: evidence?.leftovers ?? [],
    nextActions: evidence?.nextActions ?? [],
    checks,
    steps: (evidence?.steps ?? []).map((step) => ({ ...step, budgetSeconds: step.budgetSeconds ?? 0 })),
    notifications: world
      .region(estate.standbyRegion)
      .sns.inbox(estate.TopicArn)
      .filter(({ at }) => Date.parse(at) >= observed.startAtMs)
      .map(({ at, subject }) => ({ at: at, subject: subject ?? '' })),
  };
}

/** Undefined where no record could be read that would account for what is there. */
function orphansOf({ world, estate, recorded }: Observations): readonly string[] | undefined {
  if (recorded.from !== 'nowhere') return findOrphans({ world, estate, evidenceText: recorded.text });
  return recorded.why === 'the evidence bucket cannot be read'
    ? undefined
    : findOrphans({ world, estate, evidenceText: undefined });
}

function darkSince({ options }: Observations): number | undefined {
  return options.darkAtMs === undefined ? undefined : VIRTUAL_START_MS + options.darkAtMs;
}

/** How old the recovery point was, in words that leave nothing out. */
function acceptanceOf(ageSeconds: number, objectiveSeconds: number, { evidence }: Observations): string {
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  return (
    `The recovery point was ${minutes(ageSeconds)} minutes old, ${minutes(ageSeconds - objectiveSeconds)} minutes over the objective of ` +
    `${minutes(objectiveSeconds)}: an hourly plan does not by itself keep it. ` +
    (evidence === undefined || evidence.acceptance === null
      ? 'Nobody accepted that, so nothing was restored.'
      : `The state machine went on: ${evidence.acceptance.replace(': ', ', ')}.`)
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
