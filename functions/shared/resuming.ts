import { isNamed } from './aws-errors';

/**
 * Aurora User Guide, "Scaling to Zero ACUs with automatic pause and resume for Aurora Serverless v2": about 15 seconds, and
 * 30 or longer after more than a day.
 */
const RESUMES_WITHIN_MS = 90_000;
const PAUSE_MS = 5_000;

/** A call of the Data API that wakes a database which was paused, and waits until it is let in. */
export async function whenResumed<Answer>(
  call: () => Promise<Answer>,
  pause: (durationMs: number) => Promise<void> = wait,
): Promise<Answer> {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isNamed(error, 'DatabaseResumingException') || waitedMs >= RESUMES_WITHIN_MS) throw error;
      await pause(PAUSE_MS);
    }
  }
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
