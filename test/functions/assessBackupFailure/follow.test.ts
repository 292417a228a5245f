import { NOW } from '../lambda-context';
import { Calls, failedJob, OPENED } from './calls';
import { job, OTHER, point } from './cases';
import { recoveryPoint } from '../recovery-points';

let calls: Calls;
beforeEach(() => {
  calls = new Calls();
});

describe('following', () => {
  beforeEach(async () => {
    await calls.receive(failedJob('b1'));
    calls.backups.jobs.push({ ...job('backup', 'RUNNING', 0), jobId: 'repair-1' });
  });

  test('sends again what was not delivered, and nothing once it was', async () => {
    expect(await calls.follow()).toMatchObject({ notice: { kind: 'opened' } });
    expect(await calls.follow({ delivered: OPENED })).toMatchObject({ phase: 'following', notice: null });
    expect(await calls.follow()).toMatchObject({ phase: 'following', notice: null });
  });

  test('starts only one repair a window, however often it is asked and whatever became of it', async () => {
    calls.backups.jobs = calls.backups.jobs.map((each) => ({ ...each, state: 'FAILED' }));
    calls.backups.standby = point(90);
    let delivered: object | undefined = OPENED;
    for (let check = 0; check < 5; check += 1) {
      calls.passMinutes(30);
      const { notice } = await calls.follow({ delivered });
      delivered = notice === null ? undefined : { kind: notice.kind, severity: notice.severity };
    }
    expect(calls.backups.started).toEqual(['backup']);
    calls.passMinutes(4 * 60);
    expect(await calls.follow({ delivered })).toMatchObject({ notice: { kind: 'reminder' } });
    const at = new Date(calls.nowMs).toISOString();
    const sent = { delivered: { kind: 'reminder', severity: 'critical', at } };
    calls.passMinutes(3);
    await calls.follow(sent);
    // The next window has one of its own, and a call that is repeated begins no further window.
    expect(calls.backups.started).toHaveLength(2);
    calls.backups.jobs.push({ ...job('backup', 'FAILED', 0), jobId: 'repair-2' });
    calls.passMinutes(3);
    await calls.follow(sent);
    expect(calls.backups.started).toHaveLength(2);
  });

  test('notifies when it gets worse', async () => {
    calls.passMinutes(31);
    const answer = await calls.follow({ delivered: OPENED });
    expect(answer).toMatchObject({ exposure: { severity: 'critical' }, notice: { kind: 'escalated' } });
  });

  test('checks again when the objective is breached, and at least twice an hour', async () => {
    calls.passMinutes(25);
    const answer = await calls.follow({ delivered: OPENED });
    expect(answer.nextPollSeconds).toBe(180);
    calls.nowMs += 1_000_000_000;
    expect((await calls.follow()).nextPollSeconds).toBe(1800);
  });

  test('copies what the repair backed up, and says that all is well when that is there', async () => {
    calls.backups.jobs = calls.backups.jobs.map((each) =>
      each.jobId === 'repair-1' ? { ...each, state: 'COMPLETED' } : each,
    );
    calls.backups.primary = recoveryPoint({ arn: 'arn:new', createdAtMs: NOW });
    await calls.follow({ delivered: OPENED });
    expect(calls.backups.started).toEqual(['backup', 'copy of arn:new']);

    calls.backups.jobs.push({ ...job('copy', 'COMPLETED', 0), jobId: 'repair-2' });
    calls.backups.standby = recoveryPoint({ arn: 'arn:copied', createdAtMs: NOW });
    const answer = await calls.follow();
    expect(answer).toMatchObject({ phase: 'recovered', notice: { kind: 'allClear', severity: 'info' } });
    expect(answer.notice?.text).toContain('The repair was completed');
    expect(JSON.parse(answer.notice?.pagerDuty ?? '')).toMatchObject({ event_action: 'resolve' });
  });

  test('notifies once that the repair failed', async () => {
    calls.backups.jobs = calls.backups.jobs.map((each) =>
      each.jobId === 'repair-1' ? { ...each, state: 'FAILED', message: 'again' } : each,
    );
    const answer = await calls.follow({ delivered: OPENED });
    expect(answer).toMatchObject({ notice: { kind: 'repairFailed' }, incident: { failedBackups: 2 } });
    expect(await calls.follow({ delivered: { kind: 'repairFailed', severity: 'warning' } })).toMatchObject({
      notice: null,
    });
    expect(calls.backups.started).toHaveLength(1);
  });

  test('finds failures in the list of jobs of which no event came', async () => {
    calls.backups.jobs.push(job('copy', 'FAILED', 1));
    expect(await calls.follow({ delivered: OPENED })).toMatchObject({
      incident: { failedBackups: 1, failedCopies: 1 },
    });
  });

  test('ends as unresolved after its week', async () => {
    expect(await calls.follow({ delivered: OPENED, isLast: true })).toMatchObject({
      phase: 'unresolved',
      notice: { kind: 'unresolved' },
    });
  });

  test('does not close over a failure that has come in since', async () => {
    calls.backups.standby = point(0);
    await calls.receive(failedJob('b2'), OTHER);
    expect(await calls.close(1)).toMatchObject({
      phase: 'following',
      incident: { status: 'open' },
    });
    expect(await calls.follow()).toMatchObject({ notice: { kind: 'opened' } });
    expect(await calls.close(2)).toMatchObject({ phase: 'closed', incident: { status: 'closed' } });
    expect(await calls.close(2)).toMatchObject({ phase: 'closed' });
  });
});
