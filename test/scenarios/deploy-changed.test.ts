import { publishedStacks } from '../../assembly/published-stacks';
import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { publishEstate } from '../../rehearsal/stage/deploy-estate';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { loadAssembly } from '../../simulator/load-assembly';
import { assemblyDirectory } from './support/assembly';
import { type Existing, existing } from './support/existing-workload';
import { DRILL, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

const NEW_RETENTION = { backup: { retentionDays: 14 } };
const CHANGES: readonly (readonly [what: string, config: object])[] = [
  ['the objectives, and with them the tags', { objectives: { rpoMinutes: 90, rtoMinutes: 300 } }],
  ['the retention of the hourly backups', NEW_RETENTION],
  ['the schedule', { backup: { schedule: 'cron(30 0-1,4-23 * * ? *)' }, objectives: { rpoMinutes: 150 } }],
  ['a notification address', { notifications: { emails: ['night@example.com'] } }],
];
/** The second step, when the next backup has made the first true of the cluster. */
const NEW_RETENTIONS = { ...NEW_RETENTION, cluster: { backupRetentionDays: 14 } };
const ENGINE = { cluster: { engineVersion: '18.4' } };
const REFUSED = /not in the same Vpc as the existing subnet group|conflicts with another subnet/;

describe('on what is deployed', () => {
  beforeEach(async () => {
    stage = await FailoverStage.bringUp({ darkAt: null });
  });

  afterEach(() => stage.close());

  it.each(CHANGES)('another deployment changes %s', async (_, config) => {
    await deploy(config);
    expect(await outcomes()).toEqual(['201 from us-east-1']);
  });

  it('the retention of the cluster is changed when the next backup has taken it over, and is refused before', async () => {
    await deploy(NEW_RETENTION);
    await expect(deploy(NEW_RETENTIONS)).rejects.toThrow(
      'The BackupRetentionPeriod can be blank, or you can use the current value, 35.',
    );
    await stage.pass('3h');
    // CloudFormation's handler sends the template's retention with every change of the cluster.
    await expect(deploy({ ...NEW_RETENTION, objectives: { rtoMinutes: 300 } })).rejects.toThrow('current value, 14.');
    await deploy(NEW_RETENTIONS);
    expect(stage.primary.rds.cluster('pilot-light-primary').backupRetentionPeriod).toBe(14);
  });

  it('the engine is upgraded, and backups of before and after are restored as what they are', async () => {
    await deploy(ENGINE);
    expect(await restoredVersion(DRILL)).toBe('17.9');
    await stage.pass('3h');
    expect(await restoredVersion({ ...DRILL, reason: 'with a backup of the new version' })).toBe('18.4');
    expect(await outcomes()).toEqual(['201 from us-east-1']);
  });

  it.each([{ standbyCidr: '10.7.0.0/16' }, { zones: ['a', 'c'] }])(
    'another network is refused, and nothing is changed: %j',
    async (network) => {
      await expect(deploy({ network })).rejects.toThrow(REFUSED);
      await deploy({});
    },
  );
});

/** One after the other, in one world. */
describe('while the standby serves', () => {
  beforeAll(async () => {
    stage = await FailoverStage.bringUp({ darkFor: '2h' });
    expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED' });
    await stage.pass('3h');
  });

  afterAll(() => stage.close());

  it('another network is refused, and users are served on', async () => {
    await expect(deploy({ network: { standbyCidr: '10.7.0.0/16' } })).rejects.toThrow(REFUSED);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it.each(CHANGES)('another deployment changes %s, and users are served on', async (_, config) => {
    await deploy(config);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it('another deployment upgrades the primary, and users are served on', async () => {
    await deploy(ENGINE);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });
});

describe('with other settings, all of it at once, before a failover and back again while the standby serves', () => {
  afterEach(() => stage.close());

  const CHANGED = {
    objectives: { rpoMinutes: 150, rtoMinutes: 300 },
    backup: { ...NEW_RETENTION.backup, schedule: 'cron(30 0-1,4-23 * * ? *)' },
    notifications: { emails: ['night@example.com'] },
  };

  it('a warm standby of the strict profile, with a switch that is asked', async () => {
    const config = { profile: 'strict', standby: 'warm', traffic: { switch: 'endpoint' } };
    await changeThereAndBack({ config, workload: REFERENCE_WORKLOAD }, NEW_RETENTIONS);
    // Route 53 would not know what to make of a record whose check is gone: the record is changed first.
    const metric = { ...config, ...NEW_RETENTIONS, traffic: { switch: 'metric' } };
    await expect(deploy(metric)).rejects.toThrow('cannot be deleted as it is in use by PilotLightTraffic');
    await deploy(metric, ({ name }) => name === 'PilotLightTraffic');
    await deploy(metric);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it('a global database, whose stacks wait until it is back, and whose upgrade is not the deployment’s', async () => {
    const config = { database: 'global' };
    await changeThereAndBack(
      { config, workload: REFERENCE_WORKLOAD },
      NEW_RETENTIONS,
      ({ name }) => !/^PilotLight(Primary|Replica)$/.test(name),
    );
    const upgraded = { ...config, ...NEW_RETENTIONS, cluster: { ...NEW_RETENTIONS.cluster, ...ENGINE.cluster } };
    await expect(deploy(upgraded)).rejects.toThrow('is part of the global cluster');
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it('beside a workload that runs already', async () => {
    await changeThereAndBack(await existing(), {});
  });

  async function changeThereAndBack(
    { config, workload }: Existing,
    back: object,
    isBack?: (stack: AssemblyStack) => boolean,
  ): Promise<void> {
    const rows = workload === REFERENCE_WORKLOAD && config['database'] !== 'global' ? 'memory' : 'postgres';
    stage = await FailoverStage.bringUp({ config, workload, rows, darkFor: '1h', at: '10m' });
    const { world, operator, estate } = stage;
    const change = async (changed: object, isWanted?: (stack: AssemblyStack) => boolean) => {
      const published = await deploy({ ...config, ...changed }, isWanted);
      await publishEstate({ world, operator, estate, published }, workload.release, `at-${world.scheduler.now()}`);
    };

    await change(CHANGED);
    expect(await outcomes()).toEqual(['201 from us-east-1']);
    // The example of a workload that runs already has a writer alone, which no failover minds.
    const lacking = workload === REFERENCE_WORKLOAD ? [] : ['primary-reader'];
    expect((await stage.notReady()).map(([name]) => name)).toEqual(lacking);

    await stage.pass('1h');
    expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED' });
    await stage.pass('1h');
    await change(back, isBack);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  }
});

/** What a drill restores; nothing is left of it. */
async function restoredVersion(drill: object): Promise<string | undefined> {
  const execution = await stage.start(drill);
  await stage.untilState(execution, 'SmokeTestStandby');
  const versions = stage.clusters.map((identifier) => stage.standby.rds.cluster(identifier).engineVersion);
  expect(await stage.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
  return versions.join();
}

/** All stacks, or those that are wanted; returns what is to be published after it. */
async function deploy(config: object, isWanted: (stack: AssemblyStack) => boolean = () => true) {
  const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
  const published = publishedStacks(assembly);
  const deployed = assembly.filter((each) => isWanted(each) && !published.some(({ stack }) => stack === each));
  await stage.world.scheduler.runToEnd(loadAssembly(stage.world, deployed));
  return published;
}

/** What clients have met since, and in which region. */
async function outcomes(): Promise<readonly string[]> {
  await stage.pass('20m');
  const since = stage.world.scheduler.now() - 15 * 60_000;
  const requests = stage.clients.requests.filter(({ startedAtMs }) => startedAtMs >= since);
  return [...new Set(requests.map(({ outcome, servedBy }) => `${outcome} from ${servedBy}`))];
}
