import { publishedStacks } from '../../assembly/published-stacks';
import { readAssembly } from '../../assembly/read-assembly';
import { loadAssembly } from '../../simulator/load-assembly';
import { capacityOf } from '../../simulator/services/rds/auto-pause';
import { putCapacityMetrics } from '../../simulator/services/rds/capacity-metrics';
import { assemblyDirectory } from './support/assembly';
import { FailoverStage } from './support/failover-stage';

const WRITER = 'pilot-light-primary-writer';
const READER = 'pilot-light-primary-reader';

let stage: FailoverStage;

/** Without users: nobody asks but what runs on a schedule. */
beforeAll(async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '10m', clientsEverySeconds: 604_800 });
  hasten();
});
afterAll(() => stage.close());

/** Little more than an hour until a pause instead of the day, so that not much virtual time has to pass. */
function hasten(): void {
  const cluster = stage.primary.rds.cluster('pilot-light-primary');
  expect(cluster.scaling).toEqual({ MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 86_400 });
  cluster.scaling = { MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 3900 };
}

const acus = () => {
  const region = stage.world.region('us-east-1');
  return [WRITER, READER].map((identifier) => capacityOf(region, region.rds.instances.get(identifier)));
};
const stateOf = (alarm: string) => stage.primary.cloudWatch.alarm(`pilot-light-${alarm}`)?.state;

/** The stories follow each other in one world. */
describe('by default, and without users', () => {
  test('the reader pauses, and the writer never: the manifest is recorded from it every hour', async () => {
    expect(acus()).toEqual([0.5, 0.5]);
    await stage.pass('1h15m');
    for (let more = 0; more < 3; more += 1) {
      expect(acus()).toEqual([0.5, 0]);
      await stage.pass('35m');
    }
    expect(stateOf('manifest-missing')).toBe('OK');
  });

  test('a writer at its limit raises the alarm, though the reader beside it sleeps at 0 %', async () => {
    for (let minute = 0; minute < 6; minute += 1) {
      putCapacityMetrics(stage.world.region('us-east-1'), { [WRITER]: 8 });
      await stage.pass('1m');
    }
    expect(stateOf('aurora-acu-utilization')).toBe('ALARM');
  });

  test('nothing is said of the lag of a reader that sleeps', () => {
    expect(stateOf('aurora-replica-lag')).toBe('INSUFFICIENT_DATA');
  });

  test('another deployment wakes it for good, and the next lets it sleep again', async () => {
    await deploy({ profile: 'standard' });
    expect(acus()).toEqual([0.5, 0.5]);
    await deploy({});
    hasten();
    await stage.pass('1h15m');
    expect(acus()).toEqual([0.5, 0]);
  });
});

async function deploy(config: object): Promise<void> {
  const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
  const except = publishedStacks(assembly).map(({ stack: { name } }) => name);
  await stage.world.scheduler.runToEnd(loadAssembly(stage.world, assembly, { except }));
}
