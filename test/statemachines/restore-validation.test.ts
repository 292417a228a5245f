import { TaskFailedError } from '../../simulator/asl/errors';
import { functionError, recovery } from './failover-functions';
import { checked, ME, removal, validate } from './validation-run';

const OTHER = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-restore-validation:other';
const POINT = recovery(1800).chosen.recoveryPointArn;
const OLD = 'validate-pilot-light-20261101-040000-aaaaaa';

test('sweeps, restores, checks, removes, and then says that the backup is good', async () => {
  const { result, evidence, notifications, metrics, lock } = await validate();
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { verdict: 'PASSED' } });
  expect(evidence.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'Sweep succeeded',
    'FindLatestRecoveryPoint succeeded',
    'RestoreAurora succeeded',
    'SmokeTest succeeded',
    'CleanUp succeeded',
  ]);
  expect(notifications.map(({ Subject }) => Subject)).toEqual(['pilot-light: restore validation passed']);
  expect(metrics).toMatchObject({
    ValidationPassed: 1,
    ValidationChecksFailed: 0,
    ValidatedRecoveryPointAgeSeconds: 1800,
  });
  expect(lock).toMatchObject({ owner: { S: ME }, status: { S: 'PASSED' } });
});

test('goes on with the checks where the last call stopped, and keeps what it found', async () => {
  const cursor = { check: 1, item: 40, problems: [] };
  const { evidence, payloads } = await validate({
    functions: {
      SmokeTestArn: (_, call) => (call === 1 ? checked({ first: true }, cursor) : checked({ second: true })),
    },
  });
  expect(payloads['SmokeTestArn']?.map((payload) => payload['cursor'])).toEqual([null, cursor]);
  expect(evidence.checks.map(({ name }) => name)).toEqual(['first', 'second']);
});

