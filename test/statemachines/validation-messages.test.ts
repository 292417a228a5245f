import { TaskFailedError } from '../../simulator/asl/errors';
import { database, functionError } from './failover-functions';
import { removal, validate, type ValidationProps } from './validation-run';

const HOUR = 3600;
const MOST_EVENTS = 20_000;
const throttled = () => functionError('TransientDependencyError', 'ThrottlingException: Rate exceeded');
/** As Step Functions names a function that died. */
const died = () => new TaskFailedError('Runtime.ExitError', 'RequestId: x Error: Runtime exited with error');
const REPORTING = ['CheckTheInput', 'ComposeRunning', 'Report'];
const LEFT = 'validate-pilot-light-20261101-040000-aaaaaa';

/** A database that is ready after so many checks: one a minute for two hours, then one in three minutes. */
function readyAfter(most: number): NonNullable<ValidationProps['functions']> {
  let checks = 0;
  const waiting = { nextPollSeconds: 60, detail: 'the cluster is creating: 71 %', waitedSeconds: 1, progress: 71 };
  return {
    RestoreAuroraArn: ({ candidates }: { candidates: readonly [{ createdAt: string }] }) =>
      database(checks < most ? 'restoring' : 'ready', {
        detail: 'the cluster is creating: 71 %',
        recoveryPointCreatedAt: candidates[0].createdAt,
      }),
    WaitForAvailableArn: () => {
      checks += 1;
      return { ...waiting, state: checks < most ? 'waiting' : 'ready' };
    },
  };
}

