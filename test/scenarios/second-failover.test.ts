import { expectRefusal, lockOwner } from './support/expect-refusal';
import { dropHeartbeats } from './support/breakages';
import { DRILL, FAILOVER, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([
  ['failover', FAILOVER],
  ['drill', DRILL],
])('a %s that starts while a failover runs stands down and leaves it unharmed', async (_, input) => {
  stage = await FailoverStage.bringUp();
  const first = await stage.start();
  await stage.untilState(first, 'PollAurora');

  const second = await stage.run(input);

  expect(second.evidence?.nextActions).toEqual([expect.stringContaining(first)]);
  expect(lockOwner(stage)).toBe(first);
  expect(second).toMatchObject({ status: 'FAILED', error: 'FencedOutError', evidence: { leftovers: [] } });
  expect(second.cause).toContain(first);
  expect(second.inbox.map(({ subject }) => subject)).toContainEqual(expect.stringMatching(/FAILED at TakeLock$/));

  const ending = await stage.end(first);
  expect(ending).toMatchObject({ status: 'SUCCEEDED' });
  expect(stage.clusters).toEqual([ending.evidence?.database?.clusterIdentifier]);
  expect(stage.orphans(ending, second)).toEqual([]);
});

it('of two failovers that start in the same moment exactly one goes on', async () => {
  stage = await FailoverStage.bringUp();
  const executions = await Promise.all([stage.start(), stage.start()]);

  const endings = [await stage.end(executions[0]), await stage.end(executions[1])];

  expect(endings.map(({ error }) => error ?? 'none').toSorted()).toEqual(['FencedOutError', 'none']);
  expect(stage.calls('RestoreDBClusterFromSnapshot', 'ok')).toBe(1);
});

it('a failover is refused while the standby serves already', async () => {
  stage = await FailoverStage.bringUp();
  const first = await stage.run();
  expect(first.status).toBe('SUCCEEDED');

  const second = await stage.run();

  expect(second).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError', evidence: { traffic: 'standby' } });
  expect(second.cause).toContain('standby-serves');
  expect(second.inbox.map(({ subject }) => subject)).toContainEqual(expect.stringMatching(/FAILED at IsStartSafe$/));
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
  expect(stage.clusters).toEqual([first.evidence?.database?.clusterIdentifier]);
});

it('a drill is refused while an unfinished failover waits to be continued, and takes nothing down', async () => {
  stage = await FailoverStage.bringUp({ prepare: dropHeartbeats });
  const failover = await stage.run();
  expect(failover).toMatchObject({ status: 'FAILED', evidence: { failure: { step: 'SmokeTestStandby' } } });
  const { clusters } = stage;

  const drill = await stage.run(DRILL);

  await expectRefusal(
    stage,
    drill,
    { step: 'IsStartSafe', error: 'UnsafeToProceedError', cause: 'unfinished-failover' },
    [failover],
  );
  expect(clusters).toHaveLength(1);
  expect(stage.clusters).toEqual(clusters);
});
