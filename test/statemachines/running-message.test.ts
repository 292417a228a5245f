import { database, recovery, smoke } from './failover-functions';
import { FAILOVER, run } from './failover-run';

const POINT = 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-';
const older = (number: number, hours: number) => ({
  ...recovery(1800).chosen,
  recoveryPointArn: `${POINT}${number}`,
  createdAt: new Date(Date.parse('2026-11-22T03:00:00Z') - hours * 3_600_000).toISOString(),
});

test('a failover that waits for its smoke test says which check does not pass', async () => {
  let tests = 0;
  const { notifications } = await run({
    input: FAILOVER,
    functions: {
      SmokeTestArn: ({ suite }: { suite: string }) => {
        const outcome = smoke(suite, suite !== 'standby' || ++tests > 30);
        return { ...outcome, checks: outcome.checks.map((check) => ({ ...check, mayPass: true })) };
      },
    },
  });
  expect(notifications[0]).toMatchObject({
    Subject: expect.stringContaining('held up at SmokeTestStandby'),
    Message: expect.stringContaining('Failed checks: standby check: status 500'),
  });
});

test('a restore that is late offers the next recovery point, not one that could not be restored', async () => {
  let calls = 0;
  const progress = { rejected: [{ recoveryPointArn: `${POINT}2`, reason: 'refused' }], refusedSince: null };
  const { notifications } = await run({
    input: FAILOVER,
    functions: {
      FindLatestRecoveryPointArn: () => ({ ...recovery(1800), runnersUp: [older(2, 1), older(3, 2)] }),
      RestoreAuroraArn: () => database(++calls > 600 ? 'ready' : 'restoring', { progress }),
    },
  });
  const late = notifications.find(({ Subject }) => Subject.includes('RestoreAurora'));
  expect(late?.Message).toContain(`"recoveryPointArn":"${POINT}3"`);
  expect(late?.Message).not.toContain(`${POINT}2"`);
});
