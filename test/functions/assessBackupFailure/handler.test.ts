import { build } from '../../../functions/assessBackupFailure/handler';
import { awsError, context, NOW } from '../lambda-context';
import { ago, CLUSTER, job, ME, OTHER, point } from './cases';
import { FakeBackups } from './fake-backups';
import { recoveryPoint } from '../recovery-points';

let backups: FakeBackups;
let nowMs: number;
beforeEach(() => {
  backups = new FakeBackups();
  nowMs = NOW;
});
const call = (input: unknown) => build(backups, () => nowMs)(input, context);

function failedBackup(backupJobId: string, detail: object = {}) {
  return {
    id: `event-of-${backupJobId}`,
    'detail-type': 'Backup Job State Change',
    time: new Date(NOW).toISOString(),
    region: 'us-east-1',
    detail: {
      backupJobId,
      resourceArn: CLUSTER,
      state: 'FAILED',
      statusMessage: 'no quota',
      creationDate: new Date(ago(5)).toISOString(),
      ...detail,
    },
  };
}
const receive = (event: unknown, executionArn = ME) => call({ action: 'receive', executionArn, event });
const follow = (more: object = {}) => call({ action: 'follow', executionArn: ME, ...more });
const OPENED = { kind: 'opened', severity: 'warning' };

