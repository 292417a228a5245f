import { operator, type StackWorld, stackWorld, template } from './stack-world';

const thing = (properties: object = {}) => ({ Type: 'Test::Unit::Thing', Properties: properties });
const EXPORTING = template({ A: thing() }, { Outputs: { O: { Value: 'nine', Export: { Name: 'size' } } } });
const IMPORTING = template({ A: thing({ Size: { 'Fn::ImportValue': 'size' } }) });
const NEITHER = template({ A: thing() });

function deploy(world: StackWorld, stackName: string, content: Record<string, unknown>) {
  const { cloudFormation } = world.region('us-west-2');
  return world.scheduler.runToEnd(cloudFormation.deployStack({ stackName, template: content, caller: operator }));
}

it('is taken back once no stack imports it any more, and not before', async () => {
  const world = stackWorld();
  await deploy(world, 'Exporter', EXPORTING);
  await deploy(world, 'Importer', IMPORTING);
  await expect(deploy(world, 'Exporter', NEITHER)).rejects.toThrow('cannot be deleted as it is in use by Importer');
  await deploy(world, 'Importer', { ...IMPORTING, Description: 'imports it still' });
  await expect(deploy(world, 'Exporter', NEITHER)).rejects.toThrow('cannot be deleted as it is in use by Importer');
  await deploy(world, 'Importer', NEITHER);
  await deploy(world, 'Exporter', NEITHER);
  expect(world.region('us-west-2').cloudFormation.stacks.get('Exporter').outputs).toEqual([]);
});
