import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('name servers that fail while traffic moves are waited for, and the failover passes', async () => {
  stage = await FailoverStage.bringUp();
  const execution = await stage.start();
  await stage.untilState(execution, 'PollTraffic');

  for (const code of ['ESERVFAIL', 'ETIMEOUT', 'EREFUSED', 'ENODATA', 'ECONNREFUSED', 'ENOTFOUND'] as const) {
    const { scheduler, faults } = stage.world;
    const at = scheduler.now() - scheduler.startMs;
    faults.add({ at, for: 20_000, service: 'dns', kind: 'error', code, probability: 1 });
    await stage.pass('20s');
  }
  expect(stage.entered(execution)).not.toContain('SmokeTestPublic');

  const ending = await stage.end(execution);
  // Each of them was asked through: by the function that waits, and by clients.
  expect(
    stage.world.faults.report().flatMap(({ service, callsMet }) => (service === 'dns' ? [callsMet > 0] : [])),
  ).toEqual(Array(6).fill(true));
  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
});
