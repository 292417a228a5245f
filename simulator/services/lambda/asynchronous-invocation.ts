import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { LambdaFunction } from './function';
import type { InvocationResult } from './runtime/execution-environment';

/** A failed function is tried again after one minute, then after two (Lambda Developer Guide, asynchronous invocation). */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** A throttled event comes back after one second at first, five minutes at most (ibid.). */
const FIRST_THROTTLE_DELAY_MS = 1000;
const MAXIMUM_THROTTLE_DELAY_MS = 300_000;

/** Runs an event from the queue until it succeeds, its retries are used up, or it is too old. A dark region waits. */
export function invokeLater(region: Region, fn: LambdaFunction, run: () => Promise<InvocationResult>): void {
  const { scheduler, trace } = region.world;
  const { maximumRetries, maximumEventAgeSeconds } = fn.asynchronous;
  const expiresAtMs = scheduler.now() + maximumEventAgeSeconds * 1000;
  const drop = (why: string): void => {
    trace.record({ kind: 'note', detail: `lambda: an event for ${fn.settings.functionName} was dropped: ${why}` });
  };
  scheduler.spawn(async () => {
    let failures = 0;
    let throttleDelayMs = FIRST_THROTTLE_DELAY_MS;
    for (;;) {
      while (region.world.isDark(region.name)) {
        if (scheduler.now() > expiresAtMs) return drop('it is too old');
        await scheduler.sleep(MAXIMUM_THROTTLE_DELAY_MS);
      }
      const attempt = await attemptOnce(run);
      if (attempt === 'done') return;
      if (attempt === 'failed' && failures >= maximumRetries) return drop('its retries are used up');
      const delayMs = attempt === 'failed' ? (RETRY_DELAYS_MS[failures] ?? 120_000) : throttleDelayMs;
      if (attempt === 'failed') failures += 1;
      else throttleDelayMs = Math.min(2 * throttleDelayMs, MAXIMUM_THROTTLE_DELAY_MS);
      if (scheduler.now() + delayMs > expiresAtMs) return drop('it is too old');
      await scheduler.sleep(delayMs);
    }
  });
}

async function attemptOnce(run: () => Promise<InvocationResult>): Promise<'done' | 'failed' | 'throttled'> {
  try {
    return (await run()).kind === 'returned' ? 'done' : 'failed';
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException') return 'throttled';
    if (error instanceof AwsError) return 'failed';
    throw error;
  }
}
