import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { stopCluster } from '../../simulator/services/rds/start-stop';
import { expectRefusal } from './support/expect-refusal';
import { recoveryPointsIn } from './support/recovery-points';
import { type Ending, FAILOVER, FailoverStage, PLAN_ALONE } from './support/failover-stage';
import { invoke } from './support/traffic';

let stage: FailoverStage;

afterEach(() => stage.close());

describe('with two recovery points in the vault', () => {
  const ACCEPTING = { ...FAILOVER, acceptRecoveryPointAgeMinutes: 120 };
  let newest = '';
  let older = '';

  beforeEach(async () => {
    stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '2h20m' });
    [newest = '', older = ''] = recoveryPointsIn(stage);
    expect(older).not.toBe('');
  });

  it('falls back to the older one when RDS will not restore the newest', async () => {
    stage.standby.rds.failNext({
      operation: 'RestoreDBClusterFromSnapshot',
      kind: 'error',
      code: 'InvalidRestoreFault',
      message: 'Cannot restore from the snapshot',
    });

    await expectFallback(
      'RDS RestoreDBClusterFromSnapshot answers InvalidRestoreFault (Cannot restore from the snapshot)',
    );
  });

  it('falls back when the snapshot of the newest is gone', async () => {
    const { snapshots } = stage.standby.rds;
    await stage.world.scheduler.runToEnd(snapshots.remove(snapshots.get(newest).id));

    await expectFallback('RDS does not have the snapshot');
  });

  it('falls back when the restore ends in migration-failed, and removes the cluster that failed', async () => {
    stage.standby.rds.failNext({
      operation: 'RestoreDBClusterFromSnapshot',
      kind: 'status',
      status: 'migration-failed',
    });

    const ending = await expectFallback('has the status migration-failed');

    expect(ending.evidence?.database?.abandoned).toHaveLength(1);
    expect(ending.evidence?.leftovers).toEqual([]);
  });

  it('stops with every reason when none can be restored, and names what is left', async () => {
    for (const _ of [newest, older]) {
      stage.standby.rds.failNext({
        operation: 'RestoreDBClusterFromSnapshot',
        kind: 'status',
        status: 'migration-failed',
      });
    }

    const ending = await stage.run(ACCEPTING);

    await expectRefusal(stage, ending, {
      step: 'RestoreAurora',
      error: 'UnsafeToProceedError',
      cause: /no-restorable-recovery-point.*migration-failed.*migration-failed/,
    });
    expect(stage.clusters).toHaveLength(2);
    expect(ending.evidence?.leftovers).toEqual(expect.arrayContaining(stage.clusters.map((name) => `cluster ${name}`)));

    await expectStartedAgain(ending);
  });

  it('says what to remove first where RDS does not answer while that is reported', async () => {
    for (const _ of [newest, older]) {
      stage.standby.rds.failNext({
        operation: 'RestoreDBClusterFromSnapshot',
        kind: 'status',
        status: 'migration-failed',
      });
    }
    const execution = await stage.start(ACCEPTING);
    await stage.untilState(execution, 'Report');
    const { faults, scheduler } = stage.world;
    const at = scheduler.now() - scheduler.startMs;
    faults.add({ at, for: 120_000, kind: 'throttle', probability: 1, region: 'us-west-2', service: 'rds' });

    const ending = await stage.end(execution);

    expect(ending.evidence?.leftovers).toContainEqual(expect.stringMatching(/^not known: clusters /));
    await stage.pass('5m');
    await expectStartedAgain(ending);
  });

  /** As it is, it would fail at once: the failed clusters have the names. The message says what is first. */
  async function expectStartedAgain(ending: Ending): Promise<void> {
    const command = ending.evidence?.nextActions[0] ?? '';
    expect(command).toContain('--function-name pilot-light-removeCluster');
    const payload = JSON.parse(/--payload '([^']+)'/.exec(command)?.[1] ?? '') as object;
    for (let call = 0; call < 20 && stage.clusters.length > 0; call += 1) {
      await invoke(stage, 'removeCluster', payload);
      await stage.pass('1m');
    }
    expect(await stage.run(ACCEPTING)).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true } });
  }

  async function expectFallback(reason: string) {
    const ending = await stage.run(ACCEPTING);

    expect(ending).toMatchObject({
      status: 'SUCCEEDED',
      evidence: {
        recoveryPoint: { recoveryPointArn: newest },
        database: {
          recoveryPointArn: older,
          rejected: [{ recoveryPointArn: newest, reason: expect.stringContaining(reason) }],
        },
      },
    });
    expect(ending.evidence?.rpo.achievedSeconds).toBeGreaterThan(3600);
    expect(ending.inbox.at(-1)?.message).toContain('1 newer recovery point could not be restored');
    expect(stage.clusters).toEqual([ending.evidence?.database?.clusterIdentifier]);
    expect(stage.orphans(ending)).toEqual([]);
    return ending;
  }
});

