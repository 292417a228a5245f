import { CreateDBInstanceCommand, DeleteDBInstanceCommand } from '@aws-sdk/client-rds';
import type { Instance } from '../../simulator/services/rds/model';
import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import { RehearsalOptionsError, VIRTUAL_START_MS } from '../stage/options';
import { orphanCheck } from '../stage/orphan-check';
import { findOrphans } from '../stage/orphans';
import { refuseTooEarly, startAt } from '../stage/refuse-too-early';
import { rehearseOnStage, type StagedOptions } from '../stage/rehearse-on-stage';
import type { Stage } from '../stage/stage';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';
import { type ObservedZone, runChecks } from './checks';
import { commandIn } from './command-in-mail';
import type { AzFailureReport } from './report';

export interface AzFailureOptions extends StagedOptions {
  /** False: the reader is removed before the zone is lost. */
  readonly hasReader: boolean;
  /** When the zone is lost, from the beginning of virtual time. */
  readonly atMs: number;
}

export interface AzFailureResult {
  readonly report: AzFailureReport;
  /** The evidence of the newest execution. */
  readonly evidence: string | undefined;
  readonly trace: string;
}

const MINUTE_MS = 60_000;
/** Often enough that an outage of seconds is seen. */
const CLIENT_SECONDS = 3;
const CLIENTS_BEFORE_MS = 5 * MINUTE_MS;
/** A reader is deleted this long before the zone is lost. */
const REMOVED_BEFORE_MS = 30 * MINUTE_MS;
const LOST_FOR_MS = 60 * MINUTE_MS;
/** How long a person takes from the mail to the command. */
const REACTION_MS = 5 * MINUTE_MS;
const LIMIT_MS = 2 * 60 * MINUTE_MS;
const QUIET_MS = 10 * MINUTE_MS;
/** By then the next hourly backup is complete. */
const NEXT_BACKUP_MS = 80 * MINUTE_MS;
const STEP_MS = 5_000;

/** The zone of the writer is lost, in virtual time: Aurora, or without a reader a person, brings a writer up in another one. */
export async function rehearseAzFailure(
  options: AzFailureOptions,
  listener: TimelineListener = () => undefined,
): Promise<AzFailureResult> {
  return await rehearseOnStage({ options, listener }, (stage, timeline) => run(options, stage, timeline));
}

