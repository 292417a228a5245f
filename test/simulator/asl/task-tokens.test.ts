import { Bench, machineOf, START_MS, task, types } from './run-machine';

const approval = (fields: Readonly<Record<string, unknown>> = {}) =>
  machineOf(
    task({
      Resource: 'arn:aws:states:::sns:publish.waitForTaskToken',
      Arguments: { Message: '{% $states.context.Task.Token %}' },
      ...fields,
    }),
  );

describe('a task that waits for its token', () => {
  test('ends with the output of SendTaskSuccess, when it comes', async () => {
    const bench = new Bench(({ token = '', arguments: sent }, { scheduler, tokens }) => {
      expect(sent).toEqual({ Message: token });
      scheduler.after(3_600_000, () => tokens.succeed(token, { approved: true }));
      return { MessageId: 'm-1' };
    });
    const { result, events } = await bench.run(approval());
    expect(bench.seconds()).toBe(3600);
    expect(result).toEqual({ status: 'SUCCEEDED', output: { approved: true } });
    expect(types(events).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(events[4]?.taskSubmittedEventDetails).toMatchObject({
      resourceType: 'sns',
      resource: 'publish.waitForTaskToken',
      output: '{"MessageId":"m-1"}',
    });
  });

  test('fails with the error and cause of SendTaskFailure', async () => {
    const bench = new Bench(({ token = '' }, { scheduler, tokens }) => {
      scheduler.after(1000, () => tokens.fail(token, 'Rejected', 'not now'));
      return {};
    });
    const { result } = await bench.run(approval());
    expect(result).toEqual({ status: 'FAILED', error: 'Rejected', cause: 'not now' });
  });

  test('gets a new token with each retry; the old one is refused', async () => {
    const seen: string[] = [];
    const bench = new Bench(({ token = '' }, { scheduler, tokens }) => {
      seen.push(token);
      const [first = ''] = seen;
      if (seen.length === 2) {
        expect(() => tokens.succeed(first, 'late')).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
        scheduler.after(1000, () => tokens.succeed(token, 'second'));
      }
      return {};
    });
    const Retry = [{ ErrorEquals: ['States.HeartbeatTimeout'], MaxAttempts: 1, IntervalSeconds: 5 }];
    const { result } = await bench.run(approval({ HeartbeatSeconds: 20, Retry }));
    expect(result).toEqual({ status: 'SUCCEEDED', output: 'second' });
    expect(new Set(seen).size).toBe(2);
    expect(bench.seconds()).toBe(26);
  });

  test('refuses a second answer, and one after the execution ended', async () => {
    const bench = new Bench(({ token = '' }, { scheduler, tokens }) => {
      scheduler.after(1000, () => {
        tokens.succeed(token, 1);
        expect(() => tokens.fail(token, 'Late', undefined)).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
      });
      scheduler.at(START_MS + 9_000, () => {
        expect(() => tokens.heartbeat(token)).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
      });
      return {};
    });
    const { result } = await bench.run(approval());
    expect(result).toEqual({ status: 'SUCCEEDED', output: 1 });
    await bench.scheduler.run(() => false);
    expect(bench.seconds()).toBe(9);
  });

  test('knows no token that it did not issue', () => {
    const { tokens } = new Bench();
    expect(() => tokens.succeed('nonsense', {})).toThrow(
      expect.objectContaining({ code: 'InvalidToken', message: "Invalid Token: 'nonsense'" }),
    );
  });

  test('fails like any task when the call itself fails', async () => {
    const bench = new Bench(() => Promise.reject(new Error('our own mistake')));
    await expect(bench.run(approval())).rejects.toThrow('our own mistake');
  });
});
