import { database, functionError, recovery, smoke } from './failover-functions';
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
    Message: expect.stringContaining('Failed checks: “standby check”: status 500'),
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

test('a restore that fails after its budget says by how much that is exceeded since it began, not since it failed', async () => {
  let troubleBegan: number | undefined;
  const { notifications } = await run({
    input: FAILOVER,
    functions: { RestoreAuroraArn: () => database('restoring') },
    trouble: ({ state }, elapsedMs) => {
      if (state !== 'PollAurora' || elapsedMs < 125 * 60_000) return undefined;
      troubleBegan ??= elapsedMs;
      return functionError('TransientDependencyError', 'RDS DescribeDBClusters answers InternalFailure (down)');
    },
  });
  const held = notifications.find(({ Subject }) => Subject.includes('held up at RestoreAurora'));
  const over = Number(/budget of 120 minutes is exceeded by (\d+) minutes/.exec(held?.Message ?? '')?.[1]);
  expect(troubleBegan).toBeGreaterThan(125 * 60_000);
  expect(over).toBeGreaterThanOrEqual(8);
  expect(over).toBeLessThan(20);
});
