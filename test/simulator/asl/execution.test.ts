import { Bench, branchOf, machineOf, START_MS, task, types } from './run-machine';

describe('an execution', () => {
  test('that is stopped is ABORTED with the given error and cause, and does nothing more', async () => {
    const bench = new Bench(() => new Promise(() => undefined));
    const execution = bench.start(machineOf(task({ TimeoutSeconds: 900, Retry: [{ ErrorEquals: ['States.ALL'] }] })));
    bench.scheduler.after(30_000, () => execution.stop('Operator', 'wrong region'));
    const result = await bench.scheduler.runToEnd(execution.ended);
    expect(result).toEqual({ status: 'ABORTED', error: 'Operator', cause: 'wrong region' });
    expect(execution.events.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Operator', cause: 'wrong region' },
    });
    const count = execution.events.length;
    await bench.scheduler.run(() => false);
    expect(bench.seconds()).toBe(30);
    expect(execution.events).toHaveLength(count);
  });

  test('fails with event 25,000 when its history is full', async () => {
    const { result, events } = await new Bench().run(
      {
        StartAt: 'Loop',
        States: {
          Loop: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.spin %}', Next: 'Loop' }], Default: 'Done' },
          Done: { Type: 'Succeed' },
        },
      },
      { spin: true },
    );
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)).toMatchObject({ id: 25_000, previousEventId: 24_999, type: 'ExecutionFailed' });
    expect(events.at(-2)).toMatchObject({ id: 24_999, type: 'ChoiceStateExited' });
  });

  test('fails when a state gives more than 256 KiB', async () => {
    const { result } = await new Bench().run(machineOf({ Type: 'Pass', Output: '{% $pad("", 262145, "x") %}' }));
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('waits until an instant, and not at all when it has passed', async () => {
    const bench = new Bench();
    const until = (Timestamp: string) => bench.run(machineOf({ Type: 'Wait', Timestamp }));
    await until(new Date(START_MS + 90_500).toISOString());
    expect(bench.seconds()).toBe(90.5);
    await until('2016-03-14T01:59:00+02:00');
    expect(bench.seconds()).toBe(90.5);
  });

  test('takes no day that does not exist', async () => {
    const { result } = await new Bench().run(machineOf({ Type: 'Wait', Timestamp: '2026-02-30T00:00:00Z' }));
    expect(result).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('without a matching choice fails with States.NoChoiceMatched', async () => {
    const Choices = [{ Condition: '{% $states.input.go %}', Next: 'Done' }];
    const machine = { StartAt: 'Ask', States: { Ask: { Type: 'Choice', Choices }, Done: { Type: 'Succeed' } } };
    expect((await new Bench().run(machine, { go: false })).result).toMatchObject({ error: 'States.NoChoiceMatched' });
    expect((await new Bench().run(machine, { go: true })).result).toMatchObject({ status: 'SUCCEEDED' });
    expect((await new Bench().run(machine, { go: 'yes' })).result).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });

  test('gives the same history twice', async () => {
    const machine = machineOf({
      Type: 'Pass',
      Output: { id: '{% $uuid() %}', chance: '{% $random() %}', at: '{% $now() %}' },
    });
    const [first, second] = [await new Bench().run(machine), await new Bench().run(machine)];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    expect((await new Bench(undefined, 2).run(machine)).result).not.toEqual(first.result);
  });

  test('names each event its predecessor in the same branch', async () => {
    const Branches = [branchOf('One', { Type: 'Pass' }), branchOf('Two', { Type: 'Pass' })];
    const { events } = await new Bench().run(machineOf({ Type: 'Parallel', Branches }));
    const entered = events.filter(({ type }) => type === 'PassStateEntered');
    const started = events.find(({ type }) => type === 'ParallelStateStarted');
    expect(entered.map(({ previousEventId }) => previousEventId)).toEqual([started?.id, started?.id]);
    expect(types(events).at(-1)).toBe('ExecutionSucceeded');
  });
});
