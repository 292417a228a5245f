import { expectRefusal, lockOwner } from './support/expect-refusal';
import { dropHeartbeats } from './support/breakages';
import { DRILL, type Ending, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('a drill proves the standby, moves no traffic and leaves nothing', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', darkAt: null });

  const ending = await stage.run(DRILL);

  expect(ending).toMatchObject({
    status: 'SUCCEEDED',
    evidence: { verdict: 'passed', traffic: 'primary', leftovers: [], rto: { met: true } },
  });
  expect(ending.evidence?.checks.filter(({ suite }) => suite === 'standby').map(({ passed }) => passed)).toEqual([
    true,
    true,
  ]);
  expect(stage.entered(ending.arn)).not.toContain('UpdateRoute53');
  expect(ending.inbox.map(({ subject }) => subject)).toEqual(['pilot-light: drill passed']);
  await expectNothingLeft(ending);
  expect(stage.clients.servedBy(stage.estate.primaryRegion, Date.parse(ending.inbox[0]?.at ?? ''))).not.toHaveLength(0);
});

it('a drill whose smoke test fails takes down what it built all the same', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', darkAt: null, prepare: dropHeartbeats });

  const ending = await stage.run(DRILL);

  await expectRefusal(stage, ending, {
    step: 'SmokeTestStandby',
    error: 'UnsafeToProceedError',
    cause: 'smoke-test-failed',
  });
  expect(ending.evidence?.leftovers).toEqual([]);
  await expectNothingLeft(ending);
});

it('a drill that cannot delete its cluster for hours says so, and goes on until it can', async () => {
  stage = await FailoverStage.bringUp({
    rows: 'postgres',
    darkAt: null,
    faults: [
      {
        at: 0,
        for: 3 * 3_600_000,
        kind: 'error',
        region: 'us-west-2',
        service: 'rds',
        operation: 'DeleteDBCluster',
        probability: 1,
      },
    ],
  });

  const ending = await stage.run(DRILL);

  expect(ending.status).toBe('SUCCEEDED');
  const mails = ending.inbox.map(({ subject }) => subject);
  expect(mails).toContainEqual(expect.stringContaining('drill is held up at RemoveCluster'));
  expect(mails.at(-1)).toBe('pilot-light: drill passed');
  await expectNothingLeft(ending);
});

async function expectNothingLeft(ending: Ending): Promise<void> {
  const { standby, estate, clients } = stage;
  await stage.pass('3m');
  expect(await stage.publicTarget()).toBe(estate.PrimaryTarget);
  expect(clients.servedBy(estate.standbyRegion, 0)).toEqual([]);
  expect(stage.clusters).toEqual([]);
  expect([...standby.rds.instances.all.keys()]).toEqual([]);
  expect(standby.cloudFormation.stacks.find(estate.ActivationStackName)?.status ?? 'DELETE_COMPLETE').toBe(
    'DELETE_COMPLETE',
  );
  expect(stage.orphans(ending)).toEqual([]);
  expect(lockOwner(stage)).toBeUndefined();
}