async function run(options: AzFailureOptions, stage: Stage, timeline: Timeline): Promise<AzFailureResult> {
  const { world, estate } = stage;
  const { scheduler, trace } = world;
  refuseTooEarly(world, {
    ...startAt(options.atMs, '2h50m', '--at'),
    leadMs: options.hasReader ? 0 : REMOVED_BEFORE_MS,
  });
  if (options.hasReader) requireReader(stage);
  const lostAtMs = VIRTUAL_START_MS + options.atMs;
  await scheduler.runUntil(lostAtMs - REMOVED_BEFORE_MS);
  if (!options.hasReader) await removeReaders(stage, timeline);
  await scheduler.runUntil(lostAtMs - CLIENTS_BEFORE_MS);
  const { workload } = options;
  const clients = stage.startClients({ ...workload.client, everySeconds: CLIENT_SECONDS });
  await scheduler.runUntil(lostAtMs);

  const writer = writerOf(stage);
  if (writer === undefined) throw new Error(`${estate.ClusterIdentifier} has no writer before its zone is lost.`);
  const alarms = new Set<string>();
  trace.listen((entry) => {
    if (entry.kind === 'resource' && entry.type === 'alarm' && entry.status === 'ALARM') alarms.add(entry.id);
  });
  const zone = writer.availabilityZone;
  timeline.phase('trouble', `${zone} is lost, with the writer ${writer.identifier}`);
  world.faults.addZoneLoss(zone, lostAtMs, LOST_FOR_MS);

  let promotedAtMs: number | undefined;
  let commandedAtMs: number | undefined;
  let mailedAtMs: number | undefined;
  let quietSinceMs = scheduler.now();
  let told = 0;
  while (scheduler.now() - quietSinceMs < QUIET_MS && scheduler.now() - lostAtMs < LIMIT_MS) {
    await scheduler.runUntil(scheduler.now() + STEP_MS);
    const nowMs = scheduler.now();
    const mails = notificationsOf(stage, lostAtMs);
    for (const { subject } of mails.slice(told)) timeline.change(`notified: ${subject}`);
    told = mails.length;
    const command = commandIn(mails.map(({ message }) => message));
    if (command !== undefined) mailedAtMs ??= nowMs;
    if (
      command !== undefined &&
      !options.hasReader &&
      commandedAtMs === undefined &&
      nowMs - (mailedAtMs ?? 0) >= REACTION_MS
    ) {
      commandedAtMs = nowMs;
      timeline.change(`the operator runs the command of the mail: an instance in ${command.AvailabilityZone}`);
      await scheduler.runToEnd(stage.operator.rds(estate.primaryRegion).send(new CreateDBInstanceCommand(command)));
    }
    if (promotedAtMs === undefined) {
      const now = writerOf(stage);
      if (now !== undefined && now.availabilityZone !== zone) {
        promotedAtMs = promotionTime(stage, now, lostAtMs) ?? nowMs;
        timeline.change(`${now.identifier} in ${now.availabilityZone} is the writer`);
      }
      quietSinceMs = nowMs;
    }
  }
  clients.stop();
  while (backupsSince(stage, lostAtMs) === 0 && scheduler.now() - lostAtMs < NEXT_BACKUP_MS)
    await scheduler.runUntil(scheduler.now() + MINUTE_MS);
  const requests = clients.requests.filter(({ startedAtMs }) => startedAtMs >= lostAtMs);
  const failed = requests.filter(({ servedBy }) => servedBy === undefined);
  const lastFailedMs = Math.max(0, ...failed.map(({ startedAtMs }) => startedAtMs));
  const servedAgain = requests.filter(
    ({ servedBy, startedAtMs }) => servedBy !== undefined && startedAtMs > lastFailedMs,
  );
  const servedAtMs = servedAgain.length === 0 ? undefined : Math.min(...servedAgain.map(({ endedAtMs }) => endedAtMs));
  const evidences = evidencesOf(stage);
  const observed: ObservedZone = {
    options,
    zone,
    lostAtMs,
    promotedAtMs,
    commandedAtMs,
    servedAtMs: failed.length === 0 ? lostAtMs : servedAtMs,
    failedRequests: failed.length,
    notifications: notificationsOf(stage, lostAtMs),
    others: receivedIn(world).mails.filter(({ at, subject }) => Date.parse(at) >= lostAtMs && !isOurs(subject)),
    alarms: [...alarms].sort(),
    // What the workload's own team watches is not ours to judge.
    ourAlarms: [...alarms].filter((name) => name.startsWith(estate.LockTableName.replace(/lock$/, ''))),
    evidences: evidences.filter(({ writtenAtMs }) => writtenAtMs >= lostAtMs).map(({ text }) => text),
    writer: writerOf(stage),
    backupsSince: backupsSince(stage, lostAtMs),
    regionalFailovers: stage.standby.states.executions(estate.RegionalFailoverArn).length,
  };
  const orphans = findOrphans({ world, estate, evidenceText: undefined });
  const checks = [...runChecks(observed), orphanCheck(orphans)];
  const isPassed = checks.every(({ passed }) => passed);
  timeline.end(isPassed, `${observed.notifications.length} notifications, ${failed.length} failed requests`);
  const seconds = (toMs: number | undefined, fromMs = lostAtMs) =>
    toMs === undefined ? null : Math.round((toMs - fromMs) / 1000);
  const clientDowntimeSeconds = seconds(observed.servedAtMs);
  const promotedInSeconds = seconds(promotedAtMs, options.hasReader ? lostAtMs : (commandedAtMs ?? lostAtMs));
  return {
    report: {
      verdict: isPassed ? 'passed' : 'failed',
      scenario: 'az-failure',
      hasReader: options.hasReader,
      zone,
      clientDowntimeSeconds,
      promotedInSeconds,
      parts: partsOf(observed),
      failedRequests: failed.length,
      notifications: observed.notifications,
      alarms: observed.alarms,
      orphans,
      checks,
      ...conditionsOf(options, world),
      ...receivedIn(world),
    },
    evidence: observed.evidences.at(-1),
    trace: trace.toJsonLines(),
  };
}

