import { readAssembly } from '../../assembly/read-assembly';
import { loadAssembly } from '../../simulator/load-assembly';
import { withStage } from '../../rehearsal/stage/stage';
import { assemblyDirectory } from './support/assembly';
import { BRISK, FAILOVER, FailoverStage } from './support/failover-stage';

const RECORDS = { traffic: { mode: 'records' } };
const ZONE = { create: true, acceleratedRecovery: true };

let stage: FailoverStage;

afterEach(() => stage.close());

it('a zone with accelerated recovery is made first, and changes records again an hour after us-east-1 is lost', async () => {
  stage = await FailoverStage.bringUp({ config: { zone: { ...ZONE, id: await madeZoneId() }, ...RECORDS } });

  // Until then the failover waits, and says so.
  const ending = await stage.run(FAILOVER);
  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(ending.evidence?.rto.achievedSeconds).toBeGreaterThan(3000);
  expect(ending.inbox.map(({ subject }) => subject)).toContainEqual(
    expect.stringContaining('failover is held up at UpdateRoute53'),
  );
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

/** As its user learns it: from the stack that is deployed first. A world of the same seed names things the same. */
async function madeZoneId(): Promise<string | undefined> {
  const assembly = readAssembly(await assemblyDirectory({ zone: ZONE, ...RECORDS }, 'runtime'));
  expect(assembly.map(({ name }) => name)).toEqual(['PilotLightZone']);
  return await withStage({ assembly, seed: 1, durations: BRISK }, async ({ world }) => {
    const outputs = await world.scheduler.runToEnd(loadAssembly(world, assembly));
    return outputs.get('PilotLightZone')?.['CreatedZoneId'];
  });
}
