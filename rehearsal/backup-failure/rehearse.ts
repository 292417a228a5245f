import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import { usdOf } from '../../cost/prices';
import type { World } from '../../simulator/world';
import { statusOf } from '../../simulator/services/states/execution-record';
import type { Estate } from '../stage/estate';
import { VIRTUAL_START_MS } from '../stage/options';
import { refuseTooEarly, startAt } from '../stage/refuse-too-early';
import { orphanCheck } from '../stage/orphan-check';
import { findOrphans } from '../stage/orphans';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';
import { type StagedOptions, rehearseOnStage } from '../stage/rehearse-on-stage';
import { type Observed, runChecks } from './checks';
import { evidencesInHistory, failedJobs, noticesOf, readEvidences } from './observe';
import type { BackupFailureReport, FailureKind, ReportIncident } from './report';

export interface BackupFailureOptions extends StagedOptions {
  readonly what: FailureKind;
  /** How many jobs of that kind fail, one after the other, repairs included. */
  readonly times: number;
  /** From when on, from the beginning of virtual time. */
  readonly fromMs: number;
}

export interface BackupFailureResult {
  readonly report: BackupFailureReport;
  /** The evidence of the execution that followed the first incident. */
  readonly evidence: string | undefined;
  readonly trace: string;
}

const MESSAGES: Readonly<Record<FailureKind, string>> = {
  backup: 'The snapshot quota of the region is used up (rehearsal).',
  copy: 'The key of the destination vault could not be used (rehearsal).',
  expired: 'Backup job did not start within its start window (rehearsal).',
};
const STEP_MS = 60_000;
/** Alarms and repeated events still come after the end: what they cause belongs to the rehearsal. */
const QUIET_MS = 30 * 60_000;
const SETTLE_LIMIT_MS = 3 * 3_600_000;
const LIMIT_MS = 72 * 3_600_000;

/**
 * Backups or copies fail, in virtual time: the events, the metrics and the alarms go through the rules of both regions to
 * the state machine, which notifies, repairs and follows until all is well again.
 */
export async function rehearseBackupFailure(
  options: BackupFailureOptions,
  listener: TimelineListener = () => undefined,
): Promise<BackupFailureResult> {
  return await rehearseOnStage({ options, listener }, ({ world, estate }, timeline) =>
    run(options, world, estate, timeline),
  );
}

async function run(
  options: BackupFailureOptions,
  world: World,
  estate: Estate,
  timeline: Timeline,
): Promise<BackupFailureResult> {
  const { scheduler, trace } = world;
  refuseTooEarly(world, startAt(options.fromMs, '4h50m'));
  await scheduler.runUntil(VIRTUAL_START_MS + options.fromMs);
  const openBefore = await runUntilAllIsWell(world, estate);
  const fromMs = scheduler.now();
  timeline.phase('trouble', `the next ${options.times} jobs fail: ${options.what}`);
  const { backup } = world.region(estate.primaryRegion);
  for (let count = 0; count < options.times; count += 1) {
    backup.failNext({ kind: options.what, message: MESSAGES[options.what] });
  }
  const alarms = watchAlarms(world);
  showJobs(world, timeline);
  await runUntilQuiet(options, world, estate, timeline);

  const executions = executionsOf(world, estate, fromMs);
  const written = readEvidences(world, estate, new Set(executions.map(({ name }) => name)));
  const unwritten = executions.filter(({ name }) => !written.has(name));
  const evidences = new Map([...written, ...evidencesInHistory(world, estate, unwritten)]);
  const observed: Observed = {
    world,
    estate,
    failedJobs: failedJobs(world, estate, fromMs),
    notices: noticesOf(world, estate).filter(({ at }) => Date.parse(at) >= fromMs),
    evidences,
    unwritten: unwritten.map(({ name }) => name),
    executions,
    alarms: [...alarms],
    times: options.times,
    openBefore,
  };
  timeline.end(true, `${executions.length} executions, ${observed.notices.length} notifications`);
  const followed = [...written.values()].find(({ verdict }) => verdict === 'closed');
  return {
    report: reportOf(options, observed),
    evidence: followed === undefined ? undefined : JSON.stringify(followed, null, 2),
    trace: trace.toJsonLines(),
  };
}

/** Until what the first hours brought, before there was any copy, is over; answers how many incidents still are not. */
async function runUntilAllIsWell(world: World, estate: Estate): Promise<number> {
  const { scheduler } = world;
  const giveUpMs = scheduler.now() + SETTLE_LIMIT_MS;
  const running = () => executionsOf(world, estate, 0).filter(({ status }) => status === 'RUNNING').length;
  while (running() > 0 && scheduler.now() < giveUpMs) await scheduler.runUntil(scheduler.now() + STEP_MS);
  return running();
}

