import type { FaultRule } from '../../simulator/kernel/faults';
import { DRILL, FAILOVER, milliseconds, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

/** From before the failover on, ElastiCache makes nothing in the standby region, as without Route 53's control plane. */
const NO_NEW_CACHES: FaultRule = {
  at: milliseconds('1h10m'),
  for: undefined,
  kind: 'error',
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

it('one that cannot be made stops the failover before traffic moves, and the message says which', async () => {
  stage = await FailoverStage.bringUp({ faults: [NO_NEW_CACHES] });

  const ending = await stage.run(FAILOVER);

  expect(ending.status).toBe('FAILED');
  expect(ending.evidence?.failure?.step).toBe('DeployRegionStack');
  expect(ending.evidenceText).toContain('Cache');
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
});

it('one that is kept in the standby region is not in the way of a failover', async () => {
  stage = await FailoverStage.bringUp({
    config: { workload: { kind: 'reference', cache: { standby: 'always' } } },
    faults: [NO_NEW_CACHES],
  });
  const [cache] = stage.standby.elastiCache.caches;
  expect(cache?.status).toBe('available');

  const ending = await stage.run(FAILOVER);

  expect(ending.status).toBe('SUCCEEDED');
  expect(stage.standby.elastiCache.caches).toEqual([cache]);
  expect(stage.standby.ssm.value(ENDPOINT)).toBe(`${cache?.host ?? ''}:6379`);
});
