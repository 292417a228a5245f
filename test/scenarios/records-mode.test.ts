import { expectFailure } from './support/expect-refusal';
import { FAILOVER, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;
afterEach(() => stage.close());

it('changing records needs Route 53’s control plane, so with us-east-1 dark it waits, says so, ends by name at the deadline and moves nothing', async () => {
  stage = await FailoverStage.bringUp({ config: { traffic: { mode: 'records' } } });

  const ending = await stage.run();

  await expectFailure(stage, ending, {
    step: 'UpdateRoute53',
    error: 'UnsafeToProceedError',
    cause: /deadline-passed: .*Route 53's control plane, which is in us-east-1, did not answer/,
  });
  expect(ending.inbox.map(({ subject }) => subject)).toContainEqual(
    expect.stringContaining('failover is held up at UpdateRoute53'),
  );
  expect(ending.evidence?.checks.filter(({ suite }) => suite === 'standby').every(({ passed }) => passed)).toBe(true);
});

it('changing records moves traffic while us-east-1’s control plane answers', async () => {
  stage = await FailoverStage.bringUp({ config: { traffic: { mode: 'records' } }, darkAt: null });

  const ending = await stage.run(FAILOVER);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});
