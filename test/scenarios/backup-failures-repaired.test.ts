import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { BackupFailureStage } from './support/backup-failure-stage';

jest.setTimeout(180_000);

let scene: BackupFailureStage;

beforeAll(async () => {
  // From 10:50 to 11:40 nobody can be notified.
  // Of a rule with continuous backup on there is nothing left that could be copied again: that is another story.
  const plain = { objectives: { rpoMinutes: 120 }, freshness: { keeper: false }, backup: { continuous: false } };
  scene = await BackupFailureStage.bringUp(plain, [
    { at: 650 * 60_000, for: 50 * 60_000, region: 'us-west-2', service: 'sns', kind: 'error', probability: 1 },
  ]);
  await scene.untilAllIsWell(4, 50);
});

afterAll(() => scene.close());

/** Those of the first hours, before there was any copy, are another story. */
const isRepair = ({ createdBy, createdAt }: { readonly createdBy: unknown; readonly createdAt: Date }) =>
  createdBy === undefined && createdAt.getTime() > VIRTUAL_START_MS + 4 * 3_600_000;
const onDemand = () => [...scene.primary.backup.backupJobs.all.values()].filter(isRepair);
const copies = () => [...scene.primary.backup.copyJobs.all.values()].filter(isRepair);

/** The stories follow each other in one world. */
describe('a failure that would breach the objective', () => {
  test('of a backup is repaired by one backup and the copy of it, and the end is notified', async () => {
    scene.primary.backup.failNext({ kind: 'backup', message: 'quota' });
    await scene.untilOver();
    const [opened, over, ...more] = scene.newNotices();
    expect(opened).toMatchObject({ kind: 'opened', severity: 'warning' });
    expect(opened?.message).toContain(`an on-demand backup (job ${onDemand()[0]?.id})`);
    expect(over).toMatchObject({ kind: 'allClear', severity: 'info' });
    expect(over?.message).toContain('The repair was completed: a copy of');
    expect(more).toEqual([]);
    expect(onDemand().map(({ state }) => state)).toEqual(['COMPLETED']);
    expect(copies().map(({ state, lifecycle }) => [state, lifecycle])).toEqual([['COMPLETED', { DeleteAfterDays: 1 }]]);
    // Nothing but the repair could have brought it that early.
    expect(Date.parse(over?.at ?? '') - VIRTUAL_START_MS).toBeLessThan(6 * 3_600_000);
  });

  test('of a copy is repaired by copying the same point again', async () => {
    await scene.until(7, 50);
    scene.primary.backup.failNext({ kind: 'copy', message: 'key' });
    await scene.untilOver();
    expect(scene.newNotices().map(({ kind }) => kind)).toEqual(['opened', 'allClear']);
    const failed = [...scene.primary.backup.copyJobs.all.values()].find(({ state }) => state === 'FAILED');
    expect(copies().at(-1)?.source.arn).toBe(failed?.source.arn);
    expect(onDemand()).toHaveLength(1);
  });
});

describe('while SNS does not answer', () => {
  test('evidence is written, the event is put, an alarm is raised, and people are notified when it is back', async () => {
    await scene.until(10, 50);
    const events: string[] = [];
    scene.world.trace.listen((entry) => {
      if (entry.kind === 'call' && entry.operation === 'PutEvents' && entry.outcome === 'ok') events.push(entry.at);
    });
    scene.primary.backup.failNext({ kind: 'copy', message: 'key' });
    await scene.until(11, 35);
    expect(scene.newNotices()).toEqual([]);
    const running = scene.executions.find(({ status }) => status === 'RUNNING');
    expect(scene.evidences.get(running?.name ?? '')).toMatchObject({ verdict: 'following' });
    expect(scene.evidenceText(running?.name ?? '')).toContain('The notification \\"opened\\" could not be sent');
    expect(events.length).toBeGreaterThan(0);
    expect(scene.standby.cloudWatch.alarm('pilot-light-untold-backup-failure')).toMatchObject({ state: 'ALARM' });

    await scene.untilOver();
    // It is over by then: one mail says that it failed and that it is good.
    const notices = scene.newNotices();
    expect(notices.map(({ subject }) => subject)).toEqual([
      'pilot-light: all clear: backup copy failed, and is good again',
    ]);
    expect(notices[0]?.message).toMatch(
      /^The copy of a backup of pilot-light-primary failed at .*\n.* are good again, /,
    );
    expect(scene.standby.cloudWatch.alarm('pilot-light-untold-backup-failure')).toMatchObject({ state: 'OK' });
    expect(scene.executions.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });
});

describe('when the primary region is lost while an incident is followed', () => {
  test('what would be lost is said without it, and grows until it is critical', async () => {
    await scene.until(13, 50);
    scene.primary.backup.failNext({ kind: 'copy', message: 'key' });
    scene.world.faults.addDarkness(scene.primary.name, VIRTUAL_START_MS + (14 * 60 + 16) * 60_000);
    await scene.until(17);
    const news = scene.newNotices();
    expect(news.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(['opened warning', 'escalated critical']);
    expect(news[1]?.message).toContain('us-east-1 does not answer');
    expect(news[1]?.message).toContain('what became of it is not known');
    expect(news[1]?.message).toContain('find out whether us-east-1 is down');
    expect(scene.executions.map(({ status }) => status)).toContain('RUNNING');
  });
});
