import { awsError } from '../lambda-context';
import { Calls, failedJob, OPENED } from './calls';
import { CLUSTER, ME, OTHER, STANDBY_SERVES, UNDER_WAY, job, point } from './cases';
import { recoveryPoint } from '../recovery-points';

let calls: Calls;
beforeEach(() => {
  calls = new Calls();
});

describe('the first failure', () => {
  test('opens an incident, starts a repair and says all that a person needs', async () => {
    const answer = await calls.receive(failedJob('b1'));
    expect(answer).toMatchObject({
      phase: 'following',
      exposure: { severity: 'warning', standbyAgeMinutes: 30, primaryAgeMinutes: 30, failedJobsLastDay: 1 },
      incident: { status: 'open', owner: ME, failedBackups: 1, repair: { kind: 'backup', state: 'running' } },
      notice: { kind: 'opened', severity: 'warning', subject: 'pilot-light: WARNING: backup failed' },
    });
    expect(calls.backups.started).toEqual(['backup']);
    for (const words of [
      'A backup of pilot-light-primary failed at 03:00 UTC: no quota.',
      'Without it the next copy would be 30 minutes late.',
      'backup FAILED in us-east-1: no quota',
      'the data of the last 30 minutes; the objective is 60 minutes',
      'A repair is running since',
      'Runbook: docs/RUNBOOK_DR.md',
      'aws backup describe-backup-job --region us-east-1 --backup-job-id repair-1',
      'https://us-east-1.console.aws.amazon.com/backup',
    ]) {
      expect(answer.notice?.text).toContain(words);
    }
  });

  test('starts one repair when two are heard in the same moment: the second is tried again, and folded', async () => {
    const both = await Promise.allSettled([calls.receive(failedJob('b1')), calls.receive(failedJob('b2'), OTHER)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(calls.backups.started).toEqual(['backup']);
    expect(await calls.receive(failedJob('b2'), OTHER)).toMatchObject({ phase: 'recorded', notice: null });
    expect(calls.backups.stored?.incident).toMatchObject({ owner: ME, failedBackups: 2 });
    expect(calls.backups.started).toEqual(['backup']);
  });

  test('is sent to Slack, PagerDuty and machines in formats of their own', async () => {
    const { notice, incident } = await calls.receive(failedJob('b1'));
    expect(JSON.parse(notice?.slack ?? '')).toMatchObject({
      text: notice?.subject,
      blocks: [{ type: 'header' }, {}, {}],
    });
    expect(JSON.parse(notice?.pagerDuty ?? '')).toMatchObject({
      event_action: 'trigger',
      dedup_key: incident?.incidentId,
      payload: { severity: 'warning', source: CLUSTER },
    });
    expect(notice?.event).toMatchObject({ kind: 'opened', severity: 'warning', failedBackups: 1 });
  });

  test('received again by the same execution, is the same failure, and its repair the same repair', async () => {
    await calls.receive(failedJob('b1'));
    calls.backups.jobs.push({ ...job('backup', 'RUNNING', 0), jobId: 'repair-1' });
    const again = await calls.receive(failedJob('b1'));
    expect(again).toMatchObject({ phase: 'following', incident: { failedBackups: 1 }, notice: { kind: 'opened' } });
    expect(calls.backups.started).toEqual(['backup']);
  });

  test('starts only one repair, though the table fails each time after it was started', async () => {
    calls.backups.failingWrites = 3;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(calls.receive(failedJob('b1'))).rejects.toMatchObject({ name: 'TransientDependencyError' });
    }
    const answer = await calls.receive(failedJob('b1'));
    expect(answer).toMatchObject({ notice: { kind: 'opened' }, incident: { repair: { jobId: 'repair-1' } } });
    expect(calls.backups.started).toEqual(['backup']);
  });

  test('says what is known while its repair cannot be started, and starts it later', async () => {
    calls.backups.startError = awsError('ThrottlingException', 'Rate exceeded');
    const { notice, incident } = await calls.receive(failedJob('b1'));
    expect(notice?.text).toContain('could not be started yet and is tried again: ThrottlingException: Rate exceeded.');
    expect(incident?.repair).toBeNull();
    calls.backups.startError = undefined;
    expect(await calls.follow({ delivered: OPENED })).toMatchObject({ incident: { repair: { state: 'running' } } });
    expect(calls.backups.started).toEqual(['backup']);
  });

  test('of another resource is recorded, and opens nothing', async () => {
    const answer = await calls.receive(failedJob('b1', { resourceArn: `${CLUSTER}-other` }));
    expect(answer).toMatchObject({ phase: 'recorded', notice: null, incident: null });
    expect(calls.backups.stored).toBeUndefined();
  });

  test('that cannot be read is notified all the same, with what was wrong with it', async () => {
    const answer = await calls.receive({
      'detail-type': 'Backup Job State Change',
      detail: { state: 'FAILED', backupJobId: {} },
    });
    expect(answer.phase).toBe('following');
    expect(answer.problems).toContain('detail.backupJobId: missing');
    expect(answer.notice?.text).toContain('The event was not as AWS documents it: ');
  });

  test('is notified when the primary region does not answer, by what the standby vault says', async () => {
    calls.backups.primaryError = awsError('TimeoutError');
    const { exposure, notice } = await calls.receive(failedJob('b1'));
    expect(exposure).toMatchObject({
      severity: 'warning',
      primarySilence: 'us-east-1 does not answer',
      primaryAgeMinutes: null,
    });
    expect(notice?.text).toContain('primary vault: us-east-1 does not answer');
    expect(notice?.text).toContain('No repair: us-east-1 does not answer');
  });

  test('leaves the primary region alone while a failover is under way', async () => {
    calls.backups.suspended = UNDER_WAY;
    calls.backups.primaryError = new Error('it was asked');
    const { exposure, notice } = await calls.receive(failedJob('b1'));
    expect(exposure?.primarySilence).toContain('the failover 20261122-022500 is under way');
    expect(notice?.text).toContain('primary vault: us-east-1 is left alone');
    expect(calls.backups.started).toEqual([]);
  });

  test('is notified once at most while the standby serves, and again when the primary does', async () => {
    calls.backups.suspended = STANDBY_SERVES;
    // Older than the objective: of data that users do not work with.
    calls.backups.standby = point(90);
    const { notice } = await calls.receive(failedJob('b1'));
    expect(notice).toMatchObject({ kind: 'opened', severity: 'info' });
    calls.passMinutes(7 * 60);
    const later = await calls.follow({ delivered: { kind: 'opened', severity: 'info' } });
    expect(later).toMatchObject({ phase: 'following', notice: null });
    const last = await calls.follow({ isLast: true });
    expect(last).toMatchObject({ phase: 'unresolved', notice: null });
    calls.backups.suspended = undefined;
    expect((await calls.follow()).notice).toMatchObject({ kind: 'escalated', severity: 'critical' });
  });

  test('waits while the primary region asks to slow down: that is no sign of its loss', async () => {
    calls.backups.primaryError = awsError('ThrottlingException');
    await expect(calls.receive(failedJob('b1'))).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('is notified when its repair is refused', async () => {
    calls.backups.startError = awsError('AccessDeniedException', 'not allowed');
    const { notice, incident } = await calls.receive(failedJob('b1'));
    expect(notice).toMatchObject({ kind: 'opened' });
    expect(notice?.text).toContain(
      'The repair failed: an on-demand backup, tried at 03:00 UTC: AccessDeniedException: not allowed.',
    );
    expect(incident?.repair).toMatchObject({ state: 'failed', jobId: null });
  });
});

describe('a repeat', () => {
  beforeEach(async () => {
    await calls.receive(failedJob('b1'), OTHER);
  });

  test('is folded into the incident that another execution follows', async () => {
    const answer = await calls.receive(failedJob('b2'));
    expect(answer).toMatchObject({ phase: 'recorded', notice: null, incident: { owner: OTHER, failedBackups: 2 } });
    expect(answer.detail).toContain('2 failed jobs');
  });

  test('of the very same event changes nothing', async () => {
    const before = calls.backups.stored;
    expect(await calls.receive(failedJob('b1'))).toMatchObject({ phase: 'recorded', notice: null });
    expect(calls.backups.stored).toBe(before);
  });

  test('is folded however long the other has not been heard of, as long as it runs', async () => {
    calls.passMinutes(5 * 60);
    expect(await calls.receive(failedJob('b2'))).toMatchObject({ phase: 'recorded', incident: { owner: OTHER } });
  });

  test('is followed by its own execution when the other has ended', async () => {
    calls.backups.ended.add(OTHER);
    expect(await calls.receive(failedJob('b2'))).toMatchObject({
      phase: 'following',
      incident: { owner: ME, failedBackups: 2 },
      notice: { kind: 'opened' },
    });
    expect(await calls.follow({ executionArn: OTHER })).toMatchObject({ phase: 'recorded', notice: null });
  });

  test('of the very same event is followed, too, when nobody else does', async () => {
    calls.backups.ended.add(OTHER);
    expect(await calls.receive(failedJob('b1'))).toMatchObject({
      phase: 'following',
      incident: { owner: ME, failedBackups: 1 },
    });
  });

  test('after the end opens an incident of its own', async () => {
    await calls.close(1, OPENED, OTHER);
    calls.nowMs += 1000;
    const answer = await calls.receive(failedJob('b2'));
    expect(answer).toMatchObject({ phase: 'following', incident: { failedBackups: 1 }, notice: { kind: 'opened' } });
  });
});

test('an input that makes no sense is refused by the field', async () => {
  await expect(calls.call({ action: 'receive', executionArn: 'x', event: {} })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('executionArn'),
  });
});

test('only failures of the last day are counted as such', async () => {
  calls.backups.jobs.push(job('backup', 'FAILED', 25 * 60), job('copy', 'FAILED', 60));
  const { exposure } = await calls.receive(failedJob('b1'));
  expect(exposure?.failedJobsLastDay).toBe(2);
});

test('what comes back soon after the all-clear says so, and is good only when it has stayed good', async () => {
  calls.backups.standby = point(4);
  await calls.receive(failedJob('b0'), OTHER);
  await calls.close(1, OPENED, OTHER);
  const answer = await calls.receive(failedJob('b1'));
  expect(answer.notice?.text).toContain('It has come back 1 time:');
  calls.passMinutes(30);
  calls.backups.standby = recoveryPoint({ arn: 'arn:new', createdAtMs: calls.nowMs });
  expect(await calls.follow({ delivered: OPENED })).toMatchObject({ phase: 'following', notice: null });
  calls.passMinutes(60);
  calls.backups.standby = recoveryPoint({ arn: 'arn:newer', createdAtMs: calls.nowMs });
  expect(await calls.follow()).toMatchObject({ phase: 'recovered', notice: { kind: 'allClear' } });
});
