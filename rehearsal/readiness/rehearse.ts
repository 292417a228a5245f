import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import { REPORT_PREFIX, LATEST_KEY, Report } from '../../functions/readiness/contract';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { VIRTUAL_START_MS } from '../stage/options';
import { orphanCheck } from '../stage/orphan-check';
import { findOrphans } from '../stage/orphans';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';
import { rehearseOnStage } from '../stage/rehearse-on-stage';
import type { Break } from './breaks';
import { runChecks, type WrittenReport } from './checks';
import type { ReadinessOptions } from './options';
import type { ReadinessReport } from './report';

export interface ReadinessResult {
  readonly report: ReadinessReport;
  /** The newest report, as a failover would read it. */
  readonly evidence: string | undefined;
  readonly trace: string;
}

const HOUR_MS = 3_600_000;

/**
 * The hourly readiness check, in virtual time: the schedule runs it, something that a failover needs is taken away, and the
 * next report has to name it, with what to do.
 */
export async function rehearseReadiness(
  options: ReadinessOptions,
  listener: TimelineListener = () => undefined,
): Promise<ReadinessResult> {
  return await rehearseOnStage({ options, listener }, ({ world, estate }, timeline) =>
    run(options, world, estate, timeline),
  );
}

async function run(
  options: ReadinessOptions,
  world: World,
  estate: Estate,
  timeline: Timeline,
): Promise<ReadinessResult> {
  const { scheduler, trace } = world;
  const { broken } = options;
  await scheduler.runUntil(VIRTUAL_START_MS + options.atMs);
  const before = newestReport(world, estate);
  timeline.change(describe(before));

  if (broken !== undefined) {
    timeline.phase('trouble', broken.what);
    await scheduler.runToEnd(Promise.resolve(broken.apply(world, estate)));
  }
  let after = before;
  for (let reports = 0; reports < (broken?.reports ?? 1) && !shows(after, broken); reports += 1) {
    after = await nextReport(world, estate);
    timeline.change(describe(after));
  }
  // Nothing changes any more: the next report has nothing to announce but what time brings.
  timeline.change(describe(await nextReport(world, estate)));

  const observed = { options, world, estate, before, after, reports: allReports(world, estate) };
  const orphans = findOrphans({ world, estate, evidenceText: undefined });
  const checks = [...runChecks(observed), orphanCheck(orphans)];
  return {
    report: {
      verdict: checks.every(({ passed }) => passed) ? 'passed' : 'failed',
      ...conditionsOf(options, world),
      ...receivedIn(world),
      broken: broken?.name ?? null,
      before,
      after,
      reports: observed.reports.map(({ report, announced }) => ({
        checkedAt: report.checkedAt,
        state: report.state,
        announced,
      })),
      notifications: world
        .region(estate.standbyRegion)
        .sns.inbox(estate.TopicArn)
        .filter(({ subject = '' }) => /(NOT READY|ready again) for a failover/.test(subject))
        .map(({ at, subject = '', message }) => ({ at, subject, message })),
      orphans,
      checks,
    },
    evidence: textOf(world, estate, LATEST_KEY),
    trace: trace.toJsonLines(),
  };
}

function shows(report: Report, broken: Break | undefined): boolean {
  return report.checks.some(({ name, state }) => name === broken?.check && state === broken.state);
}

/** Lets the schedule run readiness once more. */
async function nextReport(world: World, estate: Estate): Promise<Report> {
  const { checkedAt } = newestReport(world, estate);
  const { scheduler } = world;
  const limitMs = scheduler.now() + 2 * HOUR_MS;
  while (scheduler.now() < limitMs) {
    await scheduler.runUntil(scheduler.now() + 60_000);
    const newest = newestReport(world, estate);
    if (newest.checkedAt !== checkedAt) return newest;
  }
  throw new Error(`No readiness report was written within two hours of ${checkedAt}.`);
}

function newestReport(world: World, estate: Estate): Report {
  const text = textOf(world, estate, LATEST_KEY);
  if (text === undefined) throw new Error(`There is no ${LATEST_KEY} in the evidence bucket: readiness has not run.`);
  return Report.parse(JSON.parse(text));
}

/** Every report that was written, oldest first. */
function allReports(world: World, estate: Estate): readonly WrittenReport[] {
  const { s3 } = world.region(estate.standbyRegion);
  const events = world.trace.entries.flatMap((entry) =>
    entry.kind === 'call' && entry.operation === 'PutEvents' && /Readiness/.test(entry.caller) && entry.outcome === 'ok'
      ? [Date.parse(entry.at)]
      : [],
  );
  const written = s3
    .listObjects(estate.EvidenceBucketName, REPORT_PREFIX)
    .filter(({ key }) => key !== LATEST_KEY)
    .map(({ body }) => Report.parse(JSON.parse(new TextDecoder().decode(body))));
  return written.map((report, index) => {
    const fromMs = Date.parse(report.checkedAt);
    const untilMs = Date.parse(written[index + 1]?.checkedAt ?? '9999-01-01T00:00:00Z');
    return { report, announced: events.some((atMs) => atMs >= fromMs && atMs < untilMs) };
  });
}

function textOf(world: World, estate: Estate, key: string): string | undefined {
  const object = world.region(estate.standbyRegion).s3.findObject(estate.EvidenceBucketName, key);
  return object === undefined ? undefined : new TextDecoder().decode(object.body);
}

function describe({ checkedAt, state, checks }: Report): string {
  const wrong = checks.filter((check) => check.state !== 'ready').map((check) => `${check.name} (${check.state})`);
  return `readiness at ${checkedAt.slice(11, 16)}: ${state}${wrong.length === 0 ? '' : `: ${wrong.join(', ')}`}`;
}
