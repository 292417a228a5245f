import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('name servers that fail while traffic moves are waited for, and the failover passes', async () => {
  stage = await FailoverStage.bringUp();
  const execution = await stage.start();
  await stage.untilState(execution, 'PollTraffic');

  for (const code of ['ESERVFAIL', 'ETIMEOUT', 'EREFUSED', 'ENODATA', 'ECONNREFUSED', 'ENOTFOUND'] as const) {
    stage.world.network.resolverFailure = code;
    await stage.pass('20s');
  }
  expect(stage.entered(execution)).not.toContain('SmokeTestPublic');
  stage.world.network.resolverFailure = undefined;

  const ending = await stage.end(execution);
  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
});
