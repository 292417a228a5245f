import { publishActivation } from '../../assembly/publish-activation';
import { publishedStacks } from '../../assembly/published-stacks';
import { readAssembly } from '../../assembly/read-assembly';
import { readinessCommandWith } from '../../cli/commands/readiness';
import { LATEST_KEY, Report, REPORT_PREFIX } from '../../functions/readiness/contract';
import type { Estate } from '../../rehearsal/stage/estate';
import { runToEnd, startExecution } from '../../rehearsal/stage/execution';
import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { BREAKS } from '../../rehearsal/readiness/breaks';
import { Stage } from '../../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { loadAssembly } from '../../simulator/load-assembly';
import type { World } from '../../simulator/world';
import { capture } from '../cli/in-process';
import { assemblyDirectory } from './support/assembly';

jest.setTimeout(180_000);

const HOUR_MS = 3_600_000;
let directory: string;
let stage: Stage;
let world: World;
let estate: Estate;

beforeAll(async () => {
  // So that an hour of darkness is not yet too long without a backup.
  directory = await assemblyDirectory({ objectives: { rpoMinutes: 240 } }, 'runtime');
  stage = new Stage({ assembly: readAssembly(directory), seed: 1, durations: 'fast', runtimeSdk: true });
  ({ world } = stage);
  estate = await stage.deploy(REFERENCE_WORKLOAD);
  await world.scheduler.runUntil(VIRTUAL_START_MS + 2.5 * HOUR_MS);
});

afterAll(() => stage.close());

const standby = () => stage.standby;

function newest(): Report {
  const { body } = standby().s3.getObject(estate.EvidenceBucketName, LATEST_KEY);
  return Report.parse(JSON.parse(new TextDecoder().decode(body)));
}

/** Lets the schedule look once more. */
async function nextReport(): Promise<Report> {
  const before = newest().checkedAt;
  await world.scheduler.runUntil(world.scheduler.now() + HOUR_MS);
  const report = newest();
  expect(Date.parse(report.checkedAt) - Date.parse(before)).toBeGreaterThan(59 * 60_000);
  return report;
}

const events = () =>
  world.trace.entries.filter(
    (entry) => entry.kind === 'call' && entry.operation === 'PutEvents' && entry.caller.includes('Readiness'),
  ).length;

const notified = () =>
  standby()
    .sns.inbox(estate.TopicArn)
    .filter(({ subject = '' }) => subject.includes('READY for a failover'))
    .map(({ message }) => message);

const notReady = (report: Report) => report.checks.filter(({ state }) => state !== 'ready').map(({ name }) => name);

