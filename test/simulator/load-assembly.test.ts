import { publishActivation } from '../../assembly/publish-activation';
import { readAssembly, stackOf } from '../../assembly/read-assembly';
import { createWorld } from '../../simulator/create-world';
import { loadAssembly } from '../../simulator/load-assembly';
import { Operator } from '../../rehearsal/stage/operator';
import type { World } from '../../simulator/world';
import { ARTIFACT_BUCKET, synthSmallAssembly } from '../assembly/small-assembly';

const PARAMETER = '/pilot-light/activation/template-url';

const stacks = readAssembly(synthSmallAssembly());

function emptyWorld(): World {
  return createWorld({
    seed: 1,
    startMs: Date.parse('2026-11-24T00:00:00Z'),
    accountId: '111111111111',
    regions: ['us-east-1', 'us-west-2'],
  });
}

async function loadedWorld() {
  const world = emptyWorld();
  const outputs = await world.scheduler.runToEnd(loadAssembly(world, stacks, { except: ['Activation'] }));
  return { world, outputs };
}

describe('loading a cloud assembly', () => {
  it('deploys every stack but those left out, and gives their outputs', async () => {
    const { world, outputs } = await loadedWorld();
    expect([...outputs.keys()]).toEqual(['Standby', 'Primary']);
    expect(outputs.get('Standby')?.['ArtifactBucketName']).toBe(ARTIFACT_BUCKET);
    expect(outputs.get('Primary')).toEqual({ Zone: 'us-east-1a' });
    expect(world.region('us-west-2').cloudFormation.stacks.find('Activation')).toBeUndefined();
    expect(world.region('us-east-1').cloudFormation.stacks.get('Primary').terminationProtection).toBe(true);
  });

  it('publishes the assets into the bootstrap bucket of the stack’s region first', async () => {
    const { world, outputs } = await loadedWorld();
    const key = outputs.get('Standby')?.['CodeKey'] ?? '';
    const object = world.region('us-west-2').s3.findObject('cdk-hnb659fds-assets-111111111111-us-west-2', key);
    expect(object?.lastModifiedMs).toBe(Date.parse('2026-11-24T00:00:00Z'));
  });

  it('passes the stacks’ tags on to their resources', async () => {
    const { world } = await loadedWorld();
    expect(world.region('us-west-2').s3.bucket(ARTIFACT_BUCKET).tags).toEqual({
      'disaster-recovery:strategy': 'pilot-light',
    });
  });

  it('gives the same trace for the same seed', async () => {
    const [first, second] = [await loadedWorld(), await loadedWorld()];
    expect(first.world.trace.toJsonLines()).toBe(second.world.trace.toJsonLines());
  });

  it('names the stack that is to be left out and is not there', async () => {
    await expect(loadAssembly(emptyWorld(), stacks, { except: ['Other'] })).rejects.toThrow(
      'No stack Other to leave out',
    );
  });
});

describe('publishing the activation over the simulated wire', () => {
  it('uploads once, and the parameter leads to the template', async () => {
    const { world } = await loadedWorld();
    const operator = new Operator(world);
    const clients = { s3: operator.s3('us-west-2'), ssm: operator.ssm('us-west-2') };
    const activation = stackOf(stacks, 'Activation');
    const { templateUrl, assets } = await publishActivation(activation, clients, PARAMETER, '2026.11.1');
    expect(assets.map(({ uploaded }) => uploaded)).toEqual([true, true]);
    const region = world.region('us-west-2');
    expect(region.ssm.value(PARAMETER)).toBe(templateUrl);
    const key = new URL(templateUrl).pathname.slice(1);
    const template: unknown = JSON.parse(Buffer.from(region.s3.getObject(ARTIFACT_BUCKET, key).body).toString());
    expect(template).toEqual(activation.template);
    expect(
      (await publishActivation(activation, clients, PARAMETER, '2026.11.1')).assets.map(({ uploaded }) => uploaded),
    ).toEqual([false, false]);
  });
});