describe('a recovery point that is refused at once ends the failover, while stacks are being made', () => {
  const REFUSED = {
    step: 'RestoreAurora',
    error: 'UnsafeToProceedError',
    cause: /no-restorable-recovery-point/,
  } as const;

  beforeEach(async () => {
    stage = await FailoverStage.bringUp({ config: PLAN_ALONE });
    stage.standby.rds.failNext({
      operation: 'RestoreDBClusterFromSnapshot',
      kind: 'error',
      code: 'InvalidRestoreFault',
      message: 'Cannot restore from the snapshot',
    });
  });

  it('which names what a call in flight has still made', async () => {
    const ending = await stage.run();

    await expectRefusal(stage, ending, REFUSED);
    expect(ending.evidence?.leftovers).toEqual(['stack PilotLightActivation', 'stack PilotLightCache']);
  });

  it('which names it also where nobody can say whether it serves users', async () => {
    const execution = await stage.start();
    await stage.untilState(execution, 'Report');
    const { faults, scheduler } = stage.world;
    const at = scheduler.now() - scheduler.startMs;
    faults.add({ at, for: 120_000, kind: 'error', probability: 1, region: 'us-west-2', service: 'dynamodb' });

    const ending = await stage.end(execution);

    expect(ending.evidence?.leftovers).toEqual([
      'stack PilotLightActivation (may serve users)',
      'stack PilotLightCache (may serve users)',
    ]);
    expect(stage.orphans(ending)).toEqual([]);
  });
});

it('waits while RDS has no capacity, and goes on when it has', async () => {
  stage = await FailoverStage.bringUp();
  for (let refusals = 0; refusals < 3; refusals += 1) {
    stage.standby.rds.failNext({
      operation: 'RestoreDBClusterFromSnapshot',
      kind: 'error',
      code: 'InsufficientDBClusterCapacityFault',
      message: 'not enough capacity',
      status: 403,
    });
  }

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { database: { rejected: [] } } });
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(4);
});

it.each([
  ['refuses it', 'InsufficientDBInstanceCapacity'],
  ['lets it end in insufficient-capacity', 'insufficient-capacity'],
] as const)('makes the writer in the other zone where a zone without capacity %s', async (_, shortage) => {
  stage = await FailoverStage.bringUp();
  stage.standby.rds.capacity.withhold('us-west-2a', shortage);

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed' } });
  expect([...stage.standby.rds.instances.all.values()]).toMatchObject([
    { availabilityZone: 'us-west-2b', status: 'available' },
  ]);
  expect(stage.orphans(ending)).toEqual([]);
});

it('starts a cluster that somebody has stopped', async () => {
  stage = await FailoverStage.bringUp();
  const { standby, estate } = stage;
  const stopped = await stage.start();
  await stage.untilState(stopped, 'SmokeTestStandby');
  await stage.operator.states(estate.standbyRegion).send(new StopExecutionCommand({ executionArn: stopped }));
  stopCluster(standby, standby.rds.cluster(stage.clusters[0] ?? ''));
  await stage.pass('10m');

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true, verdict: 'passed' } });
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(1);
  expect(stage.calls('StartDBCluster')).toBe(1);
});
