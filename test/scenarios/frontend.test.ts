import { frontendCheck } from '../../rehearsal/failover/frontend-check';
import { milliseconds, FailoverStage } from './support/failover-stage';

const DARKNESS = {
  at: milliseconds('1h20m'),
  for: milliseconds('30m'),
  kind: 'partition',
  region: 'us-east-1',
  probability: 1,
} as const;

let stage: FailoverStage;

beforeAll(async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '1h10m', faults: [DARKNESS] });
});

afterAll(() => stage.close());

it('browsers get it from the primary bucket as long as that answers', async () => {
  expect(await look()).toMatchObject({ passed: true, detail: expect.stringContaining('200 from the primary bucket') });
});

it('they get it from the replica while us-east-1 is dark, whether anybody fails over or not', async () => {
  await stage.pass('15m');

  expect(await look()).toMatchObject({
    passed: true,
    detail: expect.stringMatching(/www\.example\.com\/: 200 from the replica; .*in 8\.\d s/),
  });
  // Nothing had to be changed for that: no record moved, and no function of ours was asked.
  expect(stage.calls('ChangeResourceRecordSets')).toBe(0);
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
});

it('they get it from the primary bucket again when the region is back', async () => {
  await stage.pass('1h');

  expect(await look()).toMatchObject({ passed: true, detail: expect.stringContaining('200 from the primary bucket') });
});

it('nobody outside reads what the database held, though it lies in the same buckets', async () => {
  const { FrontendBucketName, ReplicaBucketName, FrontendName } = stage.estate;
  const [manifest] = stage.primary.s3.listObjects(FrontendBucketName, 'pilot-light/manifests/');
  expect(manifest).toBeDefined();
  expect(stage.standby.s3.listObjects(ReplicaBucketName, 'pilot-light/manifests/')).not.toHaveLength(0);

  const origin = { name: 'client:browser', resolver: stage.world.network.createResolver() };
  const url = `https://${String(FrontendName)}/${manifest?.key ?? ''}`;
  const request = { method: 'GET', url, headers: {}, body: new Uint8Array() };
  const response = await stage.world.scheduler.runToEnd(stage.world.network.send(request, origin));

  expect(response.status).toBe(403);
});

async function look() {
  const [check] = await frontendCheck(stage.world, stage.estate);
  return check;
}