describe('late is reported, never punished', () => {
  test('a restore that takes twice its budget of four hours passes, and a person has heard of it', async () => {
    const { evidence, notifications, delivered } = await validate({ functions: readyAfter(240) });
    expect(evidence.verdict).toBe('PASSED');
    expect(evidence.steps.find(({ name }) => name === 'RestoreAurora')).toMatchObject({ budgetSeconds: 4 * HOUR });
    expect(notifications[0]?.Subject).toBe('pilot-light: restore validation is late at RestoreAurora');
    expect(notifications[0]?.Message).toContain('Now: the cluster is creating: 71 %');
    expect(notifications.at(-1)?.Subject).toBe('pilot-light: restore validation passed');
    const [first = 0, ...others] = delivered.filter(({ what }) => what === 'sns:publish').map(({ seconds }) => seconds);
    expect(first).toBeGreaterThanOrEqual(4 * HOUR);
    expect(first).toBeLessThan(4 * HOUR + 300);
    expect(Math.min(...others.slice(0, -1).map((at, index) => at - ([first, ...others][index] ?? 0)))).toBeGreaterThan(
      900,
    );
  });

  test.each<readonly [string, ValidationProps, string]>([
    ['a restore that never comes', { functions: readyAfter(Infinity) }, 'RestoreAurora'],
    [
      'checks that never end',
      { functions: { SmokeTestArn: () => ({ checks: [], cursor: { check: 0, item: 1, problems: [] } }) } },
      'SmokeTest',
    ],
    [
      'a clean-up that never ends',
      { functions: { RemoveClusterArn: (_, call) => (call === 1 ? removal('gone') : removal('working', [LEFT])) } },
      'CleanUp',
    ],
    [
      'a restore that is throttled all the time',
      { trouble: (state) => (state === 'RestoreAurora' ? throttled() : undefined) },
      'RestoreAurora',
    ],
  ])('%s ends after twelve hours, by name, and its history stays short', async (_, props, step) => {
    const { result, evidence, seconds, events } = await validate(props);
    expect(result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
    expect(evidence.findings[0]).toMatchObject({ step });
    expect(seconds).toBeGreaterThanOrEqual(12 * HOUR);
    expect(seconds).toBeLessThan(12.5 * HOUR);
    expect(events).toBeLessThan(MOST_EVENTS);
  });
});

test('three minutes without progress are reported, and again after a quarter of an hour at the earliest', async () => {
  const { evidence, notifications, delivered } = await validate({
    trouble: (state, elapsedMs) =>
      state === 'FindLatestRecoveryPoint' && elapsedMs < 40 * 60_000 ? throttled() : undefined,
  });
  expect(evidence.verdict).toBe('PASSED');
  const at = delivered.filter(({ what }) => what === 'sns:publish').map(({ seconds }) => seconds);
  expect(at).toHaveLength(4);
  expect(at[0]).toBeGreaterThan(180);
  expect(at[0]).toBeLessThan(300);
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(900);
  expect(notifications[0]?.Subject).toMatch(/restore validation is held up at FindLatestRecoveryPoint for \d+ minutes/);
  expect(notifications[0]?.Message).toContain('throttling');
});

test('what lasts for hours is reported every quarter of an hour at first, then every hour', async () => {
  const { delivered } = await validate({
    trouble: (state, elapsedMs) =>
      state === 'FindLatestRecoveryPoint' && elapsedMs < 8 * HOUR * 1000 ? throttled() : undefined,
  });
  const at = delivered.filter(({ what }) => what === 'sns:publish').map(({ seconds }) => seconds);
  const later = at.filter((seconds) => seconds > HOUR && seconds < 8 * HOUR);
  expect(at.filter((seconds) => seconds < HOUR)).toHaveLength(4);
  // The end of it has a mail of its own.
  expect(later.length).toBeGreaterThanOrEqual(6);
  expect(later.length).toBeLessThanOrEqual(7);
});

describe('when reportExecution dies', () => {
  test('somebody hears of the end within a minute, and of the rest when it is back', async () => {
    let firstMs: number | undefined;
    const { evidence, notifications, delivered, states } = await validate({
      functions: { SmokeTestArn: () => ({ checks: [{ name: 'rows', passed: false, detail: 'none' }], cursor: null }) },
      trouble: (state, elapsedMs) => {
        if (state !== 'Report') return undefined;
        firstMs ??= elapsedMs;
        return elapsedMs < firstMs + 10 * 60_000 ? died() : undefined;
      },
    });
    expect(notifications.map(({ Subject }) => Subject)).toEqual([
      'pilot-light: restore validation did all its steps, report delayed',
      'pilot-light: restore validation FAILED at SmokeTest',
    ]);
    expect((delivered[0]?.seconds ?? 0) * 1000 - (firstMs ?? 0)).toBeLessThan(60_000);
    expect(evidence.verdict).toBe('FAILED');
    expect(states.filter((state) => state === 'NotifyUnreported')).toHaveLength(1);
  });

  test('for good, the execution ends after twelve hours, records what it knows and releases the lock', async () => {
    const { result, evidence, lock, seconds, notifications, events } = await validate({
      trouble: (state) => (state === 'Report' ? died() : undefined),
    });
    // No error that the backstop leaves out: it notifies of it once more.
    expect(result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(evidence).toMatchObject({ verdict: 'FAILED', checks: [expect.anything()] });
    expect(lock).toMatchObject({ status: { S: 'FAILED' } });
    expect(seconds).toBeGreaterThan(12 * HOUR);
    expect(seconds).toBeLessThan(13.5 * HOUR);
    expect(events).toBeLessThan(MOST_EVENTS);
    expect(notifications).toHaveLength(1);
  });

  test('from the start, the machine says so in its own words, and begins when it is back', async () => {
    const { evidence, notifications } = await validate({
      trouble: (state, elapsedMs) => (REPORTING.includes(state) && elapsedMs < 10 * 60_000 ? died() : undefined),
    });
    expect(evidence.verdict).toBe('PASSED');
    expect(notifications[0]).toEqual({
      Subject: 'pilot-light: restore validation is held up at CheckTheInput; it goes on by itself',
      Message: expect.stringMatching(
        /^No success since 2026-11-22T03:00:00.000Z: Runtime.ExitError. aws stepfunctions /,
      ),
    });
  });
});

test('nothing passes that was not proven: a report of a record with a hole says which', async () => {
  const { result, evidence } = await validate({ functions: { SmokeTestArn: () => ({ checks: [], cursor: null }) } });
  expect(result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
  expect(evidence.findings).toEqual([
    { step: 'Report', error: 'InvariantViolationError', cause: 'not-proven: nothing says that its data is right' },
  ]);
});
