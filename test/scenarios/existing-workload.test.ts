import { join } from 'node:path';
import { existing, request } from './support/existing-workload';
import { type Ending, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('a workload that runs already comes up in the standby region from its own template', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', ...(await existing()), darkAt: null, at: '30m' });
  expect(stage.clients.servedBy('us-east-1', 0).length).toBeGreaterThan(0);
  await stage.pass('1h');
  // The example's cluster has a writer alone, which no failover minds.
  expect((await stage.notReady()).map(([name]) => name)).toEqual(['primary-reader']);
  stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());

  const ending = await stage.run();

  expect(ending.evidence?.checks.map(({ name, passed }) => [name, passed])).toEqual([
    ['replica holds index.html', true],
    ['standby answers /status', true],
    ['public name answers /status', true],
  ]);
  await expectServed(ending);
});

it('a global database is made around a database that runs already, and its replica is promoted', async () => {
  stage = await FailoverStage.bringUp({
    rows: 'postgres',
    ...(await existing('global')),
    durations: join(__dirname, 'support', 'lagging.json'),
    darkAt: null,
    at: '30m',
  });
  expect(stage.clients.servedBy('us-east-1', 0).length).toBeGreaterThan(0);
  await stage.pass('10m');
  stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());

  const ending = await stage.run();

  expect(JSON.parse(ending.evidenceText ?? '')).toMatchObject({ recoveredBy: 'failing over the global database' });
  await expectServed(ending);
});

async function expectServed(ending: Ending): Promise<void> {
  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby', leftovers: [] } });
  expect(await request(stage.world, 'GET', '/status')).toEqual({
    status: 200,
    answer: { status: 'ok', orders: expect.any(Number), region: 'us-west-2' },
  });
  await stage.pass('5m');
  expect(stage.clients.servedBy('us-west-2', 0).length).toBeGreaterThan(0);
}
