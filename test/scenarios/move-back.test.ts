import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../infra/config/parse';
import { follow } from './support/follow-command';
import { FailoverStage } from './support/failover-stage';
import { healthChanges, invoke, itemOf, MOVE_BACK } from './support/traffic';

const RUNBOOK = readFileSync(join(__dirname, '../../docs/RUNBOOK_DR.md'), 'utf8');
/** What the runbook says: until the health check sees it. Then the TTL begins to count. */
const SEEN_WITHIN_SECONDS = Number(/The health check sees it within (\d+) seconds/.exec(RUNBOOK)?.[1]);

let stage: FailoverStage;

afterEach(() => stage.close());

it('is refused while the primary is dark, names the command that insists, and moves nobody', async () => {
  stage = await FailoverStage.bringUp();
  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED' });

  const refusal = await invoke(stage, 'updateRoute53', MOVE_BACK).then(
    () => 'it was not refused',
    ({ message }: Error) => message,
  );
  expect(refusal).toContain('primary-not-answering: traffic is not moved back');
  // As `aws lambda invoke` prints it: JSON, out of which a person copies the command as it stands.
  const command = /aws lambda invoke .* \/dev\/stdout/.exec(refusal)?.[0] ?? '';
  expect(refusal).not.toMatch(/\\|at \S+ \(/);
  await stage.pass('10m');

  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'COMPLETE' });

  await follow(stage.world, command);
  expect(itemOf(stage, 'traffic')['reason']).toMatch(
    /^the primary is back \(forced: the primary region did not answer/,
  );
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'MOVED_BACK' });
});

it('takes users back within minutes, and the next failover begins anew with the newest recovery point', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const first = await stage.run();
  expect(first).toMatchObject({ status: 'SUCCEEDED' });
  // With us-east-1 up there is a cache, in a stack of its own that the record names.
  expect(stage.orphans(first)).toEqual([]);
  const { world, estate } = stage;

  // Right after the minute's `keep`, whose value masks the new one for the rest of the minute.
  await untilKept();
  const before = world.scheduler.now();
  expect(await invoke(stage, 'updateRoute53', MOVE_BACK)).toMatchObject({ state: 'switched', serves: 'primary' });
  await stage.until(() => healthChanges(stage).at(-1) === 'healthy', 'the health check sees the moveBack');
  expect((world.scheduler.now() - before) / 1000).toBeLessThanOrEqual(SEEN_WITHIN_SECONDS);
  await stage.pass('10m');
  expect(healthChanges(stage)).toEqual(['unhealthy', 'healthy']);
  expect(await stage.publicTarget()).toBe(estate.PrimaryTarget);
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'MOVED_BACK', movedBackBy: 'Ada' });

  // The primary serves and is backed up for hours; then it is lost again.
  await stage.pass('2h');
  world.faults.addDarkness(estate.primaryRegion, world.scheduler.now());
  const second = await stage.run();

  expect(second).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: false, traffic: 'standby' } });
  expect(second.evidence?.failoverId).not.toBe(first.evidence?.failoverId);
  expect(second.evidence?.recoveryPoint?.recoveryPointArn).not.toBe(first.evidence?.recoveryPoint?.recoveryPointArn);
  expect(second.evidence?.recoveryPoint?.ageSeconds).toBeLessThan(3600);
  expect(second.evidence?.database?.clusterIdentifier).not.toBe(first.evidence?.database?.clusterIdentifier);
  expect(stage.clusters).toContain(first.evidence?.database?.clusterIdentifier);
});

it('is seen as late as the runbook says: the minute of the last `keep`, the next one, and a turn of the health check', () => {
  const { keepEveryMinutes } = parseConfig({}).traffic;
  const durations = readFileSync(join(__dirname, '../../simulator/kernel/durations.json'), 'utf8');
  const { healthCheckInterval } = (JSON.parse(durations) as { default: { healthCheckInterval: number } }).default;
  expect(SEEN_WITHIN_SECONDS).toBe((keepEveryMinutes + 1) * 60 + healthCheckInterval);
});

it('is allowed while the failover is still at work, which learns of it and says so', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const execution = await stage.start();
  await stage.untilState(execution, 'PollTraffic');

  expect(await invoke(stage, 'updateRoute53', MOVE_BACK)).toMatchObject({ serves: 'primary' });
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'RUNNING', movedBackBy: 'Ada' });
  const ending = await stage.end(execution);

  expect(ending).toMatchObject({ status: 'FAILED', evidence: { verdict: 'failed', traffic: 'primary' } });
  expect(`${ending.cause}`).toMatch(/Ada (has moved it back|moved traffic back)/);
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'MOVED_BACK' });
  await stage.pass('5m');
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
});

async function untilKept(): Promise<void> {
  const { cloudWatch } = stage.standby;
  const count = () =>
    cloudWatch
      .series('PilotLight', 'StandbyServes', { Workload: 'pilot-light' })
      .reduce((all, { sampleCount }) => all + sampleCount, 0);
  const before = count();
  await stage.until(() => count() > before, 'the switch is kept');
}
