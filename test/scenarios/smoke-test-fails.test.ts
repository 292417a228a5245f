import { expectRefusal } from './support/expect-refusal';
import { dropHeartbeats, loseFrontend, restoreHeartbeats } from './support/breakages';
import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('a database without the workload’s table leaves traffic where it was, and starting again after it is fixed continues with the same cluster', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', prepare: dropHeartbeats });

  const failed = await stage.run();

  await expectRefusal(stage, failed, {
    step: 'SmokeTestStandby',
    error: 'UnsafeToProceedError',
    cause: /smoke-test-failed: .*relation "heartbeats" does not exist/,
  });
  const [cluster] = stage.clusters;
  expect(failed.evidence?.leftovers).toEqual([`cluster ${cluster}`, 'stack PilotLightActivation']);
  expect(failed.evidence?.nextActions.join('\n')).toContain('aws stepfunctions start-execution');

  await restoreHeartbeats(stage);
  const again = await stage.run();

  expect(again).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true, verdict: 'passed' } });
  expect(again.evidence?.failoverId).toBe(failed.evidence?.failoverId);
  expect(stage.clusters).toEqual([cluster]);
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(1);
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

it('a Data API that answers with errors fails the smoke test by the checks that need it, and by all of them', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres' });
  const arn = await stage.start();
  // Before that the restore waits for the Data API: it gives the database its logins.
  await stage.untilState(arn, 'SmokeTestStandby');
  stage.world.faults.add({ at: 0, kind: 'error', region: 'us-west-2', service: 'rds-data', probability: 1 });

  const ending = await stage.end(arn);

  await expectRefusal(stage, ending, {
    step: 'SmokeTestStandby',
    error: 'UnsafeToProceedError',
    cause: 'smoke-test-failed',
  });
  const failed = ending.evidence?.checks.filter(({ passed, suite }) => suite === 'standby' && !passed);
  expect(failed?.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^status 503/),
    expect.stringContaining('InternalFailure'),
  ]);
});

it('a frontend that was not replicated stops the failover before traffic moves, and it goes on when it is there', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres' });
  const putBack = loseFrontend(stage);

  const failed = await stage.run();

  await expectRefusal(stage, failed, {
    step: 'VerifyFrontend',
    error: 'UnsafeToProceedError',
    cause: /smoke-test-failed: .*index\.html is not in/,
  });

  putBack();
  const again = await stage.run();

  expect(again).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true } });
  expect(stage.calls('RestoreDBClusterFromSnapshot', 'ok')).toBe(1);
  expect(stage.orphans(again)).toEqual([]);
});
