import { TaskFailedError } from '../../../simulator/asl/errors';
import { Bench, machineOf, task } from './run-machine';

/** Runs a task that fails so many times, and gives the seconds at which it was tried. */
async function attemptTimes(retriers: unknown, failures: number, error = 'Busy', seed = 1) {
  const times: number[] = [];
  const bench = new Bench((_request, self) => {
    times.push(self.seconds());
    if (times.length <= failures) throw new TaskFailedError(error, 'because');
    return { done: true };
  }, seed);
  const { result, transitions } = await bench.run(machineOf(task({ Retry: retriers })));
  return { times, result, transitions };
}

describe('Retry', () => {
  test('waits IntervalSeconds, then BackoffRate times as long each time', async () => {
    const { times, result } = await attemptTimes(
      [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 4 }],
      4,
    );
    expect(times).toEqual([0, 3, 9, 21, 45]);
    expect(result).toEqual({ status: 'SUCCEEDED', output: { done: true } });
  });

  test('tries three times after one, two and four seconds unless told otherwise', async () => {
    const { times, result } = await attemptTimes([{ ErrorEquals: ['Busy'] }], 99);
    expect(times).toEqual([0, 1, 3, 7]);
    expect(result).toEqual({ status: 'FAILED', error: 'Busy', cause: 'because' });
  });

  test('waits MaxDelaySeconds at most', async () => {
    const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 4, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 };
    const { times } = await attemptTimes([retrier], 4);
    expect(times).toEqual([0, 4, 14, 24, 34]);
  });

  test('never tries again with MaxAttempts 0', async () => {
    const { times } = await attemptTimes([{ ErrorEquals: ['Busy'], MaxAttempts: 0 }], 9);
    expect(times).toEqual([0]);
  });

  test('with JitterStrategy FULL waits between zero and the delay, and not always the same', async () => {
    const retrier = {
      ErrorEquals: ['Busy'],
      IntervalSeconds: 10,
      BackoffRate: 2,
      MaxAttempts: 3,
      JitterStrategy: 'FULL',
    };
    const firstWaits: number[] = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const { times } = await attemptTimes([retrier], 3, 'Busy', seed);
      const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(waits).toHaveLength(3);
      for (const [index, limit] of [10, 20, 40].entries()) {
        expect(waits[index]).toBeGreaterThanOrEqual(0);
        expect(waits[index]).toBeLessThanOrEqual(limit);
      }
      firstWaits.push(waits[0] ?? 0);
    }
    expect(new Set(firstWaits).size).toBeGreaterThan(15);
    expect(Math.max(...firstWaits)).toBeGreaterThan(7);
    expect(Math.min(...firstWaits)).toBeLessThan(3);
  });

  test('draws the same jitter from the same seed', async () => {
    const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 60, MaxAttempts: 5, JitterStrategy: 'FULL' };
    const [first, second] = [await attemptTimes([retrier], 5), await attemptTimes([retrier], 5)];
    expect(first.times).toEqual(second.times);
  });

  test('counts the attempts of each retrier by itself', async () => {
    const errors = ['A', 'B', 'A', 'B'];
    let calls = 0;
    const bench = new Bench(() => {
      const error = errors[calls++];
      if (error !== undefined) throw new TaskFailedError(error);
      return 'done';
    });
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 10 },
      { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 5, BackoffRate: 1 },
    ];
    const { result } = await bench.run(machineOf(task({ Retry })));
    expect(result.status).toBe('SUCCEEDED');
    // A waits 1 and then 10 seconds, B 5 each time.
    expect(bench.seconds()).toBe(21);
  });

  test('bills the state and each retry as a transition', async () => {
    const { transitions } = await attemptTimes([{ ErrorEquals: ['Busy'], MaxAttempts: 2 }], 2);
    expect(transitions).toBe(3);
  });

  test('takes an error with States.TaskFailed, but not a timeout', async () => {
    const retry = [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }];
    expect((await attemptTimes(retry, 1)).result.status).toBe('SUCCEEDED');
    const bench = new Bench(() => new Promise(() => undefined));
    const { result } = await bench.run(machineOf(task({ TimeoutSeconds: 7, Retry: retry })));
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(bench.seconds()).toBe(7);
  });

  test('with States.ALL takes neither States.DataLimitExceeded nor States.Runtime', async () => {
    const large = new Bench(() => 'x'.repeat(300 * 1024));
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Only' }];
    const tooLarge = await large.run(machineOf(task({ Catch, Retry: [{ ErrorEquals: ['States.ALL'] }] })));
    expect(tooLarge.result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(large.seconds()).toBe(0);
  });

  test('takes a failed expression like any other error', async () => {
    const Output = '{% $states.result.count > 1 ? "enough" : $undefinedYet %}';
    let count = 0;
    const bench = new Bench(() => ({ count: ++count }));
    const Retry = [{ ErrorEquals: ['States.QueryEvaluationError'], IntervalSeconds: 2 }];
    const { result } = await bench.run(machineOf(task({ Output, Retry })));
    expect(result).toEqual({ status: 'SUCCEEDED', output: 'enough' });
    expect(bench.seconds()).toBe(2);
  });
});
