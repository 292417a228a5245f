import { Bench, branchOf, machineOf, START_MS, task, types } from './run-machine';

const never = (): Promise<unknown> => new Promise(() => undefined);
const caught = { StartAt: 'Work', States: { Work: {}, Caught: { Type: 'Pass', End: true } } };

function withCatch(fields: Readonly<Record<string, unknown>>, error = 'States.ALL') {
  const Catch = [{ ErrorEquals: [error], Next: 'Caught' }];
  return { ...caught, States: { ...caught.States, Work: task({ Catch, ...fields }) } };
}

describe('TimeoutSeconds of a task', () => {
  test('ends the attempt exactly then, with States.Timeout and no cause', async () => {
    const bench = new Bench(never);
    const { result, events } = await bench.run(withCatch({ TimeoutSeconds: 90 }));
    expect(bench.seconds()).toBe(90);
    expect(result).toEqual({ status: 'SUCCEEDED', output: { Error: 'States.Timeout' } });
    expect(events.find(({ type }) => type === 'TaskTimedOut')?.taskTimedOutEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'States.Timeout',
    });
    expect(events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.timeoutInSeconds).toBe(90);
  });

  test('fails the execution when nothing catches it', async () => {
    const { result, events } = await new Bench(never).run(machineOf(task({ TimeoutSeconds: 5 })));
    expect(result).toEqual({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    expect(types(events).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  test('starts anew with each retry', async () => {
    const bench = new Bench(never);
    const Retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2, IntervalSeconds: 10, BackoffRate: 1 }];
    await bench.run(machineOf(task({ TimeoutSeconds: 30, Retry })));
    expect(bench.seconds()).toBe(30 + 10 + 30 + 10 + 30);
  });

  test('leaves no timer behind when the task is in time', async () => {
    const bench = new Bench((_request, { scheduler }) => scheduler.sleep(2_000));
    await bench.run(machineOf(task({ TimeoutSeconds: 3600 })));
    expect(await bench.scheduler.run(() => false)).toBe('idle');
    expect(bench.seconds()).toBe(2);
  });

  test('can be computed', async () => {
    const bench = new Bench(never);
    await bench.run(machineOf(task({ TimeoutSeconds: '{% $states.input.minutes * 60 %}' })), { minutes: 3 });
    expect(bench.seconds()).toBe(180);
  });
});

describe('HeartbeatSeconds', () => {
  const waiting = { Resource: 'arn:aws:states:::sns:publish.waitForTaskToken', Arguments: {} };

  test('ends a task that is silent for longer', async () => {
    const bench = new Bench();
    const { result } = await bench.run(withCatch({ ...waiting, HeartbeatSeconds: 60, TimeoutSeconds: 600 }));
    expect(bench.seconds()).toBe(60);
    expect(result).toEqual({ status: 'SUCCEEDED', output: { Error: 'States.HeartbeatTimeout' } });
  });

  test('is caught by States.Timeout as well', async () => {
    const { result } = await new Bench().run(withCatch({ ...waiting, HeartbeatSeconds: 60 }, 'States.Timeout'));
    expect(result.status).toBe('SUCCEEDED');
  });

  test('begins again at each heartbeat, while the timeout does not', async () => {
    const bench = new Bench(({ token = '' }, { scheduler, tokens }) => {
      for (let second = 50; second <= 500; second += 50)
        scheduler.at(START_MS + second * 1000, () => tokens.heartbeat(token));
      return {};
    });
    const { result } = await bench.run(withCatch({ ...waiting, HeartbeatSeconds: 60, TimeoutSeconds: 400 }));
    expect(bench.seconds()).toBe(400);
    expect(result).toMatchObject({ output: { Error: 'States.Timeout' } });
  });

  test('counts from the last heartbeat', async () => {
    const bench = new Bench(({ token = '' }, { scheduler, tokens }) => {
      for (const second of [50, 100]) scheduler.after(second * 1000, () => tokens.heartbeat(token));
      return {};
    });
    await bench.run(withCatch({ ...waiting, HeartbeatSeconds: 60, TimeoutSeconds: 400 }));
    expect(bench.seconds()).toBe(160);
  });
});

describe('TimeoutSeconds of the machine', () => {
  test('ends the execution TIMED_OUT without error or cause, whatever it is doing', async () => {
    const bench = new Bench();
    const { result, events } = await bench.run(machineOf({ Type: 'Wait', Seconds: 25 }, { TimeoutSeconds: 3 }));
    expect(bench.seconds()).toBe(3);
    expect(result).toEqual({ status: 'TIMED_OUT' });
    // As measured on AWS: three events, the last one without a predecessor.
    expect(types(events)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
    expect(events[2]).toMatchObject({ previousEventId: 0, executionTimedOutEventDetails: { error: 'States.Timeout' } });
  });

  test('is not caught by any state', async () => {
    const { result } = await new Bench(never).run({ ...withCatch({ TimeoutSeconds: 60 }), TimeoutSeconds: 10 });
    expect(result).toEqual({ status: 'TIMED_OUT' });
  });

  test('stops every branch: nothing happens afterwards', async () => {
    const bench = new Bench();
    const Branches = [
      branchOf('One', { Type: 'Wait', Seconds: 1000 }),
      branchOf('Two', { Type: 'Wait', Seconds: 1000 }),
    ];
    const { events } = await bench.run(machineOf({ Type: 'Parallel', Branches }, { TimeoutSeconds: 4 }));
    const count = events.length;
    await bench.scheduler.run(() => false);
    expect(bench.seconds()).toBe(4);
    expect(events).toHaveLength(count);
  });
});
