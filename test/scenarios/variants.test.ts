import { Stage } from './support/stage';
import { bringUpExisting, existingConfig, request } from './support/existing-workload';

let stage: Stage | undefined;

afterEach(() => stage?.close());

it('a workload that runs already comes up in the standby region from its own template', async () => {
  stage = await Stage.raise({ config: await existingConfig(), bringUp: bringUpExisting, darkAt: null, at: '30m' });
  expect(await request(stage.world, 'POST', '/orders', { number: 1 })).toEqual({
    status: 201,
    answer: { region: 'us-east-1' },
  });
  await stage.pass('1h');
  stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby', leftovers: [] } });
  expect(ending.evidence?.checks.map(({ name, passed }) => [name, passed])).toEqual([
    ['standby answers /status', true],
    ['public name answers /status', true],
  ]);
  expect(await request(stage.world, 'GET', '/status')).toEqual({
    status: 200,
    answer: { status: 'ok', orders: 1, region: 'us-west-2' },
  });
});