test('a check that fails is a failed validation, after the clean-up', async () => {
  const { result, evidence, metrics, payloads } = await validate({
    functions: { SmokeTestArn: () => checked({ rows: true, gaps: false }) },
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
  expect(evidence.findings).toEqual([
    { step: 'SmokeTest', error: 'ValidationFailed', cause: 'checks-failed: “gaps”: because' },
  ]);
  expect(metrics).toMatchObject({ ValidationPassed: 0, ValidationChecksFailed: 1 });
  expect(payloads['RemoveClusterArn']).toHaveLength(3);
});

test('checks that break off are a failed validation, and nothing stays', async () => {
  let calls = 0;
  const { evidence, payloads } = await validate({
    functions: {
      SmokeTestArn: () => {
        calls += 1;
        if (calls > 3) throw functionError('InvariantViolationError', 'a permission is missing');
        return checked({}, { check: 0, item: calls, problems: [] });
      },
    },
  });
  expect(evidence.findings).toEqual([
    {
      step: 'SmokeTest',
      error: 'InvariantViolationError',
      cause: 'a permission is missing',
    },
  ]);
  expect(payloads['RemoveClusterArn']?.length).toBeGreaterThan(1);
});

test('a good backup that is older than the objective is a failed validation', async () => {
  const { result, evidence } = await validate({ functions: { FindLatestRecoveryPointArn: () => recovery(3700) } });
  expect(result).toMatchObject({ status: 'FAILED' });
  expect(evidence.age).toMatchObject({ achievedSeconds: 3700, met: false });
  expect(evidence.findings).toMatchObject([
    {
      step: 'IsDataFreshEnough',
      cause: expect.stringContaining('62 minutes old when it was chosen; the objective is 60'),
    },
  ]);
});

test('one that was asked for by name is as old as it was asked for', async () => {
  const { result, evidence } = await validate({
    input: { requestedBy: 'ops', reason: 'audit', recoveryPointArn: POINT },
    functions: { FindLatestRecoveryPointArn: () => ({ ...recovery(90_000), chosenBecause: 'requested' }) },
  });
  expect(result).toMatchObject({ status: 'SUCCEEDED' });
  expect(evidence.age).toMatchObject({ achievedSeconds: 90_000, met: false });
});

test('without any recovery point it fails, and has looked for leftovers all the same', async () => {
  const { evidence, payloads } = await validate({
    functions: {
      FindLatestRecoveryPointArn: () => {
        throw functionError('UnsafeToProceedError', 'no-usable-recovery-point: there is none');
      },
    },
  });
  expect(evidence).toMatchObject({
    verdict: 'FAILED',
    findings: [{ step: 'FindLatestRecoveryPoint', cause: 'no-usable-recovery-point: there is none' }],
  });
  expect(payloads['RestoreAuroraArn']).toBeUndefined();
});

describe('what an earlier validation left', () => {
  test('is removed first, and named', async () => {
    const { evidence, notifications } = await validate({
      functions: {
        RemoveClusterArn: (_, call) => (call === 1 ? removal('working', [OLD]) : removal('gone')),
      },
    });
    expect(evidence).toMatchObject({ verdict: 'PASSED', swept: [OLD], leftovers: [] });
    expect(notifications[0]?.Message).toContain(`Removed from earlier validations: ${OLD}`);
  });

  test('and is protected does not keep the next backup from being tested, but fails the validation', async () => {
    const refused = removal('refused', [OLD], [`the cluster ${OLD} is protected`]);
    const { evidence, payloads } = await validate({ functions: { RemoveClusterArn: () => refused } });
    expect(payloads['SmokeTestArn']).toHaveLength(1);
    expect(evidence).toMatchObject({
      verdict: 'FAILED',
      leftovers: [`cluster ${OLD}`],
      findings: [{ step: 'CleanUp', cause: expect.stringContaining(`the cluster ${OLD} is protected`) }],
    });
  });

  test('and does not go keeps another one from being made', async () => {
    const { evidence, payloads } = await validate({
      functions: { RemoveClusterArn: () => removal('working', [OLD]) },
    });
    expect(payloads['RestoreAuroraArn']).toBeUndefined();
    expect(evidence.findings).toMatchObject([
      { step: 'Sweep', cause: expect.stringContaining('deadline-passed: working') },
    ]);
    expect(evidence.leftovers).toEqual([`cluster ${OLD}`]);
  });

  test('and cannot be listed is reported', async () => {
    const { evidence } = await validate({
      unread: ['clusters'],
      functions: {
        RemoveClusterArn: () => {
          throw functionError('InvariantViolationError', 'a permission is missing');
        },
      },
    });
    expect(evidence.findings[0]?.cause).toContain('a permission is missing');
    expect(evidence.leftovers).toEqual(['not known: clusters validate-pilot-light-*']);
  });
});

describe('the lock', () => {
  test('of a validation that runs is respected', async () => {
    const { result, evidence, lock, payloads, metrics } = await validate({ lock: { owner: OTHER, status: 'RUNNING' } });
    expect(result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(evidence.verdict).toBe('REFUSED');
    expect(lock).toMatchObject({ owner: { S: OTHER }, status: { S: 'RUNNING' } });
    expect(payloads).toEqual({});
    // It says nothing about the backups.
    expect(metrics).toEqual({ ValidationRefused: 1 });
  });

  test('of one that has ended without releasing it is taken over', async () => {
    const { result } = await validate({ lock: { owner: OTHER, status: 'RUNNING' }, ownerStatus: 'ABORTED' });
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('what cannot be reported', () => {
  test('is notified when SNS takes it, once, though neither it nor the alarm could say so before', async () => {
    let beganMs: number | undefined;
    const { result, notifications, states, seconds } = await validate({
      trouble: (state, elapsedMs) => {
        if (state !== 'Notify' && state !== 'ReportSilence') return undefined;
        beganMs ??= elapsedMs;
        return elapsedMs - beganMs < 600_000
          ? new TaskFailedError('SNS.InternalErrorException', 'an internal error (Status Code: 500)')
          : undefined;
      },
    });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { reportProblems: [] } });
    expect(notifications.map(({ Subject }) => Subject)).toEqual(['pilot-light: restore validation passed']);
    expect(seconds * 1000 - (beganMs ?? 0)).toBeLessThan(720_000);
    // Nothing else waits for it.
    expect(states.indexOf('ReleaseLock')).toBeLessThan(states.lastIndexOf('Notify'));
  });

  test('does not change the verdict: no notification raises a metric', async () => {
    const { result, metrics } = await validate({ broken: ['sns:publish'] });
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
    expect(metrics).toMatchObject({ NotificationFailed: 1, ValidationPassed: 1 });
  });

  test('is tried for half an hour, and then said in a second notification', async () => {
    const { result, notifications, seconds } = await validate({ broken: ['s3:putObject'] });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { reportProblems: [expect.any(String)] } });
    expect(notifications.map(({ Subject }) => Subject)).toEqual([
      'pilot-light: restore validation passed',
      'pilot-light: the record of a restore validation is incomplete',
    ]);
    expect(notifications[1]?.Message).toContain('Failed: WriteEvidence.');
    expect(seconds).toBeGreaterThan(1800);
    expect(seconds).toBeLessThan(2100);
  });

  test('comes after the notification, and is recorded once all of it can be', async () => {
    let failures = 0;
    const { delivered, notifications, restoreTest } = await validate({
      input: { requestedBy: 'AWS Backup restore testing', recoveryPointArn: POINT, restoreJobId: 'JOB' },
      functions: { FindLatestRecoveryPointArn: () => ({ ...recovery(1800), chosenBecause: 'requested' }) },
      trouble: (state) =>
        state === 'WriteEvidence' && (failures += 1) <= 3
          ? new TaskFailedError('S3.S3Exception', 'Reduce your request rate. Status Code: 503')
          : undefined,
    });
    expect(notifications).toHaveLength(1);
    expect(restoreTest).toMatchObject({ RestoreJobId: 'JOB', ValidationStatus: 'SUCCESSFUL' });
    // The verdict of a restore test is given once: AWS Backup takes no other.
    expect(delivered.map(({ what }) => what)).toEqual([
      'sns:publish',
      'dynamodb:updateItem',
      'backup:putRestoreValidationResult',
      'cloudwatch:putMetricData',
      'dynamodb:updateItem',
      's3:putObject',
      'cloudwatch:putMetricData',
    ]);
  });
});

test.each<readonly [unknown, string]>([
  [{ mode: 'drill' }, 'mode: there is no such field; leave it out'],
  [{ requestedBy: '' }, 'requestedBy: write who requests it'],
  [['x'], 'input: write a JSON object'],
  [{ notAfter: 'yesterday' }, 'notAfter: write an ISO 8601 time'],
  [{ restoreJobId: 7 }, 'restoreJobId: write the id of a restore job'],
])('refuses %j before anything is touched', async (input, message) => {
  const { result, evidence, payloads } = await validate({ input });
  expect(result).toMatchObject({ status: 'FAILED', error: 'InvalidRequestError' });
  expect(evidence.findings[0]?.cause).toContain(message);
  expect(payloads).toEqual({});
});
