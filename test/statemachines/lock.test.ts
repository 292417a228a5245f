import { functionError } from './failover-functions';
import { called, DRILL, FAILOVER, ME, run } from './failover-run';

const OTHER = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:other';
const TAKEN = { pk: { S: 'failover' }, owner: { S: OTHER }, status: { S: 'RUNNING' }, mode: { S: 'failover' } };

test('whoever comes second in the same moment stands down, and changes nothing', async () => {
  const outcome = await run({ input: FAILOVER, beforeTakingTheLock: (table) => table.set('failover', TAKEN) });
  expect(outcome.result.status).toBe('FAILED');
  expect(outcome.payloads).toEqual({});
  expect(outcome.lock).toEqual(TAKEN);
});

test('a lock that was taken although the answer was lost is ours', async () => {
  let attempts = 0;
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }) => {
      attempts += state === 'TakeLock' ? 1 : 0;
      return undefined;
    },
    beforeTakingTheLock: (table) => {
      if (attempts > 1) return;
      table.set('failover', { ...TAKEN, owner: { S: ME } });
      throw functionError('DynamoDb.SdkClientException', 'the answer was lost');
    },
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
});

test("another's lock is not released, and what it holds is not touched", async () => {
  const outcome = await run({
    input: DRILL,
    functions: {
      FindLatestRecoveryPointArn: () => {
        throw functionError('UnsafeToProceedError', 'no-usable-recovery-point');
      },
    },
    trouble: ({ state }) => {
      if (state === 'Report') steal?.();
      return undefined;
    },
    beforeTakingTheLock: (table) => {
      steal = () => table.set('failover', TAKEN);
    },
  });
  expect(outcome.result.status).toBe('FAILED');
  expect(outcome.lock).toEqual(TAKEN);
});
let steal: (() => void) | undefined;

test("a lock that was lost on the way ends the execution, without a clean-up of what is another's now", async () => {
  const outcome = await run({
    input: DRILL,
    trouble: ({ state }) => {
      if (state === 'RememberRecoveryPoint') steal?.();
      return undefined;
    },
    beforeTakingTheLock: (table) => {
      steal = () => table.set('failover', TAKEN);
    },
  });
  expect(outcome.result.status).toBe('FAILED');
  expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
  expect(called(outcome, 'RemoveClusterArn')).toBe(0);
  expect(outcome.lock).toEqual(TAKEN);
});

test('traffic that was moved back while it ran is no success, and its end stays as it was written', async () => {
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }) => {
      if (state === 'Report') moveBack?.();
      return undefined;
    },
    beforeTakingTheLock: (table) => {
      moveBack = () => {
        table.set('traffic', { pk: { S: 'traffic' }, serves: { S: 'primary' }, decidedBy: { S: 'ops' } });
        table.set('failover', { ...table.get('failover'), status: { S: 'MOVED_BACK' } });
      };
    },
  });
  expect(outcome.result).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('moved-back') });
  expect(outcome.lock).toMatchObject({ status: { S: 'MOVED_BACK' } });
});
let moveBack: (() => void) | undefined;

test.each([
  ['DynamoDB', 'ReleaseLock'],
  ['S3', 'WriteEvidence'],
])('%s that fails for twenty minutes from %s on keeps neither the lock nor the record', async (_, step) => {
  let beganMs: number | undefined;
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }, elapsedMs) => {
      if (state !== step) return undefined;
      beganMs ??= elapsedMs;
      return elapsedMs - beganMs < 20 * 60_000
        ? functionError('DynamoDb.InternalServerErrorException', 'an internal error (Status Code: 500)')
        : undefined;
    },
  });

  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.lock).toMatchObject({ status: { S: 'COMPLETE' } });
  expect(outcome.evidence).toMatchObject({ verdict: 'passed' });
});
