import { whenResumed } from '../../../functions/shared/resuming';
import { awsError } from '../lambda-context';

const RESUMING = awsError(
  'DatabaseResumingException',
  'The Aurora DB instance db-1 is resuming after being auto-paused.',
);

/** A database that lets nobody in for so long after the first call. */
function asleepFor(seconds: number, otherwise: Error = RESUMING) {
  let waitedMs = 0;
  const call = async () => {
    if (waitedMs < seconds * 1000) throw otherwise;
    return 'rows';
  };
  const pause = async (durationMs: number) => void (waitedMs += durationMs);
  return { answer: () => whenResumed(call, pause), waited: () => waitedMs / 1000 };
}

test.each([0, 15, 30, 60])('a paused database that takes %i seconds to resume is waited for', async (seconds) => {
  const database = asleepFor(seconds);
  expect(await database.answer()).toBe('rows');
  expect(database.waited()).toBe(seconds);
});

test('not for ever: what never resumes is an error that may pass', async () => {
  const database = asleepFor(Number.POSITIVE_INFINITY);
  await expect(database.answer()).rejects.toBe(RESUMING);
  expect(database.waited()).toBe(90);
});

test.each(['DatabaseUnavailableException', 'DatabaseErrorException', 'StatementTimeoutException'])(
  '%s is not waited for here',
  async (name) => {
    const database = asleepFor(15, awsError(name));
    await expect(database.answer()).rejects.toMatchObject({ name });
    expect(database.waited()).toBe(0);
  },
);
