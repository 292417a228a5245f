import { deadLetters } from '../../rehearsal/backup-failure/observe';
import { BackupFailureStage } from './support/backup-failure-stage';

jest.setTimeout(180_000);

let scene: BackupFailureStage;

beforeAll(async () => {
  // An objective that an hourly plan can keep: one failure leaves time for the next backup, two do not.
  scene = await BackupFailureStage.bringUp({ objectives: { rpoMinutes: 180 }, freshness: { keeper: false } });
  await scene.untilAllIsWell(4, 50);
});

afterAll(() => scene.close());

const summary = () => scene.newNotices().map(({ kind, severity }) => `${kind} ${severity}`);

/** The stories follow each other in one world. */
describe('a backup fails', () => {
  test('once: info, notified once, and notified when it is over', async () => {
    scene.primary.backup.failNext({ kind: 'backup', message: 'The snapshot quota is used up.' });
    await scene.until(5, 30);
    const [opened, ...more] = scene.newNotices();
    expect(opened).toMatchObject({ kind: 'opened', severity: 'info', subject: 'pilot-light: INFO: backup failed' });
    expect(opened?.message).toContain('The snapshot quota is used up.');
    expect(opened?.message).toContain('the data of the last 62 minutes; the objective is 180 minutes');
    expect(more).toEqual([]);

    // The event and the alarm came both: the alarm was folded.
    expect(scene.standby.cloudWatch.alarms().length).toBeGreaterThan(0);
    expect([...scene.evidences.values()].map(({ verdict }) => verdict).sort()).toEqual(['following', 'recorded']);

    await scene.untilOver();
    expect(summary()).toEqual(['allClear info']);
    expect(scene.executions.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });

  test('of which no event comes is heard all the same, by the alarm', async () => {
    const before = scene.executions.length;
    await scene.until(7, 50);
    const [rule] = scene.primary.events
      .rules()
      .filter(({ description }) => description?.startsWith('Backups and copies'));
    if (rule === undefined) throw new Error('the primary region sends no failed jobs on');
    scene.primary.events.putRule({ ...rule, enabled: false });
    scene.primary.backup.failNext({ kind: 'backup', message: 'Nobody says so.' });
    await scene.until(8, 20);
    scene.primary.events.putRule(rule);

    expect(scene.executions).toHaveLength(before + 1);
    const [opened] = scene.newNotices();
    expect(opened).toMatchObject({ kind: 'opened', severity: 'info' });
    expect(opened?.message).toContain('1 failed backup, 1 alarm');
    expect(opened?.message).toContain('Nobody says so.');
    await scene.untilOver();
    expect(summary()).toEqual(['allClear info']);
  });

  test('again and again until the objective is breached: notified when it gets worse, folded with a count', async () => {
    const before = scene.executions.length;
    await scene.until(10, 50);
    // The fourth is the repair.
    for (let count = 0; count < 5; count += 1) {
      scene.primary.backup.failNext({ kind: 'copy', message: `The key is disabled (${count}).` });
    }
    await scene.untilOver();
    const news = scene.newNotices();
    expect(news.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      'opened info',
      'escalated warning',
      'repairFailed warning',
      'escalated critical',
      'allClear info',
    ]);
    expect(news.at(-1)?.subject).toBe('pilot-light: all clear: backup copy is good again (5 failures)');
    expect(news.at(-1)?.message).toContain('5 failed copies');
    // Each failure and each alarm is an execution, one of them follows, and every one has left its record.
    expect(scene.executions.length - before).toBeGreaterThan(5);
    expect(scene.evidences.size).toBeGreaterThanOrEqual(scene.executions.length - before);
  });
});

describe('an event that is not as AWS documents it', () => {
  test('is handled, and what was wrong is named to people and in the evidence', async () => {
    const before = scene.executions.length;
    scene.primary.events.publish({
      source: 'aws.backup',
      'detail-type': 'Copy Job State Change',
      detail: {
        state: 'FAILED',
        copyJobId: 17,
        resourceArn: {},
        creationDate: 1_767_600_000,
        statusMessage: ['a', 'list'],
      },
    });
    await scene.untilOver();
    const [opened, over] = scene.newNotices();
    expect(opened).toMatchObject({ kind: 'opened' });
    expect(over).toMatchObject({ kind: 'allClear' });
    const [execution] = scene.executions.slice(before);
    for (const problem of [
      'detail.resourceArn: missing',
      'detail.copyJobId: expected text, got a number',
      'detail.creationDate: expected an ISO 8601 time, got a number',
      'detail.statusMessage: expected text, got a list',
    ]) {
      expect(opened?.message).toContain(problem);
      expect(scene.evidenceText(execution?.name ?? '')).toContain(problem);
    }
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('of something else opens nothing', async () => {
    const before = scene.executions.length;
    const of = (resourceArn: string) => ({
      source: 'aws.backup',
      'detail-type': 'Backup Job State Change',
      detail: { state: 'FAILED', backupJobId: 'x', resourceArn },
    });
    scene.primary.events.publish(of('arn:aws:rds:us-east-1:111111111111:cluster:another'));
    await scene.world.scheduler.runUntil(scene.world.scheduler.now() + 600_000);
    expect(scene.executions).toHaveLength(before);
    expect(scene.newNotices()).toEqual([]);
  });
});

test('an event for which the workflow cannot be started is kept, and an alarm says so', async () => {
  scene.standby.states.deleteStateMachine(scene.estate.BackupFailureNotificationArn);
  scene.primary.events.publish({
    source: 'aws.backup',
    'detail-type': 'Backup Job State Change',
    detail: { state: 'FAILED', backupJobId: 'unheard', resourceArn: scene.estate.ClusterArn },
  });
  await scene.world.scheduler.runUntil(scene.world.scheduler.now() + 900_000);
  expect(deadLetters(scene.world)).toBe(1);
  expect(scene.standby.cloudWatch.alarm('pilot-light-undelivered-backup-signals')).toMatchObject({ state: 'ALARM' });
  const subjects = scene.standby.sns.inbox(scene.estate.TopicArn).map(({ subject }) => subject);
  expect(subjects).toContainEqual(expect.stringContaining('pilot-light-undelivered-backup-signals'));
});

test('an event that us-east-1 cannot send on is kept there, and an alarm of that region says so', async () => {
  const { primary, world } = scene;
  const before = deadLetters(world);
  const bus = 'arn:aws:events:us-west-2:111111111111:event-bus/default';
  const roles = primary.events.rules().flatMap(({ targets }) => targets.filter(({ arn }) => arn === bus));
  // What a person does who cleans up roles.
  for (const { roleArn = '' } of roles) {
    if (world.iam.roles.find(roleArn) !== undefined) world.iam.deleteRole(roleArn.slice(roleArn.lastIndexOf('/') + 1));
  }
  primary.events.publish({
    source: 'aws.backup',
    'detail-type': 'Backup Job State Change',
    detail: { state: 'FAILED', backupJobId: 'unsent', resourceArn: scene.estate.ClusterArn },
  });
  await world.scheduler.runUntil(world.scheduler.now() + 900_000);

  expect(deadLetters(world)).toBe(before + 1);
  const subjects = primary.sns
    .inbox('arn:aws:sns:us-east-1:111111111111:pilot-light-alarms')
    .map(({ subject }) => subject);
  expect(subjects).toContainEqual(expect.stringContaining('pilot-light-undelivered-backup-signals'));
});
