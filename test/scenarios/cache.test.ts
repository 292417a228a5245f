import { InvokeCommand } from '@aws-sdk/client-lambda';
import { Output } from '../../functions/deployRegionStack/contract';
import type { FaultRule } from '../../simulator/kernel/faults';
import { DRILL, FAILOVER, milliseconds, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

/** It takes an hour before ElastiCache makes anything in the standby region. */
const SLOW_CACHES: FaultRule = {
  at: milliseconds('1h10m'),
  for: milliseconds('2h'),
  kind: 'delay',
  delaySeconds: 3600,
  region: 'us-west-2',
  service: 'elasticache',
  operation: 'CreateServerlessCache',
  probability: 1,
};
const ENDPOINT = '/pilot-light/workload/cache-endpoint';

it('is made beside the database, has its endpoint where the primary has its own, and goes with a drill', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  expect(stage.primary.ssm.value(ENDPOINT)).toMatch(/^pilot-light-primary-\w+\.serverless\.use1\.cache/);
  expect(stage.standby.elastiCache.caches).toEqual([]);

  const arn = await stage.start(DRILL);
  await stage.untilState(arn, 'SmokeTestStandby');
  const [cache] = stage.standby.elastiCache.caches;
  expect(cache).toMatchObject({ name: 'pilot-light-standby', engine: 'valkey', status: 'available' });
  expect(stage.standby.ssm.value(ENDPOINT)).toBe(`${cache?.host ?? ''}:6379`);
  const ending = await stage.end(arn);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { leftovers: [] } });
  expect(stage.standby.elastiCache.caches).toEqual([]);
  expect(stage.standby.ssm.value(ENDPOINT)).toBeUndefined();
});

it('cannot be made while us-east-1 is dark: the failover passes and says so, and it is made by hand in the light', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '1h20m' });
  stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now(), milliseconds('2h'));
  await stage.pass('5m');

  const ending = await stage.run(FAILOVER);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
  const without =
    'there is none, and the workload can serve without it; the last that is known: the stack PilotLightCache';
  expect(JSON.parse(ending.evidenceText ?? '')).toMatchObject({ cache: expect.stringContaining(without) });
  const mail = ending.inbox.find(({ subject }) => subject === 'pilot-light: failover passed')?.message ?? '';
  expect(mail).toContain(`\nCache: ${without}`);
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
  expect(stage.standby.elastiCache.caches).toEqual([]);
  expect(stage.standby.ssm.value(ENDPOINT)).toBeUndefined();
  expect(stage.orphans(ending)).toEqual([]);

  // In the dark the command is no harm, and says that there is none.
  expect(await makeByHand(mail, 2)).toBe('failed');
  await stage.pass('2h');
  expect(await makeByHand(mail, 6)).toBe('ready');
  expect(stage.standby.ssm.value(ENDPOINT)).toMatch(/^pilot-light-standby-.+:6379$/);
});

it('one that takes longer than everything else is not waited for', async () => {
  stage = await FailoverStage.bringUp({ faults: [SLOW_CACHES], darkAt: null, at: '1h25m' });

  const ending = await stage.run(FAILOVER);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.standby.elastiCache.caches).toEqual([]);
  await stage.pass('90m');
  expect(stage.standby.elastiCache.caches).toMatchObject([{ name: 'pilot-light-standby', status: 'available' }]);
});

it('one that its stack has lost is not in the way of the next start, and a drill leaves none', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, prepare: loseCache });
  expect(await stage.notReady()).toContainEqual(['cache', expect.stringContaining('is in no stack')]);

  const ending = await stage.run(DRILL);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { leftovers: [] } });
  expect(stage.standby.elastiCache.caches).toEqual([]);
  expect(stage.orphans(ending)).toEqual([]);
});

it('one that is kept in the standby region is not in the way of a failover', async () => {
  stage = await FailoverStage.bringUp({
    config: { workload: { kind: 'reference', cache: { standby: 'always' } } },
  });
  const [cache] = stage.standby.elastiCache.caches;
  expect(cache?.status).toBe('available');

  const ending = await stage.run(FAILOVER);

  expect(ending.status).toBe('SUCCEEDED');
  expect(stage.standby.elastiCache.caches).toEqual([cache]);
  expect(stage.standby.ssm.value(ENDPOINT)).toBe(`${cache?.host ?? ''}:6379`);
});

/** What is left when a stack was rolled back and the answer to its creation of the cache had been lost. */
async function loseCache({ world: { dispatcher, scheduler }, estate, standby }: FailoverStage): Promise<void> {
  const input = {
    ServerlessCacheName: 'pilot-light-standby',
    Engine: 'valkey',
    Tags: [{ Key: 'pilot-light:created-by', Value: 'PilotLightCache' }],
  };
  const call = { region: estate.standbyRegion, service: 'elasticache', caller: { kind: 'operator' as const } };
  await scheduler.runToEnd(dispatcher.dispatch({ ...call, operation: 'CreateServerlessCache', input }));
  await scheduler.run(() => standby.elastiCache.find('pilot-light-standby')?.status === 'available');
}

/** The command of the notification, so many times at most: a rolled-back stack goes first. */
async function makeByHand(mail: string, calls: number): Promise<string | undefined> {
  const payload = /^aws lambda invoke .+deployRegionStack .+--payload '(.+)' \/dev\/stdout$/m.exec(mail)?.[1];
  let state: string | undefined;
  for (let call = 0; call < calls && state !== 'ready'; call += 1) {
    const answer = await stage.operator
      .lambda(stage.estate.standbyRegion)
      .send(new InvokeCommand({ FunctionName: stage.estate.DeployRegionStackFunctionName, Payload: payload }));
    state = Output.parse(JSON.parse(answer.Payload?.transformToString() ?? '')).cache?.state;
    if (state !== 'ready') await stage.pass('3m');
  }
  return state;
}
