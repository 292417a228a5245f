import type { FaultRule } from '../../../../simulator/kernel/faults';
import { call, operator, settle, type StackWorld, stackWorld, template } from './stack-world';

/** Things are made by PutParameter of Systems Manager, read by GetParameter, and removed by DeleteParameter. */
const thing = (properties: Record<string, unknown> = {}) => ({ Type: 'Test::Unit::Thing', Properties: properties });

/** Each message has ids of its own. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const SSM = { at: 0, region: 'us-west-2', service: 'ssm', probability: 1 } as const;

function deploy(world: StackWorld, properties: Record<string, unknown> = {}): Promise<unknown> {
  const { cloudFormation } = world.region('us-west-2');
  const request = { stackName: 'Stack', template: template({ A: thing(properties) }), caller: operator };
  return world.scheduler.runToEnd(cloudFormation.deployStack(request).catch((error: unknown) => error));
}

function deletion(world: StackWorld): Promise<string> {
  const { cloudFormation } = world.region('us-west-2');
  void cloudFormation.beginDelete(cloudFormation.stacks.get('Stack'), operator);
  return settle(world, 'Stack');
}

function statusOf(world: StackWorld): string {
  return world.region('us-west-2').cloudFormation.stacks.get('Stack').status;
}

/** Why the resource failed, by the stack's events. */
function reasons(world: StackWorld, status: string): readonly string[] {
  const { events } = world.region('us-west-2').cloudFormation.stacks.get('Stack');
  return events.flatMap((event) => (event.logicalId === 'A' && event.status === status ? [event.reason ?? ''] : []));
}

function callsMet(world: StackWorld): readonly number[] {
  return world.faults.report().map((fault) => fault.callsMet);
}

async function secondsToDeploy(faults: readonly FaultRule[]): Promise<{ seconds: number; world: StackWorld }> {
  const world = stackWorld(faults);
  const beganMs = world.scheduler.now();
  await deploy(world);
  return { seconds: (world.scheduler.now() - beganMs) / 1000, world };
}

