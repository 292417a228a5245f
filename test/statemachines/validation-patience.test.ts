import { functionError } from './failover-functions';
import { validate } from './validation-run';

const STEPS = [
  'ReadLock',
  'TakeLock',
  'RemoveCluster',
  'FindLatestRecoveryPoint',
  'RestoreAurora',
  'WaitForAvailable',
  'SmokeTest',
];
const OUTAGE_MS = 15 * 60_000;

function outageOf(step: string, meet: () => ReturnType<typeof functionError> | 'silence') {
  let sinceMs: number | undefined;
  return (state: string, elapsedMs: number) => {
    if (state !== step) return undefined;
    sinceMs ??= elapsedMs;
    return elapsedMs < sinceMs + OUTAGE_MS ? meet() : undefined;
  };
}

describe.each(STEPS)('a validation at %s', (step) => {
  test('outlasts a quarter of an hour of throttling', async () => {
    const trouble = outageOf(step, () => functionError('TransientDependencyError', 'Rate exceeded'));
    expect((await validate({ trouble })).result).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('outlasts a quarter of an hour without an answer', async () => {
    const trouble = outageOf(step, () => 'silence');
    expect((await validate({ trouble })).result).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('ends by name at what waiting does not change, and releases its lock', async () => {
    const { result, evidence, lock } = await validate({
      trouble: (state) => (state === step ? functionError('UnsafeToProceedError', 'quota-exceeded: 40') : undefined),
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
    expect(JSON.stringify(evidence.findings)).toContain('quota-exceeded: 40');
    if (step !== 'ReadLock' && step !== 'TakeLock') expect(lock?.['status']).toEqual({ S: 'FAILED' });
  });
});

const OTHER = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-restore-validation:other';
const TAKEN = { pk: { S: 'validation' }, owner: { S: OTHER }, status: { S: 'RUNNING' } };

test('of two validations in the same moment one stands down', async () => {
  const { result, payloads, lock } = await validate({
    beforeTakingTheLock: (table) => table.set('validation', TAKEN),
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
  expect(payloads).toEqual({});
  expect(lock).toEqual(TAKEN);
});

test("another's lock is not released by a validation that ends", async () => {
  let steal: (() => void) | undefined;
  const { result, lock } = await validate({
    trouble: (state) => {
      if (state === 'Report') steal?.();
      return undefined;
    },
    beforeTakingTheLock: (table) => {
      steal = () => table.set('validation', TAKEN);
    },
  });
  expect(result).toMatchObject({ status: 'SUCCEEDED' });
  expect(lock).toEqual(TAKEN);
});
