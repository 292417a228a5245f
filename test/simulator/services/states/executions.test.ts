import { createMachine, REGION, runMachine, states, statesWorld } from './states-fixture';

const waiting = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } };

describe('StartExecution', () => {
  test('answers the same name and input again while the execution runs, and starts nothing', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const start = () => states(world, 'StartExecution', { stateMachineArn, name: 'once', input: '{"a":1}' });
    const [first, second] = [await start(), await start()];
    expect(second).toEqual(first);
    expect(world.region(REGION).states.executions()).toHaveLength(1);
  });

  test('refuses the name with another input, and after the execution ended', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const start = (input: string) => states(world, 'StartExecution', { stateMachineArn, name: 'once', input });
    await start('{}');
    await expect(start('{"other":1}')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await world.scheduler.run(() => false);
    await expect(start('{}')).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: 'arn:aws:states:${REGION}:111111111111:execution:machine:once'`,
    });
  });

  test.each([
    ['a machine that does not exist', { stateMachineArn: 'arn:none' }, 'StateMachineDoesNotExist'],
    ['a name with a space', { name: 'two words' }, 'InvalidName'],
    ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['an input of more than 256 KiB', { input: JSON.stringify('x'.repeat(262_144)) }, 'InvalidExecutionInput'],
  ])('refuses %s', async (_name, input, code) => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    await expect(states(world, 'StartExecution', { stateMachineArn, ...input })).rejects.toMatchObject({ code });
  });
});

describe('an execution', () => {
  test('is described while it runs and when it is over', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const { executionArn } = await states<{ executionArn: string }>(world, 'StartExecution', {
      stateMachineArn,
      name: 'a',
    });
    const running = await states(world, 'DescribeExecution', { executionArn });
    expect(running).toMatchObject({ status: 'RUNNING', input: '{}', name: 'a', redriveStatus: 'NOT_REDRIVABLE' });
    expect(running).not.toHaveProperty('stopDate');
    await world.scheduler.run(() => false);
    const over = await states<{ startDate: Date; stopDate: Date }>(world, 'DescribeExecution', { executionArn });
    expect(over).toMatchObject({ status: 'SUCCEEDED', output: '{}' });
    expect(over.stopDate.getTime() - over.startDate.getTime()).toBe(60_000);
  });

  test('tells EventBridge when it starts and when it ends', async () => {
    const world = statesWorld();
    const failing = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Bad', Cause: 'because' } } };
    const { executionArn } = await runMachine(world, createMachine(world, failing));
    expect(world.published.map(({ source, 'detail-type': type }) => [source, type])).toEqual(
      Array(2).fill(['aws.states', 'Step Functions Execution Status Change']),
    );
    expect(world.published.map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ executionArn, status: 'RUNNING', stopDate: null }),
      expect.objectContaining({ executionArn, status: 'FAILED', error: 'Bad', cause: 'because', output: null }),
    ]);
  });

  test('is forgotten ninety days after its end, and its name is free again', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const start = (name: string) => states(world, 'StartExecution', { stateMachineArn, name });
    const names = () =>
      world
        .region(REGION)
        .states.executions()
        .map(({ identity }) => identity.executionName);
    await start('old');
    await world.scheduler.run(() => false);
    await world.scheduler.runUntil(world.scheduler.now() + 89 * 86_400_000);
    await start('new');
    expect(names()).toEqual(['old', 'new']);
    await world.scheduler.runUntil(world.scheduler.now() + 2 * 86_400_000);
    await start('old');
    expect(names()).toEqual(['new', 'old']);
  });

  test('is ABORTED by StopExecution', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const { executionArn } = await states<{ executionArn: string }>(world, 'StartExecution', { stateMachineArn });
    await states(world, 'StopExecution', { executionArn, error: 'Operator', cause: 'changed my mind' });
    await world.scheduler.run(() => false);
    expect(await states(world, 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'changed my mind',
    });
    expect(world.published.at(-1)).toMatchObject({ detail: { status: 'ABORTED' } });
  });

  test('that timed out has neither error nor cause', async () => {
    const world = statesWorld();
    const described = await runMachine(world, createMachine(world, { ...waiting, TimeoutSeconds: 10 }));
    expect(described.status).toBe('TIMED_OUT');
    expect(described).not.toHaveProperty('error');
    expect(world.published.at(-1)).toMatchObject({ detail: { status: 'TIMED_OUT', error: null } });
  });

  test('keeps the definition that it started with when the machine changes', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    const { executionArn } = await states<{ executionArn: string }>(world, 'StartExecution', { stateMachineArn });
    createMachine(world, { StartAt: 'No', States: { No: { Type: 'Fail' } } });
    await world.scheduler.run(() => false);
    expect(await states(world, 'DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('makes no progress while its region is dark, and goes on afterwards', async () => {
    const world = statesWorld();
    const two = {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 60, Next: 'Work' },
        Work: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'worker' },
          End: true,
        },
      },
    };
    const startedAt = world.scheduler.now();
    const stateMachineArn = createMachine(world, two);
    const { executionArn } = await states<{ executionArn: string }>(world, 'StartExecution', { stateMachineArn });
    const darken = (dark: boolean) => () => void (dark ? world.dark.add(REGION) : world.dark.delete(REGION));
    world.scheduler.at(startedAt + 30_000, darken(true));
    world.scheduler.at(startedAt + 3_630_000, darken(false));
    await world.scheduler.runUntil(startedAt + 3_600_000);
    const record = world.region(REGION).states.execution(executionArn);
    expect(record.execution.events.at(-1)?.type).toBe('WaitStateExited');
    await world.scheduler.runToEnd(record.execution.ended);
    expect(record.result).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.scheduler.now() - startedAt).toBeGreaterThanOrEqual(3_630_000);
  });
});

describe('GetExecutionHistory', () => {
  test('gives pages, in either order', async () => {
    const world = statesWorld();
    const { executionArn } = await runMachine(world, createMachine(world, waiting));
    type Page = { events: { id: number; type: string }[]; nextToken?: string };
    const page = (input: object) =>
      states<Page>(world, 'GetExecutionHistory', { executionArn, maxResults: 3, ...input });
    const first = await page({});
    const second = await page({ nextToken: first.nextToken });
    expect([...first.events, ...second.events].map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(second.nextToken).toBeUndefined();
    expect((await page({ reverseOrder: true })).events.map(({ type }) => type)).toEqual([
      'ExecutionSucceeded',
      'WaitStateExited',
      'WaitStateEntered',
    ]);
  });

  test('leaves data out on request', async () => {
    const world = statesWorld();
    const { executionArn } = await runMachine(world, createMachine(world, waiting), { secret: 1 });
    const history = (includeExecutionData: boolean) =>
      states(world, 'GetExecutionHistory', { executionArn, includeExecutionData });
    expect(JSON.stringify(await history(true))).toContain('secret');
    expect(JSON.stringify(await history(false))).not.toContain('secret');
  });
});

describe('the lists', () => {
  test('hold executions, newest first, by status, and machines', async () => {
    const world = statesWorld();
    const stateMachineArn = createMachine(world, waiting);
    for (const name of ['a', 'b']) await states(world, 'StartExecution', { stateMachineArn, name });
    const list = (input: object) =>
      states<{ executions: { name: string }[] }>(world, 'ListExecutions', { stateMachineArn, ...input });
    expect((await list({})).executions.map(({ name }) => name)).toEqual(['b', 'a']);
    expect((await list({ statusFilter: 'SUCCEEDED' })).executions).toEqual([]);
    expect(await states(world, 'ListStateMachines', {})).toMatchObject({ stateMachines: [{ stateMachineArn }] });
    expect(await states(world, 'DescribeStateMachine', { stateMachineArn })).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
    });
  });
});

describe('what others can watch', () => {
  test('the trace and the listeners say where each step is and when an execution ended', async () => {
    const world = statesWorld();
    const { states: service } = world.region(REGION);
    const ended: number[] = [];
    const steps: string[] = [];
    service.onExecutionEnded(({ execution }) => ended.push(execution.stateTransitions));
    service.onProgress(({ event, state, place }) =>
      steps.push([...place.map((p) => `${p.state}[${p.index}]`), state, event].join(' ')),
    );
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
    const Both = { Type: 'Parallel', Branches: [branch('Beside'), branch('In')], End: true };
    await runMachine(world, createMachine(world, { StartAt: 'Both', States: { Both } }));
    expect(ended).toEqual([3]);
    expect(steps).toContain('Both[1] In PassStateEntered');
    expect(world.trace.entries.filter((entry) => entry.kind === 'execution')).toContainEqual(
      expect.objectContaining({ event: 'PassStateExited', state: 'In', detail: 'in Both[1]' }),
    );
  });
});