describe('a fault of the service that a resource is made with', () => {
  it.each([
    ['throttles', { kind: 'throttle' }, 'Rate exceeded (Service: Ssm, Status Code: 400, Request ID: ID)', 'Throttling'],
    [
      'fails',
      { kind: 'error' },
      'An internal error occurred. (Service: Ssm, Status Code: 500, Request ID: ID)',
      'ServiceInternalError',
    ],
    [
      'takes no connection',
      { kind: 'partition' },
      'Unable to execute HTTP request: Connect to ssm.us-west-2.amazonaws.com:443 [ssm.us-west-2.amazonaws.com] failed: connect timed out',
      'NetworkFailure',
    ],
    ['gives no answer', { kind: 'drop' }, 'Unable to execute HTTP request: Read timed out', 'NetworkFailure'],
  ] as const)('and that %s for long fails the creation, in the words of AWS', async (_, fault, message, code) => {
    const world = stackWorld([{ ...SSM, ...fault, operation: 'PutParameter' }]);
    await deploy(world);
    expect(statusOf(world)).toBe('ROLLBACK_COMPLETE');
    expect(reasons(world, 'CREATE_FAILED').map((reason) => reason.replaceAll(UUID, 'ID'))).toEqual([
      `Resource handler returned message: "${message}" (RequestToken: ID, HandlerErrorCode: ${code})`,
    ]);
    expect(world.things.size).toBe(0);
    expect(callsMet(world)[0]).toBeGreaterThan(3);
  });

  it.each(['throttle', 'error', 'partition', 'drop'] as const)(
    'of kind %s is waited out when it is short, and the thing is made once',
    async (kind) => {
      const { seconds: undisturbed } = await secondsToDeploy([]);
      const { seconds, world } = await secondsToDeploy([{ ...SSM, kind, for: 60_000 }]);
      expect(statusOf(world)).toBe('CREATE_COMPLETE');
      expect(world.things.size).toBe(1);
      expect(seconds).toBeGreaterThan(60);
      expect(seconds - undisturbed).toBeLessThan(60 + 30 + 30);
    },
  );

  it('that delays it makes it later by so much, for each call of the handler', async () => {
    const { seconds: undisturbed } = await secondsToDeploy([]);
    const { seconds, world } = await secondsToDeploy([{ ...SSM, kind: 'delay', delaySeconds: 8 }]);
    expect(seconds - undisturbed).toBe(16);
    expect(callsMet(world)).toEqual([2]);
  });

  it.each([
    ['of another service', { service: 'sns' }],
    ['of another region', { region: 'us-east-1' }],
    ['of another operation', { operation: 'DeleteParameter' }],
    ['that is over', { at: 0, for: 1 }],
  ])('%s changes nothing, to the millisecond', async (_, more) => {
    const { seconds: undisturbed } = await secondsToDeploy([]);
    const { seconds, world } = await secondsToDeploy([{ ...SSM, kind: 'error', ...more }]);
    expect(seconds).toBe(undisturbed);
    expect(callsMet(world)).toEqual([0]);
  });

  it('that keeps the handler from seeing the resource fails it, and the rollback takes away what was made', async () => {
    const world = stackWorld([{ ...SSM, kind: 'error', operation: 'GetParameter' }]);
    await deploy(world);
    expect(statusOf(world)).toBe('ROLLBACK_COMPLETE');
    expect(reasons(world, 'CREATE_FAILED')).toEqual([
      expect.stringContaining('HandlerErrorCode: ServiceInternalError'),
    ]);
    expect(reasons(world, 'DELETE_COMPLETE')).toHaveLength(1);
    expect(world.things.size).toBe(0);
  });

  it('fails a deletion, which works when the service is back', async () => {
    const world = stackWorld([{ ...SSM, kind: 'throttle', operation: 'DeleteParameter', for: 600_000 }]);
    await deploy(world);
    expect(await deletion(world)).toBe('DELETE_FAILED');
    expect(reasons(world, 'DELETE_FAILED')).toEqual([expect.stringContaining('HandlerErrorCode: Throttling')]);
    expect(world.things.size).toBe(1);
    await world.scheduler.runUntil(world.scheduler.now() + 600_000);
    expect(await deletion(world)).toBe('DELETE_COMPLETE');
    expect(world.things.size).toBe(0);
  });

  it('fails a rollback that cannot remove what was made', async () => {
    const world = stackWorld([
      { ...SSM, kind: 'error', operation: 'GetParameter' },
      { ...SSM, kind: 'error', operation: 'DeleteParameter' },
    ]);
    await deploy(world);
    expect(statusOf(world)).toBe('ROLLBACK_FAILED');
    expect(world.things.size).toBe(1);
  });

  it('fails an update, and what was is there again', async () => {
    const world = stackWorld([{ ...SSM, at: 60_000, for: 150_000, kind: 'error', operation: 'PutParameter' }]);
    await deploy(world, { Size: '1' });
    await world.scheduler.runUntil(world.scheduler.startMs + 60_000);
    await deploy(world, { Size: '2' });
    expect(statusOf(world)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...world.things.values()]).toEqual([{ Size: '1' }]);
  });

  it('leaves in the trace which call failed, and for whom', async () => {
    const world = stackWorld([{ ...SSM, kind: 'throttle', for: 2500 }]);
    await deploy(world);
    const calls = world.trace.entries.filter((entry) => entry.kind === 'call' && entry.service === 'ssm');
    expect(calls).toMatchObject([
      { operation: 'PutParameter', region: 'us-west-2', caller: 'operator', outcome: 'ThrottlingException' },
    ]);
  });

  it('waits for the light where the region of the stack is dark itself: nobody is impatient there', async () => {
    const world = stackWorld([{ ...SSM, kind: 'throttle', for: 30 * 60_000 }]);
    world.scheduler.after(10_000, () => {
      world.dark.add('us-west-2');
    });
    world.scheduler.after(40 * 60_000, () => {
      world.dark.delete('us-west-2');
    });
    await deploy(world);
    expect(statusOf(world)).toBe('CREATE_COMPLETE');
  });
});

describe('a template that S3 cannot give', () => {
  it.each([
    ['error', 'ValidationError', 'S3 error: We encountered an internal error. Please try again.'],
    ['throttle', 'ValidationError', 'S3 error: Please reduce your request rate.'],
    ['partition', 'InternalFailure', 'Internal Failure'],
  ] as const)('(%s) makes no change set, and CloudFormation says so', async (kind, code, message) => {
    const world = stackWorld([{ ...SSM, service: 's3', operation: 'GetObject', kind }]);
    const { s3, cloudFormation } = world.region('us-west-2');
    s3.createBucket('artifacts-west');
    s3.putObject('artifacts-west', 't.json', JSON.stringify(template({ A: thing() })));
    const TemplateURL = 'https://artifacts-west.s3.us-west-2.amazonaws.com/t.json';
    const input = { StackName: 'Stack', ChangeSetName: 'first', ChangeSetType: 'CREATE', TemplateURL };
    await expect(call(world, 'CreateChangeSet', input)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(cloudFormation.stacks.live).toEqual([]);
  });
});
