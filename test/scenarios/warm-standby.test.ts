import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishActivation } from '../../assembly/publish-activation';
import { type FileAsset, readAssembly, stackOf } from '../../assembly/read-assembly';
import { Template } from '../../infra/checks/template';
import { assemblyDirectory } from './support/assembly';
import { DRILL, type Ending, FailoverStage } from './support/failover-stage';

const WARM = { standby: 'warm' };

let stage: FailoverStage;

afterEach(() => stage.close());

it('waits for nothing but the database: its stack is as it should be when the failover comes', async () => {
  stage = await FailoverStage.bringUp({ config: WARM });
  expect(stackStatus()).toBe('CREATE_COMPLETE');
  expect(stage.standby.elastiCache.caches).toMatchObject([{ name: 'pilot-light-standby', status: 'available' }]);

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  // A change set that finds no change; in a pilot light the function alone takes two minutes of these durations.
  expect(secondsOf(ending, 'DeployRegionStack')).toBeLessThan(30);
  expect(secondsOf(ending, 'RestoreAurora')).toBeGreaterThan(330);
  expect(stage.calls('ExecuteChangeSet', 'ok')).toBe(1);
});

it('is there after a drill as it was before, and a drill removes its cluster all the same', async () => {
  stage = await FailoverStage.bringUp({ config: WARM, darkAt: null });
  await stage.pass('10m');
  expect(await stage.notReady()).toEqual([]);

  const ending = await stage.run(DRILL);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'primary', leftovers: [] } });
  expect(stackStatus()).toBe('CREATE_COMPLETE');
  expect(stage.calls('DeleteStack')).toBe(0);
  expect(stage.clusters).toEqual([]);
  expect(stage.orphans(ending)).toEqual([]);
});

it('is a finding when it is gone, and the failover deploys it again', async () => {
  stage = await FailoverStage.bringUp({ config: WARM, prepare: removeActivation });
  expect(await stage.notReady()).toContainEqual([
    'activation-stack',
    expect.stringContaining('has to deploy it first'),
  ]);

  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
});

it('takes over with what was published last, though an older release is deployed', async () => {
  stage = await FailoverStage.bringUp({ config: WARM, prepare: publishWithMoreMemory });
  expect(stage.standby.lambda.functions.find('pilot-light-workload').settings.memoryMb).not.toBe(MORE_MEMORY_MB);

  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.standby.lambda.functions.find('pilot-light-workload').settings.memoryMb).toBe(MORE_MEMORY_MB);
});

it('has a cache whose stack is updated in place with the role that made it', async () => {
  stage = await FailoverStage.bringUp({ config: WARM, darkAt: null });
  const { cloudFormation } = stage.standby;
  const { template } = stackOf(readAssembly(await assemblyDirectory(WARM, 'runtime')), 'PilotLightCache');
  const roleArn = 'arn:aws:iam::111111111111:role/pilot-light-cache-us-west-2';
  const another = { stackName: 'PilotLightCache', template, roleArn, tags: { team: 'night' }, caller };

  await stage.world.scheduler.runToEnd(cloudFormation.deployStack(another));

  const { status, events } = cloudFormation.stacks.get('PilotLightCache');
  expect(status).toBe('UPDATE_COMPLETE');
  expect(events.filter((event) => event.status === 'UPDATE_COMPLETE').map(({ type }) => type)).toContain(
    'AWS::SSM::Parameter',
  );
});

const caller = { kind: 'operator' } as const;
const MORE_MEMORY_MB = 1536;

/** The next release, published and not yet deployed when the primary is lost. */
async function publishWithMoreMemory({ estate, operator }: FailoverStage): Promise<void> {
  const activation = stackOf(readAssembly(await assemblyDirectory(WARM, 'runtime')), estate.ActivationStackName);
  const resources = Template.parse(activation.template).Resources;
  for (const { Type, Properties } of Object.values(resources))
    if (Type === 'AWS::Lambda::Function') Properties['MemorySize'] = MORE_MEMORY_MB;
  const folder = mkdtempSync(join(tmpdir(), 'pilot-light-release-'));
  const path = join(folder, 'template.json');
  writeFileSync(path, JSON.stringify({ ...activation.template, Resources: resources }));
  const assets = activation.assets.map((asset) => (asset.isTemplate ? nextTemplate(asset, path) : asset));
  const { standbyRegion, TemplateUrlParameter } = estate;
  const clients = { s3: operator.s3(standbyRegion), ssm: operator.ssm(standbyRegion) };
  await publishActivation({ ...activation, assets }, clients, TemplateUrlParameter, null);
  rmSync(folder, { recursive: true });
}

function nextTemplate(asset: FileAsset, path: string): FileAsset {
  const destinations = asset.destinations.map(({ bucket }) => ({ bucket, key: 'activation/next.template.json' }));
  return { ...asset, path, destinations };
}

/** What a person does who wants to begin anew. */
async function removeActivation({ world: { dispatcher, scheduler }, estate, standby }: FailoverStage): Promise<void> {
  const call = { region: estate.standbyRegion, service: 'cloudformation', caller: { kind: 'operator' as const } };
  const input = { StackName: estate.ActivationStackName };
  await scheduler.runToEnd(dispatcher.dispatch({ ...call, operation: 'DeleteStack', input }));
  await scheduler.run(() => standby.cloudFormation.stacks.find(estate.ActivationStackName) === undefined);
}

function stackStatus(): string | undefined {
  return stage.standby.cloudFormation.stacks.find(stage.estate.ActivationStackName)?.status;
}

function secondsOf({ evidence }: Ending, name: string): number {
  const step = evidence?.steps.find((each) => each.name === name);
  return step === undefined ? Number.NaN : (Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000;
}
