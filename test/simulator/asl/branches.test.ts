import { TaskFailedError } from '../../../simulator/asl/errors';
import { Bench, branchOf, machineOf, task, types } from './run-machine';

describe('Parallel', () => {
  test('runs its branches at the same time and keeps their order', async () => {
    const bench = new Bench();
    const wait = (seconds: number) => branchOf(`Wait${seconds}`, { Type: 'Wait', Seconds: seconds, Output: seconds });
    const { result } = await bench.run(machineOf({ Type: 'Parallel', Branches: [wait(30), wait(10), wait(20)] }));
    expect(bench.seconds()).toBe(30);
    expect(result).toEqual({ status: 'SUCCEEDED', output: [30, 10, 20] });
  });

  test('stops the other branches as soon as one fails', async () => {
    const called: string[] = [];
    const bench = new Bench(async ({ state }, { scheduler }) => {
      called.push(state);
      await scheduler.sleep(5_000);
      throw new TaskFailedError('Broken', 'it broke');
    });
    const slow = {
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 600, Next: 'Never' }, Never: task() },
    };
    const failing = { StartAt: 'Fails', States: { Fails: task() } };
    const { result, events } = await bench.run(machineOf({ Type: 'Parallel', Branches: [slow, failing] }));
    expect(result).toEqual({ status: 'FAILED', error: 'Broken', cause: 'it broke' });
    expect(bench.seconds()).toBe(5);
    expect(called).toEqual(['Fails']);
    expect(types(events)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'WaitStateEntered',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    await bench.scheduler.run(() => false);
    expect(bench.seconds()).toBe(5);
  });

  test('tries all branches again with its own Retry', async () => {
    let calls = 0;
    const bench = new Bench(() => {
      calls += 1;
      if (calls === 1) throw new TaskFailedError('Once');
      return calls;
    });
    const Branches = [branchOf('One', task()), branchOf('Two', task())];
    const Retry = [{ ErrorEquals: ['Once'], IntervalSeconds: 4 }];
    const { result } = await bench.run(machineOf({ Type: 'Parallel', Branches, Retry }));
    expect(result.status).toBe('SUCCEEDED');
    expect(bench.seconds()).toBe(4);
  });

  test('tells the observer which branch of which state a step belongs to', async () => {
    const bench = new Bench();
    const inner = branchOf('Inner', { Type: 'Parallel', Branches: [branchOf('Deepest', { Type: 'Pass' })] });
    await bench.run({
      StartAt: 'Outer',
      States: { Outer: { Type: 'Parallel', Branches: [branchOf('Flat', { Type: 'Pass' }), inner], End: true } },
    });
    const deepest = bench.progress.filter(({ event, place }) => event === 'PassStateEntered' && place.length === 2);
    expect(deepest.map(({ place }) => place)).toEqual([
      [
        { state: 'Outer', kind: 'branch', index: 1 },
        { state: 'Inner', kind: 'branch', index: 0 },
      ],
    ]);
  });
});

describe('Map', () => {
  const each = (seconds: string) => branchOf('Each', { Type: 'Wait', Seconds: seconds, Output: '{% $states.input %}' });

  test('runs at most MaxConcurrency items at a time', async () => {
    const bench = new Bench();
    const ItemProcessor = each('{% $states.input %}');
    const { result } = await bench.run(machineOf({ Type: 'Map', MaxConcurrency: 2, ItemProcessor }), [10, 4, 3, 2]);
    expect(result).toEqual({ status: 'SUCCEEDED', output: [10, 4, 3, 2] });
    // One worker takes 10; the other 4, 3 and 2.
    expect(bench.seconds()).toBe(10);
  });

  test('hands the item and its index to ItemSelector and to the states inside', async () => {
    const ItemProcessor = branchOf('Each', {
      Type: 'Pass',
      Output: '{% [$states.input.n, $states.context.Map.Item.Index] %}',
    });
    const ItemSelector = { n: '{% $states.context.Map.Item.Value * 10 %}' };
    const { result } = await new Bench().run(machineOf({ Type: 'Map', ItemSelector, ItemProcessor }), [1, 2]);
    expect(result).toMatchObject({
      output: [
        [10, 0],
        [20, 1],
      ],
    });
  });

  test('fails with the first failed item, and stops the rest', async () => {
    const bench = new Bench(async ({ stateInput }, { scheduler }) => {
      await scheduler.sleep(Number(stateInput) * 1000);
      if (stateInput === 2) throw new TaskFailedError('Second');
      return stateInput;
    });
    const { result } = await bench.run(
      machineOf({ Type: 'Map', ItemProcessor: branchOf('Each', task()) }),
      [1, 2, 300],
    );
    expect(result).toMatchObject({ status: 'FAILED', error: 'Second' });
    expect(bench.seconds()).toBe(2);
  });

  // Recorded at AWS: LocalStack's test_error_output, MAP_CATCH_ERROR_OUTPUT_WITH_RETRY.
  test('that fails names as its predecessor what failed inside the item, not the end of the item', async () => {
    const ItemProcessor = branchOf('Each', { Type: 'Pass', Output: '{% $nothing %}' });
    const { events } = await new Bench().run(machineOf({ Type: 'Map', ItemProcessor }), [1]);
    expect(events.slice(4).map(({ id, type, previousEventId }) => [id, type, previousEventId])).toEqual([
      [5, 'PassStateEntered', 4],
      [6, 'EvaluationFailed', 4],
      [7, 'MapIterationFailed', 6],
      [8, 'MapStateFailed', 6],
      [9, 'ExecutionFailed', 8],
    ]);
  });

  test('goes on while no more items fail than it tolerates', async () => {
    const bench = new Bench(({ stateInput }) => {
      if (stateInput === 'bad') throw new TaskFailedError('Bad');
      return stateInput;
    });
    const state = (percentage: number) =>
      machineOf({ Type: 'Map', ToleratedFailurePercentage: percentage, ItemProcessor: branchOf('Each', task()) });
    expect((await bench.run(state(50), ['a', 'bad', 'c', 'bad'])).result).toMatchObject({ output: ['a', 'c'] });
    expect((await bench.run(state(25), ['a', 'bad', 'c', 'bad'])).result).toMatchObject({
      status: 'FAILED',
      error: 'Bad',
    });
  });

  test('says in a distributed map that the threshold was passed', async () => {
    const bench = new Bench(() => Promise.reject(new TaskFailedError('Bad')));
    const ItemProcessor = {
      ...branchOf('Each', task()),
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    };
    const { result, events } = await bench.run(machineOf({ Type: 'Map', ItemProcessor }), [1]);
    expect(result).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(types(events).slice(2)).toEqual([
      'MapStateStarted',
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('hands on batches of MaxItemsPerBatch', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { from: '{% $states.context.State.Name %}' } };
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const ItemProcessor = { ...branchOf('Each', { Type: 'Pass' }), ProcessorConfig };
    const { result } = await new Bench().run(machineOf({ Type: 'Map', ItemBatcher, ItemProcessor }), [1, 2, 3]);
    expect(result).toMatchObject({
      output: [
        { BatchInput: { from: 'Only' }, Items: [1, 2] },
        { BatchInput: { from: 'Only' }, Items: [3] },
      ],
    });
  });
});
