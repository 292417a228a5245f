import { publishedStacks } from '../../assembly/published-stacks';
import { readAssembly } from '../../assembly/read-assembly';
import { loadAssembly } from '../../simulator/load-assembly';
import { assemblyDirectory } from './support/assembly';
import { DRILL, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

const NEW_RETENTION = { backup: { retentionDays: 14 } };
const CHANGES: readonly (readonly [what: string, config: object])[] = [
  ['the objectives, and with them the tags', { objectives: { rpoMinutes: 90, rtoMinutes: 300 } }],
  ['the retention of the hourly backups', NEW_RETENTION],
  ['the schedule', { backup: { schedule: 'cron(30 0-1,4-23 * * ? *)' }, objectives: { rpoMinutes: 150 } }],
  ['a notification address', { notifications: { emails: ['night@example.com'] } }],
];
const ENGINE = { cluster: { engineVersion: '18.4' } };
const REFUSED = /not in the same Vpc as the existing subnet group|conflicts with another subnet/;

describe('on what is deployed', () => {
  beforeEach(async () => {
    stage = await FailoverStage.bringUp({ darkAt: null });
  });

  it.each(CHANGES)('another deployment changes %s', async (_, config) => {
    await deploy(config);
    expect(await outcomes()).toEqual(['201 from us-east-1']);
  });

  it('the retention of the cluster is changed when the next backup has taken it over, and is refused before', async () => {
    const both = { ...NEW_RETENTION, cluster: { backupRetentionDays: 14 } };
    await deploy(NEW_RETENTION);
    await expect(deploy(both)).rejects.toThrow(
      'The BackupRetentionPeriod can be blank, or you can use the current value, 35.',
    );
    await stage.pass('3h');
    await deploy(both);
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

describe('while the standby serves', () => {
  beforeEach(async () => {
    stage = await FailoverStage.bringUp({ darkFor: '2h' });
    expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED' });
    await stage.pass('3h');
  });

  it.each(CHANGES)('another deployment changes %s, and users are served on', async (_, config) => {
    await deploy(config);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it('another deployment upgrades the primary, and users are served on', async () => {
    await deploy(ENGINE);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });

  it('another network is refused, and users are served on', async () => {
    await expect(deploy({ network: { standbyCidr: '10.7.0.0/16' } })).rejects.toThrow(REFUSED);
    expect(await outcomes()).toEqual(['201 from us-west-2']);
  });
});

/** What a drill restores; nothing is left of it. */
async function restoredVersion(drill: object): Promise<string | undefined> {
  const execution = await stage.start(drill);
  await stage.untilState(execution, 'SmokeTestStandby');
  const versions = stage.clusters.map((identifier) => stage.standby.rds.cluster(identifier).engineVersion);
  expect(await stage.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
  return versions.join();
}

async function deploy(config: object): Promise<void> {
  const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
  const except = publishedStacks(assembly).map(({ stack: { name } }) => name);
  await stage.world.scheduler.runToEnd(loadAssembly(stage.world, assembly, { except }));
}

/** What clients have met since, and in which region. */
async function outcomes(): Promise<readonly string[]> {
  await stage.pass('20m');
  const since = stage.world.scheduler.now() - 15 * 60_000;
  const requests = stage.clients.requests.filter(({ startedAtMs }) => startedAtMs >= since);
  return [...new Set(requests.map(({ outcome, servedBy }) => `${outcome} from ${servedBy}`))];
}
