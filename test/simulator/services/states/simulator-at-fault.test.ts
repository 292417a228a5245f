import { createMachine, runMachine, runTask, states, statesWorld } from './states-fixture';

const NOT_MODELLED = {
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:exportTableToPointInTime',
  Arguments: { S3Bucket: 'b', TableArn: 'a' },
};
const RIGHT = { StartAt: 'Fine', States: { Fine: { Type: 'Pass', Output: 'fine', End: true } } };
const CATCH = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

/** A server: what is wrong with the simulator is reported, and ends nothing else. */
function server() {
  const world = statesWorld();
  const reported: unknown[] = [];
  world.scheduler.outliveDefects((error) => reported.push(error));
  return { world, reported };
}

describe('in a server', () => {
  test('an operation that is not modelled ends its execution by name, whatever its Catch says, and no other', async () => {
    const { world, reported } = server();
    const broken = createMachine(world, {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Export', States: { Export: { Type: 'Task', ...NOT_MODELLED, End: true } } },
            { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } },
          ],
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: CATCH,
          End: true,
        },
        Caught: { Type: 'Succeed' },
      },
    });
    const right = createMachine(world, RIGHT, 'right');
    const { status, error, cause, executionArn } = await runMachine(world, broken);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Simulator.NotModelled' });
    expect(cause).toBe('dynamodb:ExportTableToPointInTime is not modelled by the simulator (docs/SIMULATOR.md)');
    const { events } = await states<{ events: { type: string }[] }>(world, 'GetExecutionHistory', { executionArn });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionFailed', executionFailedEventDetails: { error } });
    expect(await runMachine(world, right)).toMatchObject({ status: 'SUCCEEDED', output: '"fine"' });
    expect(reported).toEqual([]);
  });

  test('a service that is not known here does, too', async () => {
    const { world } = server();
    const task = { Resource: 'arn:aws:states:::aws-sdk:athena:startQueryExecution', Arguments: {} };
    expect(await runTask(world, task)).toMatchObject({ status: 'FAILED', error: 'Simulator.NotModelled' });
  });

  test('a bug ends its execution, without its stack, and is reported', async () => {
    const { world, reported } = server();
    const bug = new TypeError('undefined is not iterable');
    world.worker = () => {
      throw bug;
    };
    const task = { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'worker' } };
    const { status, error, cause } = await runTask(world, task);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Simulator.Defect' });
    expect(cause).not.toMatch(/iterable|\.ts/);
    expect(reported).toContain(bug);
    expect(await runMachine(world, createMachine(world, RIGHT, 'right'))).toMatchObject({ status: 'SUCCEEDED' });
  });
});

test('in a rehearsal an operation that is not modelled ends the run, and says so', async () => {
  const world = statesWorld();
  await expect(runTask(world, NOT_MODELLED)).rejects.toThrow('dynamodb:ExportTableToPointInTime is not modelled');
});

describe('arguments of a task are held against the called service’s model', () => {
  test('of a wrong type they do not leave Step Functions', async () => {
    const task = { Resource: 'arn:aws:states:::dynamodb:getItem', Arguments: { TableName: 5, Key: {} } };
    const { error, cause } = await runTask(statesWorld(), task);
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('could not be used to start the Task: [NUMBER_VALUE cannot be converted to String]');
  });

  test.each([
    ['arn:aws:states:::dynamodb:getItem', 'DynamoDB.AmazonDynamoDBException'],
    ['arn:aws:states:::aws-sdk:dynamodb:getItem', 'DynamoDb.DynamoDbException'],
  ])('a required one that is absent is refused by the service: %s', async (Resource, name) => {
    const { status, error, cause } = await runTask(statesWorld(), { Resource, Arguments: { TableName: 't' } });
    expect({ status, error }).toEqual({ status: 'FAILED', error: name });
    expect(cause).toContain("Value null at 'key' failed to satisfy constraint: Member must not be null");
  });

  test('and those that are right are taken', async () => {
    const task = {
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
      Arguments: { TableName: 't', Key: { a: { S: 'x' } } },
    };
    expect(await runTask(statesWorld(), task)).toMatchObject({ error: 'DynamoDb.ResourceNotFoundException' });
  });
});