describe('the first failure', () => {
  test('opens an incident, starts a repair and says all that a person needs', async () => {
    const answer = await receive(failedBackup('b1'));
    expect(answer).toMatchObject({
      phase: 'following',
      exposure: { severity: 'warning', standbyAgeMinutes: 30, primaryAgeMinutes: 30, failedJobsLastDay: 0 },
      incident: { status: 'open', owner: ME, failedBackups: 1, repair: { kind: 'backup', state: 'running' } },
      notice: { kind: 'opened', severity: 'warning', subject: 'pilot-light: WARNING: backup failed' },
    });
    expect(backups.started).toEqual(['backup']);
    for (const words of [
      'the next recovery point will be 30 minutes late',
      '1 failed backup of arn:aws:rds',
      'backup FAILED in us-east-1: no quota',
      'the data of the last 30 minutes; the objective is 60 minutes',
      'the repair is running since',
      'Runbook: docs/RUNBOOK_DR.md',
      'aws backup describe-backup-job --region us-east-1 --backup-job-id b1',
      'https://us-east-1.console.aws.amazon.com/backup',
    ]) {
      expect(answer.notice?.text).toContain(words);
    }
  });

  test('starts one repair when two are heard in the same moment: the second is tried again, and folded', async () => {
    const both = await Promise.allSettled([receive(failedBackup('b1')), receive(failedBackup('b2'), OTHER)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(backups.started).toEqual(['backup']);
    expect(await receive(failedBackup('b2'), OTHER)).toMatchObject({ phase: 'recorded', notice: null });
    expect(backups.stored?.incident).toMatchObject({ owner: ME, failedBackups: 2 });
    expect(backups.started).toEqual(['backup']);
  });

  test('is told to Slack, PagerDuty and machines in formats of their own', async () => {
    const { notice, incident } = await receive(failedBackup('b1'));
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
    await receive(failedBackup('b1'));
    backups.jobs.push({ ...job('backup', 'RUNNING', 0), jobId: 'repair-1' });
    const again = await receive(failedBackup('b1'));
    expect(again).toMatchObject({ phase: 'following', incident: { failedBackups: 1 }, notice: { kind: 'opened' } });
    expect(backups.started).toEqual(['backup']);
  });

  test('of another resource is recorded, and opens nothing', async () => {
    const answer = await receive(failedBackup('b1', { resourceArn: `${CLUSTER}-other` }));
    expect(answer).toMatchObject({ phase: 'recorded', notice: null, incident: null });
    expect(backups.stored).toBeUndefined();
  });

  test('that cannot be read is told all the same, with what was wrong with it', async () => {
    const answer = await receive({
      'detail-type': 'Backup Job State Change',
      detail: { state: 'FAILED', backupJobId: {} },
    });
    expect(answer.phase).toBe('following');
    expect(answer.problems).toContain('detail.backupJobId: missing');
    expect(answer.notice?.text).toContain('The event was not as AWS documents it: ');
  });

  test('is told when the primary region does not answer, by what the standby vault says', async () => {
    backups.primaryError = awsError('TimeoutError');
    const { exposure, notice } = await receive(failedBackup('b1'));
    expect(exposure).toMatchObject({
      severity: 'warning',
      primarySilence: 'us-east-1 does not answer',
      primaryAgeMinutes: null,
    });
    expect(notice?.text).toContain('primary vault: us-east-1 does not answer');
    expect(notice?.text).toContain('nothing: us-east-1 does not answer');
  });

  test('leaves the primary region alone while a failover is under way', async () => {
    backups.suspended = 'the failover 20260105-062500 is under way';
    backups.primaryError = new Error('it was asked');
    const { exposure, notice } = await receive(failedBackup('b1'));
    expect(exposure?.primarySilence).toContain('the failover 20260105-062500 is under way');
    expect(notice?.text).toContain('primary vault: us-east-1 is left alone');
    expect(backups.started).toEqual([]);
  });

  test('waits while the primary region asks to slow down: that is no sign of its loss', async () => {
    backups.primaryError = awsError('ThrottlingException');
    await expect(receive(failedBackup('b1'))).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('is told when its repair cannot be started', async () => {
    backups.startError = awsError('AccessDeniedException', 'not allowed');
    const { notice, incident } = await receive(failedBackup('b1'));
    expect(notice).toMatchObject({ kind: 'opened' });
    expect(notice?.text).toContain('failed: AccessDeniedException: not allowed');
    expect(incident?.repair).toMatchObject({ state: 'failed', jobId: null });
  });
});

describe('a repeat', () => {
  beforeEach(async () => {
    await receive(failedBackup('b1'), OTHER);
  });

  test('is folded into the incident that another execution follows', async () => {
    const answer = await receive(failedBackup('b2'));
    expect(answer).toMatchObject({ phase: 'recorded', notice: null, incident: { owner: OTHER, failedBackups: 2 } });
    expect(answer.detail).toContain('2 failed jobs');
  });

  test('of the very same event changes nothing', async () => {
    const before = backups.stored;
    expect(await receive(failedBackup('b1'))).toMatchObject({ phase: 'recorded', notice: null });
    expect(backups.stored).toBe(before);
  });

  test('is followed by its own execution when the other has not been heard of for an hour', async () => {
    nowMs += 61 * 60_000;
    expect(await receive(failedBackup('b2'))).toMatchObject({
      phase: 'following',
      incident: { owner: ME, failedBackups: 2 },
      notice: { kind: 'opened' },
    });
    expect(await follow({ executionArn: OTHER })).toMatchObject({ phase: 'recorded', notice: null });
  });

  test('after the end opens an incident of its own', async () => {
    await call({ action: 'close', executionArn: OTHER, delivered: OPENED, signalCount: 1 });
    nowMs += 1000;
    const answer = await receive(failedBackup('b2'));
    expect(answer).toMatchObject({ phase: 'following', incident: { failedBackups: 1 }, notice: { kind: 'opened' } });
  });
});

describe('following', () => {
  beforeEach(async () => {
    await receive(failedBackup('b1'));
    backups.jobs.push({ ...job('backup', 'RUNNING', 0), jobId: 'repair-1' });
  });

  test('tells again what was not delivered, and nothing once it was', async () => {
    expect(await follow()).toMatchObject({ notice: { kind: 'opened' } });
    expect(await follow({ delivered: OPENED })).toMatchObject({ phase: 'following', notice: null });
    expect(await follow()).toMatchObject({ phase: 'following', notice: null });
  });

  test('tells when it gets worse', async () => {
    nowMs += 31 * 60_000;
    const answer = await follow({ delivered: OPENED });
    expect(answer).toMatchObject({ exposure: { severity: 'critical' }, notice: { kind: 'escalated' } });
  });

  test('looks again at the moment at which the objective is breached', async () => {
    nowMs += 25 * 60_000;
    const answer = await follow({ delivered: OPENED });
    expect(answer.nextPollSeconds).toBe(180);
    nowMs += 1_000_000_000;
    expect((await follow()).nextPollSeconds).toBe(900);
  });

  test('copies what the repair backed up, and says that all is well when that is there', async () => {
    backups.jobs = backups.jobs.map((each) => (each.jobId === 'repair-1' ? { ...each, state: 'COMPLETED' } : each));
    backups.primary = recoveryPoint({ arn: 'arn:new', createdAtMs: NOW });
    await follow({ delivered: OPENED });
    expect(backups.started).toEqual(['backup', 'copy of arn:new']);

    backups.jobs.push({ ...job('copy', 'COMPLETED', 0), jobId: 'repair-2' });
    backups.standby = recoveryPoint({ arn: 'arn:copied', createdAtMs: NOW });
    const answer = await follow();
    expect(answer).toMatchObject({ phase: 'recovered', notice: { kind: 'allClear', severity: 'info' } });
    expect(answer.notice?.text).toContain('the repair was completed');
    expect(JSON.parse(answer.notice?.pagerDuty ?? '')).toMatchObject({ event_action: 'resolve' });
  });

  test('tells once that the repair failed', async () => {
    backups.jobs = backups.jobs.map((each) =>
      each.jobId === 'repair-1' ? { ...each, state: 'FAILED', message: 'again' } : each,
    );
    const answer = await follow({ delivered: OPENED });
    expect(answer).toMatchObject({ notice: { kind: 'repairFailed' }, incident: { failedBackups: 2 } });
    expect(await follow({ delivered: { kind: 'repairFailed', severity: 'warning' } })).toMatchObject({ notice: null });
    expect(backups.started).toHaveLength(1);
  });

  test('finds failures in the list of jobs of which no event came', async () => {
    backups.jobs.push(job('copy', 'FAILED', 1));
    expect(await follow({ delivered: OPENED })).toMatchObject({ incident: { failedBackups: 1, failedCopies: 1 } });
  });

  test('gives up when it is told to', async () => {
    expect(await follow({ delivered: OPENED, isLast: true })).toMatchObject({
      phase: 'unresolved',
      notice: { kind: 'unresolved' },
    });
  });

  test('does not close over a failure that has come in since', async () => {
    backups.standby = point(0);
    await receive(failedBackup('b2'), OTHER);
    const close = { action: 'close', executionArn: ME, delivered: { kind: 'allClear', severity: 'info' } };
    expect(await call({ ...close, signalCount: 1 })).toMatchObject({
      phase: 'following',
      incident: { status: 'open' },
    });
    expect(await follow()).toMatchObject({ notice: { kind: 'opened' } });
    expect(await call({ ...close, signalCount: 2 })).toMatchObject({ phase: 'closed', incident: { status: 'closed' } });
    expect(await call({ ...close, signalCount: 2 })).toMatchObject({ phase: 'closed' });
  });
});

test('an input that makes no sense is refused by the field', async () => {
  await expect(call({ action: 'receive', executionArn: 'x', event: {} })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('executionArn'),
  });
});

test('only failures of the last day are counted as such', async () => {
  backups.jobs.push(job('backup', 'FAILED', 25 * 60), job('copy', 'FAILED', 60));
  const { exposure } = await receive(failedBackup('b1'));
  expect(exposure?.failedJobsLastDay).toBe(1);
});

test('what comes back soon after the all-clear says so, and is good only when it has stayed good', async () => {
  backups.standby = point(4);
  await receive(failedBackup('b0'), OTHER);
  await call({ action: 'close', executionArn: OTHER, delivered: OPENED, signalCount: 1 });
  const answer = await receive(failedBackup('b1'));
  expect(answer.notice?.text).toContain('It has come back 1 time(s)');
  nowMs += 30 * 60_000;
  backups.standby = recoveryPoint({ arn: 'arn:new', createdAtMs: nowMs });
  expect(await follow({ delivered: OPENED })).toMatchObject({ phase: 'following', notice: null });
  nowMs += 60 * 60_000;
  backups.standby = recoveryPoint({ arn: 'arn:newer', createdAtMs: nowMs });
  expect(await follow()).toMatchObject({ phase: 'recovered', notice: { kind: 'allClear' } });
});
