import { call, history, settle, stackWorld, template } from './stack-world';

const thing = (properties: Record<string, unknown>) => ({ Type: 'Test::Unit::Thing', Properties: properties });

/** The update of A works, that of B fails; then nothing can be changed back for a while. */
async function stuckWorld() {
  const world = stackWorld([
    { service: 'ssm', kind: 'error', operation: 'PutParameter', at: 70_000, for: 600_000, probability: 1 },
  ]);
  const deploy = async (operation: string, resources: Record<string, unknown>) => {
    await call(world, operation, { StackName: 'Stack', TemplateBody: JSON.stringify(template(resources)) });
    return settle(world, 'Stack');
  };
  expect(await deploy('CreateStack', { A: thing({ Size: 1 }), B: thing({ Size: 1, After: { Ref: 'A' } }) })).toBe(
    'CREATE_COMPLETE',
  );
  await world.scheduler.runUntil(world.scheduler.startMs + 60_000);
  const status = await deploy('UpdateStack', {
    A: thing({ Size: 2 }),
    B: thing({ Size: 2, Seconds: 20, Fails: 'x', After: { Ref: 'A' } }),
  });
  expect(status).toBe('UPDATE_ROLLBACK_FAILED');
  return world;
}

const again = async (world: Awaited<ReturnType<typeof stuckWorld>>, ResourcesToSkip?: readonly string[]) => {
  await call(world, 'ContinueUpdateRollback', { StackName: 'Stack', ResourcesToSkip });
  return settle(world, 'Stack');
};
const sizes = (world: Awaited<ReturnType<typeof stuckWorld>>) => [...world.things.values()].map(({ Size }) => Size);

test('a rollback that failed is continued where it was stuck, as often as it takes', async () => {
  const world = await stuckWorld();
  expect(await again(world)).toBe('UPDATE_ROLLBACK_FAILED');
  await world.scheduler.runUntil(world.scheduler.startMs + 700_000);
  expect(await again(world)).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(sizes(world)).toEqual([1, 1]);
  expect(history(world, 'Stack').slice(-4)).toEqual([
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_COMPLETE',
    'Stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Stack UPDATE_ROLLBACK_COMPLETE',
  ]);
  await expect(again(world)).rejects.toMatchObject({ code: 'ValidationError' });
});

test('a resource that is skipped stays as it is, and only one that has failed can be', async () => {
  const world = await stuckWorld();
  await expect(again(world, ['B'])).rejects.toMatchObject({ code: 'ValidationError' });
  expect(await again(world, ['A'])).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(sizes(world)).toEqual([2, 1]);
});