/** Until every ordered job has failed and every execution has ended, and for a while longer. */
async function runUntilQuiet(
  options: BackupFailureOptions,
  world: World,
  estate: Estate,
  timeline: Timeline,
): Promise<void> {
  const { scheduler } = world;
  const fromMs = scheduler.now();
  let notified = noticesOf(world, estate).length;
  let busyAtMs = fromMs;
  while (scheduler.now() - busyAtMs < QUIET_MS && scheduler.now() - fromMs < LIMIT_MS) {
    await scheduler.runUntil(scheduler.now() + STEP_MS);
    const notices = noticesOf(world, estate);
    for (const { kind, subject } of notices.slice(notified)) timeline.change(`notified (${kind}): ${subject}`);
    notified = notices.length;
    const executions = executionsOf(world, estate, fromMs);
    const isBusy =
      failedJobs(world, estate, fromMs).length < options.times ||
      executions.length === 0 ||
      executions.some(({ status }) => status === 'RUNNING');
    if (isBusy) busyAtMs = scheduler.now();
  }
}

/** Those that have begun since then: what happened before is none of the rehearsal's business. */
function executionsOf(world: World, estate: Estate, sinceMs: number) {
  return world
    .region(estate.standbyRegion)
    .states.executions(estate.BackupFailureNotificationArn)
    .filter(({ startedAtMs }) => startedAtMs >= sinceMs)
    .map((record) => ({
      name: record.identity.executionName,
      arn: record.identity.executionArn,
      status: statusOf(record),
      error: record.result?.status === 'FAILED' ? record.result.error : undefined,
      stateTransitions: record.execution.stateTransitions,
    }));
}

/** Alarms that go off from now on, by name. */
function watchAlarms(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  world.trace.listen((entry) => {
    if (entry.kind === 'resource' && entry.type === 'alarm' && entry.status === 'ALARM') names.add(entry.id);
  });
  return names;
}

const JOBS: Readonly<Record<string, string>> = { 'backup-job': 'backup', 'backup-copy-job': 'copy' };
const ENDS: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL']);

function showJobs(world: World, timeline: Timeline): void {
  world.trace.listen((entry) => {
    if (entry.kind !== 'resource') return;
    const job = JOBS[entry.type];
    const isShown = entry.type === 'alarm' || (job !== undefined && ENDS.has(entry.status));
    if (!isShown) return;
    const detail = job === undefined ? '' : `${entry.detail === undefined ? '' : `: ${entry.detail}`}`;
    const text = `${job ?? 'alarm'} ${entry.id}: ${entry.status}${detail}`;
    timeline.change(text);
  });
}

function reportOf(options: BackupFailureOptions, observed: Observed): BackupFailureReport {
  const { world, estate, evidences } = observed;
  const orphans = findOrphans({ world, estate, evidenceText: undefined });
  const checks = [...runChecks(observed), orphanCheck(orphans)];
  const incidents = incidentsOf(observed);
  const records = [...evidences.values()];
  const stateTransitions = observed.executions.reduce((sum, each) => sum + each.stateTransitions, 0);
  return {
    verdict: checks.every(({ passed }) => passed) ? 'passed' : 'failed',
    what: options.what,
    times: options.times,
    ...conditionsOf(options, world),
    ...receivedIn(world),
    failedJobs: observed.failedJobs,
    notices: observed.notices,
    incidents,
    executions: observed.executions.length,
    folded: records.filter(({ verdict }) => verdict === 'recorded').length,
    repairs: records.flatMap(({ verdict, incident }) =>
      verdict === 'closed' && incident?.repair ? [`${incident.repair.detail}: ${incident.repair.state}`] : [],
    ),
    stateTransitions,
    stateTransitionsUsd: usdOf('stateTransition', stateTransitions, observed.estate.standbyRegion),
    apiCalls: world.dispatcher.statistics.apiCalls,
    orphans,
    checks,
  };
}

/** As the executions that closed them have recorded them. */
function incidentsOf({ evidences }: Observed): readonly ReportIncident[] {
  return [...evidences.values()].flatMap(({ verdict, incident }) => {
    if (verdict === 'recorded' || incident === null) return [];
    const { incidentId, openedAt, closedAt, failedBackups, failedCopies, otherSignals, worstSeverity } = incident;
    return [{ incidentId, openedAt, closedAt, failedBackups, failedCopies, otherSignals, worstSeverity }];
  });
}
