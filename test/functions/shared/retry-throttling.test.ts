import { RetryThrottling } from '../../../functions/shared/retry-throttling';

/** The pauses before each further attempt, until there is none. */
async function pauses(errorType: string, attempts = { unanswered: 1, throttled: 4 }): Promise<readonly number[]> {
  const strategy = new RetryThrottling(attempts, () => 0.999_999);
  const delays: number[] = [];
  for (let token = await strategy.acquireInitialRetryToken(); ; ) {
    const next = await strategy.refreshRetryTokenForRetry(token, { errorType }).catch(() => undefined);
    if (next === undefined) return delays;
    delays.push(next.getRetryDelay());
    token = next;
  }
}

test('a region that throttles is asked again within the tick, after longer and longer pauses', async () => {
  expect(await pauses('THROTTLING')).toEqual([499, 999, 1999]);
});

test('no pause is longer than four seconds', async () => {
  expect((await pauses('THROTTLING', { unanswered: 1, throttled: 7 })).slice(3)).toEqual([3999, 3999, 3999]);
});

test.each(['TRANSIENT', 'SERVER_ERROR'])(
  'a region that does not answer (%s) is given up at once',
  async (errorType) => {
    expect(await pauses(errorType)).toEqual([]);
    expect(await pauses(errorType, { unanswered: 2, throttled: 4 })).toHaveLength(1);
  },
);

test('a refusal is final', async () => {
  expect(await pauses('CLIENT_ERROR', { unanswered: 3, throttled: 4 })).toEqual([]);
});
