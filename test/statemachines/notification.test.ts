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
