import { functionError } from './failover-functions';
import { FAILOVER, run } from './failover-run';

const TEN_MINUTES_MS = 600_000;

/** SNS, and the metric that would say so another way. */
const SPEAKING: ReadonlySet<string> = new Set(['Notify', 'ReportSilence']);

test('an end of which nobody can be notified for ten minutes, not even by an alarm, is notified then, and once', async () => {
  let beganMs: number | undefined;
  let lastMs = 0;
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }, elapsedMs) => {
      if (!SPEAKING.has(state)) return undefined;
      beganMs ??= elapsedMs;
      lastMs = elapsedMs;
      return elapsedMs - beganMs < TEN_MINUTES_MS
        ? functionError('SNS.InternalErrorException', 'an internal error (Status Code: 500)')
        : undefined;
    },
  });

  expect(outcome.result).toMatchObject({ status: 'SUCCEEDED', output: { reportProblems: [] } });
  expect(outcome.notifications.map(({ Subject }) => Subject)).toEqual(['pilot-light: failover passed']);
  expect(lastMs - (beganMs ?? 0)).toBeLessThan(TEN_MINUTES_MS + 120_000);
  // Nothing else waits for it.
  expect(outcome.states.indexOf('ReleaseLock')).toBeLessThan(outcome.states.lastIndexOf('Notify'));
});

test('a notification of which no answer comes may have been sent: three times at most, and not again later', async () => {
  const attempts: string[] = [];
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }) => {
      if (state === 'Notify') attempts.push(state);
      return state === 'Notify' ? 'silence' : undefined;
    },
  });

  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(attempts).toHaveLength(3);
});

test('an end whose report cannot be written for two hours is told in plain words, reported then, and no failure', async () => {
  let beganMs: number | undefined;
  const outcome = await run({
    input: FAILOVER,
    trouble: ({ state }, elapsedMs) => {
      if (state !== 'Report') return undefined;
      beganMs ??= elapsedMs;
      return elapsedMs - beganMs < 7_200_000
        ? functionError('Lambda.ServiceException', 'Service unavailable (Status Code: 503)')
        : undefined;
    },
  });

  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.notifications.map(({ Subject }) => Subject)).toEqual([
    'pilot-light: failover did all its steps, report delayed',
    'pilot-light: failover passed',
  ]);
  expect(outcome.notifications[0]?.Message).toMatch(
    /^Users are served from us-west-2: the public name was tested there\. /,
  );
});
