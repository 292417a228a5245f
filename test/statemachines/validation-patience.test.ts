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

test('of two validations in the same moment one stands down', async () => {
  const { result, payloads } = await validate({ takenMeanwhile: true });
  expect(result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
  expect(payloads).toEqual({});
});
