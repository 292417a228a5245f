import { expectRefusal } from './support/expect-refusal';
import { foreignRecoveryPoint, recoveryPointsIn } from './support/recovery-points';
import { FAILOVER, FailoverStage, PLAN_ALONE } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('refuses a recovery point of another cluster, though it lies in the same vault', async () => {
  stage = await FailoverStage.bringUp();
  const recoveryPointArn = foreignRecoveryPoint(stage);

  const ending = await stage.run({ ...FAILOVER, recoveryPointArn });

  await expectRefusal(stage, ending, {
    step: 'FindLatestRecoveryPoint',
    error: 'InvalidRequestError',
    cause: /belongs to arn:aws:rds:us-east-1:\d+:cluster:somebody-elses/,
  });
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(0);

  // The same vault without an ARN: the cluster's own is found beside the other's.
  const own = await stage.run();

  expect(own).toMatchObject({ status: 'SUCCEEDED' });
  expect(own.evidence?.database?.recoveryPointArn).toBe(recoveryPointsIn(stage)[0]);
});

it.each([
  [
    'is not in the standby vault',
    'us-west-2:111111111111:cluster-snapshot:awsbackup:job-1',
    'is no cluster snapshot in the standby vault',
  ],
  ['is of the primary region', 'us-east-1:111111111111:cluster-snapshot:awsbackup:job-1', 'is no backup of a cluster'],
  [
    'is a manual snapshot',
    'us-west-2:111111111111:cluster-snapshot:before-the-release',
    'which begins with arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup: here, or leave it out',
  ],
])('refuses a recovery point that %s', async (_, name, cause) => {
  stage = await FailoverStage.bringUp();
  const recoveryPointArn = `arn:aws:rds:${name}`;

  const ending = await stage.run({ ...FAILOVER, recoveryPointArn });

  await expectRefusal(stage, ending, {
    step: 'FindLatestRecoveryPoint',
    error: 'InvalidRequestError',
    cause,
  });
});

it('refuses when the primary went dark before the first copy arrived', async () => {
  stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '1h10m' });

  const ending = await stage.run();

  await expectRefusal(stage, ending, {
    step: 'FindLatestRecoveryPoint',
    error: 'UnsafeToProceedError',
    cause: 'no-usable-recovery-point',
  });
  expect(stage.clusters).toEqual([]);
});

it('restores what was there at a given time, and says how old it is', async () => {
  stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '2h20m' });
  const [newest, older] = recoveryPointsIn(stage);

  const ending = await stage.run({
    ...FAILOVER,
    notAfter: '2026-01-05T01:30:00Z',
    acceptRecoveryPointAgeMinutes: 120,
  });

  expect(ending).toMatchObject({ status: 'SUCCEEDED' });
  expect(newest).not.toBe(older);
  expect(ending.evidence?.database?.recoveryPointArn).toBe(older);
  expect(ending.evidence?.rpo).toMatchObject({ met: false });
});