function named(name: string) {
  const found = BREAKS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no break ${name}`);
  return found;
}

/** The stories follow each other in one world: what is broken stays broken. */
describe('readiness, hour by hour', () => {
  test('the schedule finds everything ready, and says so in the bucket and as metrics', async () => {
    const report = newest();
    expect(report).toMatchObject({ state: 'ready', trigger: 'schedule', counts: { degraded: 0, notReady: 0 } });
    expect(standby().s3.listObjects(estate.EvidenceBucketName, REPORT_PREFIX)).toHaveLength(3);
    const dimensions = { service: 'readiness', Workload: 'pilot-light' };
    const metric = (name: string) => standby().cloudWatch.series('PilotLight', name, dimensions).at(-1);
    expect(metric('ReadinessState')).toMatchObject({ sum: 0, sampleCount: 1 });
  });

  test('an event appears only on change', async () => {
    const before = events();
    expect(before).toBeGreaterThan(0);
    expect(await nextReport()).toMatchObject({ state: 'ready' });
    expect(events()).toBe(before);
  });

  test('a deployment after which nobody has published is named, until somebody publishes', async () => {
    const release = readAssembly(
      await assemblyDirectory({ objectives: { rpoMinutes: 240, rtoMinutes: 300 } }, 'runtime'),
    );
    const published = publishedStacks(release);
    const except = published.map(({ stack: { name } }) => name);
    await world.scheduler.runToEnd(loadAssembly(world, release, { except }));
    const after = await nextReport();
    expect(notReady(after)).toEqual(['activation-template', 'cache']);
    expect(after.checks.find(({ name }) => name === 'activation-template')).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('belongs'),
      fix: expect.stringContaining('publish-activation'),
    });
    const clients = { s3: stage.operator.s3(estate.standbyRegion), ssm: stage.operator.ssm(estate.standbyRegion) };
    for (const { stack, parameterName } of published)
      await publishActivation(stack, clients, parameterName, REFERENCE_WORKLOAD.release);
    expect(await nextReport()).toMatchObject({ state: 'ready' });
  });

  test('with us-east-1 dark only what Route 53 and the primary cluster would answer is unknown, and nothing crashes', async () => {
    const before = events();
    world.faults.addDarkness(estate.primaryRegion, world.scheduler.now(), HOUR_MS);
    const report = await nextReport();
    expect(report).toMatchObject({ state: 'degraded', counts: { degraded: 2, notReady: 0 } });
    expect(report.checks.find(({ name }) => name === 'primary-reader')).toMatchObject({ unread: true });
    expect(report.checks.find(({ name }) => name === 'health-check')).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('could not be read'),
      fix: expect.stringContaining('traffic moves without it'),
    });
    expect(events()).toBe(before + 1);
    expect(await nextReport()).toMatchObject({ state: 'ready' });
    expect(events()).toBe(before + 2);
  });

  test('backups that fail make the recovery point too old, and the report says so before a failover does', async () => {
    await world.scheduler.runToEnd(Promise.resolve(named('stale').apply(world, estate)));
    let report = newest();
    for (let hours = 0; hours < 6 && report.state === 'ready'; hours += 1) report = await nextReport();
    expect(notReady(report)).toEqual(['recovery-point']);
    expect(report.checks[0]).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('the objective is 240 minutes'),
      fix: expect.stringContaining('acceptRecoveryPointAgeMinutes'),
    });
  });

  test.each(['reader', 'quota', 'parameter', 'template', 'function', 'health-check', 'key', 'vault'])(
    'a broken %s is named in the next report, with what to do',
    async (name) => {
      const broken = named(name);
      const before = newest();
      const eventsBefore = events();
      await world.scheduler.runToEnd(Promise.resolve(broken.apply(world, estate)));
      const after = await nextReport();
      expect(after.checks.find((check) => check.name === broken.check)).toMatchObject({
        state: broken.state,
        fix: expect.stringMatching(/^(aws|npx|Create one: aws|Put it back|Put the records)/),
      });
      const more = notReady(after).filter((check) => !notReady(before).includes(check));
      expect(more.sort()).toEqual(
        [broken.check, ...broken.also].filter((check) => !notReady(before).includes(check)).sort(),
      );
      expect(events()).toBe(eventsBefore + 1);
      // What is only degraded can wait for the day.
      if (broken.state === 'degraded') expect(notified()).toEqual([]);
      else expect(notified().at(-1)).toContain(broken.check);
    },
  );

  test('the next report has nothing new, and nobody hears of it again', async () => {
    const [eventsBefore, notifiedBefore] = [events(), notified().length];
    await nextReport();
    expect([events(), notified().length]).toEqual([eventsBefore, notifiedBefore]);
  });

  test('a failover says what was known', async () => {
    const arn = await startExecution(world, estate, 'doomed', {
      mode: 'failover',
      reason: 'a test',
      requestedBy: 'ops',
    });
    const { status } = await runToEnd(world, estate, arn);
    expect(status).toBe('FAILED');
    const { body } = standby().s3.getObject(estate.EvidenceBucketName, 'executions/doomed.json');
    const evidence: unknown = JSON.parse(new TextDecoder().decode(body));
    expect(evidence).toMatchObject({
      verdict: 'failed',
      readiness: {
        state: 'not-ready',
        checkedAt: newest().checkedAt,
        problems: expect.arrayContaining([
          expect.objectContaining({ name: 'vault', state: 'not-ready', fix: expect.any(String) }),
        ]),
      },
    });
    expect(standby().sns.inbox(estate.TopicArn).at(-1)?.message).toMatch(/Readiness before: not-ready.*vault/);
  });

  test('pilotlight readiness has it look now and prints the table', async () => {
    const command = readinessCommandWith((region) => stage.operator.lambda(region));
    const [table, json] = [capture(), capture()];
    const codes = [
      await command.run(['--assembly', directory], table.io),
      await command.run(['--function', 'pilot-light-readiness', '--region', 'us-west-2', '--json'], json.io),
    ];
    expect(codes).toEqual([1, 1]);
    expect(table.stdout()).toMatch(/key +not-ready/);
    expect(table.stdout()).toContain('aws kms enable-key');
    expect(JSON.parse(json.stdout())).toMatchObject({ trigger: 'demand', state: 'not-ready', changed: false });
  });
});
