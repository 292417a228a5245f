import { awsErrorOf } from '../../support/fake-world';
import { call, operator, settle, type StackWorld, stackWorld, template } from './stack-world';

const NAME = 'Activation';

/** Creates a change set that creates the stack, and waits until it is ready. */
async function created(world: StackWorld): Promise<void> {
  const TemplateBody = JSON.stringify(template({ A: { Type: 'Test::Unit::Thing', Properties: { Size: 1 } } }));
  await call(world, 'CreateChangeSet', {
    StackName: NAME,
    ChangeSetName: 'first',
    ChangeSetType: 'CREATE',
    TemplateBody,
  });
  await world.scheduler.runUntil(world.scheduler.now() + 30_000);
}

async function execute(world: StackWorld, more: Record<string, unknown>): Promise<string> {
  await call(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first', DisableRollback: false, ...more });
  return settle(world, NAME);
}

function refused(world: StackWorld, operation: string, input: unknown) {
  const request = { region: 'us-west-2', service: 'cloudformation', operation, input, caller: operator };
  return awsErrorOf(world, world.dispatcher.dispatch(request));
}

describe('a client request token', () => {
  it('makes a repeated request harmless', async () => {
    const world = stackWorld();
    await created(world);
    const once = { StackName: NAME, ChangeSetName: 'first', DisableRollback: false, ClientRequestToken: 'run-1' };
    await call(world, 'ExecuteChangeSet', once);
    expect(await call(world, 'ExecuteChangeSet', once)).toEqual({});
    expect(await settle(world, NAME)).toBe('CREATE_COMPLETE');
  });

  it('is on every event of the operation that it began, and on no other', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world, { ClientRequestToken: 'run-1' });
    await call(world, 'DeleteStack', { StackName: NAME, ClientRequestToken: 'run-2' });
    const [stack] = world.region('us-west-2').cloudFormation.stacks.live;
    await settle(world, NAME);
    const tokens = stack?.events.map(({ status, token }) => `${status} ${token}`);
    expect(tokens).toEqual(
      expect.arrayContaining(['CREATE_COMPLETE run-1', 'DELETE_IN_PROGRESS run-2', 'DELETE_COMPLETE run-2']),
    );
    expect(tokens).not.toContain('CREATE_COMPLETE run-2');
  });

  it('is refused for another request', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world, { ClientRequestToken: 'run-1' });
    const error = await refused(world, 'DeleteStack', { StackName: NAME, ClientRequestToken: 'run-1' });
    expect(error.code).toBe('TokenAlreadyExistsException');
  });

  it('can be used again for a new stack of the same name', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world, { ClientRequestToken: 'run-1' });
    await call(world, 'DeleteStack', { StackName: NAME });
    await world.scheduler.runUntil(world.scheduler.now() + 60_000);
    await created(world);
    expect(await execute(world, { ClientRequestToken: 'run-1' })).toBe('CREATE_COMPLETE');
  });

  it('has letters, digits and hyphens only', async () => {
    const world = stackWorld();
    await created(world);
    const input = { StackName: NAME, ChangeSetName: 'first', ClientRequestToken: 'run:1' };
    expect((await refused(world, 'ExecuteChangeSet', input)).message).toContain(
      "Value 'run:1' at 'clientRequestToken'",
    );
  });
});