function partsOf({ lostAtMs, commandedAtMs, promotedAtMs, servedAtMs }: ObservedZone): AzFailureReport['parts'] {
  const moments = [
    ...(commandedAtMs === undefined ? [] : [['until the command of the mail was run', commandedAtMs] as const]),
    ['until another instance was the writer', promotedAtMs] as const,
    ['until a client was served', servedAtMs] as const,
  ];
  let fromMs = lostAtMs;
  return moments.flatMap(([name, atMs]) => {
    if (atMs === undefined || atMs < fromMs) return [];
    // Rounded together, so that they add up to the downtime.
    const rounded = (timeMs: number) => Math.round((timeMs - lostAtMs) / 1000);
    const part = { name, seconds: rounded(atMs) - rounded(fromMs) };
    fromMs = atMs;
    return [part];
  });
}

async function removeReaders(stage: Stage, timeline: Timeline): Promise<void> {
  const { rds } = stage.primary;
  const readers = rds.instances.of(rds.cluster(stage.estate.ClusterIdentifier)).filter(({ isWriter }) => !isWriter);
  for (const { identifier } of readers) {
    timeline.change(`the reader ${identifier} is removed`);
    const remove = new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier });
    await stage.world.scheduler.runToEnd(stage.operator.rds(stage.estate.primaryRegion).send(remove));
  }
}

/** A workload that runs already may have a writer alone. */
function requireReader(stage: Stage): void {
  const { rds } = stage.primary;
  const writer = writerOf(stage);
  const members = rds.instances.of(rds.cluster(stage.estate.ClusterIdentifier));
  if (members.some(({ availabilityZone }) => availabilityZone !== writer?.availabilityZone)) return;
  throw new RehearsalOptionsError(
    `az-failure: ${stage.estate.ClusterIdentifier} has no reader in another zone than its writer's. Write az-failure --no-reader`,
  );
}

function writerOf({ primary: { rds }, estate }: Stage): Instance | undefined {
  return rds.instances.writerOf(rds.cluster(estate.ClusterIdentifier));
}

/** As the trace has it: to the millisecond. */
function promotionTime({ world }: Stage, { identifier }: Instance, sinceMs: number): number | undefined {
  const entry = world.trace.entries.find(
    (each) =>
      each.kind === 'resource' && each.id === identifier && each.status === 'writer' && Date.parse(each.at) >= sinceMs,
  );
  return entry === undefined ? undefined : Date.parse(entry.at);
}

function notificationsOf({ world }: Stage, sinceMs: number) {
  return receivedIn(world).mails.filter(({ at, subject }) => Date.parse(at) >= sinceMs && isOurs(subject));
}

function isOurs(subject: string): boolean {
  return /Aurora failed over|no writer in|answers again/.test(subject);
}

function evidencesOf({ standby, estate }: Stage) {
  return standby.s3.listObjects(estate.EvidenceBucketName, 'az-failures/').map(({ body }) => {
    const text = new TextDecoder().decode(body);
    const { writtenAt } = JSON.parse(text) as { readonly writtenAt: string };
    return { text, writtenAtMs: Date.parse(writtenAt) };
  });
}

/** Backups of the cluster that completed since then. */
function backupsSince({ world }: Stage, sinceMs: number): number {
  return world.trace.entries.filter(
    (entry) =>
      entry.kind === 'resource' &&
      entry.type === 'backup-job' &&
      entry.status === 'COMPLETED' &&
      Date.parse(entry.at) >= sinceMs,
  ).length;
}
