import { FailoverStage } from './support/failover-stage';

const ENDPOINT = { traffic: { switch: 'endpoint' } };

let stage: FailoverStage;

afterEach(() => stage.close());

it('is followed within seconds, and moves nothing when it stops answering', async () => {
  stage = await FailoverStage.bringUp({ config: ENDPOINT });
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  const switchedAtMs = Date.parse(ending.evidence?.steps.find(({ name }) => name === 'UpdateRoute53')?.startedAt ?? '');
  const [first] = healthChanges().filter(({ atMs }) => atMs >= switchedAtMs);
  expect(first).toMatchObject({ status: 'unhealthy', detail: expect.stringContaining('/serves: status 200') });
  expect((first?.atMs ?? 0) - switchedAtMs).toBeLessThanOrEqual(12_000);

  // The function behind the endpoint goes; the check on it says primary, and the metric decides.
  stage.standby.lambda.functions.delete('pilot-light-answerSwitch');
  await stage.pass('10m');
  expect(healthChanges().at(-1)).toMatchObject({ status: 'healthy', detail: expect.stringContaining('/serves') });
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

it('does not move traffic when the standby region is lost', async () => {
  stage = await FailoverStage.bringUp({ config: ENDPOINT, darkAt: null, at: '30m' });
  expect(await stage.notReady()).toEqual([]);
  stage.world.faults.addDarkness('us-west-2', stage.world.scheduler.now());

  await stage.pass('20m');

  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
});

/** When which health check changed, and why. */
function healthChanges() {
  return stage.world.trace.entries.flatMap((entry) =>
    entry.kind === 'resource' && entry.type === 'health-check'
      ? [{ atMs: Date.parse(entry.at), status: entry.status, detail: entry.detail ?? '' }]
      : [],
  );
}
