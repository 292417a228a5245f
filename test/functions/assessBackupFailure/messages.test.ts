import { expectGolden } from '../../scenarios/support/golden';
import type { Assessment } from '../../../functions/assessBackupFailure/contract';
import { awsError } from '../lambda-context';
import { recoveryPoint } from '../recovery-points';
import { alarmEvent, Calls, failedJob, OPENED } from './calls';
import { job, point, STANDBY_SERVES, UNDER_WAY } from './cases';

const CAUSE = JSON.stringify({
  errorType: 'TransientDependencyError',
  errorMessage: 'AWS Backup ListBackupJobs in us-east-1 answers InternalFailure (An internal error occurred)',
  trace: ['TransientDependencyError: InternalFailure', '    at nameError (/var/task/index.js:41:66227)'],
});

let calls: Calls;
beforeEach(() => {
  calls = new Calls();
});

/** The mail as it is read: the subject, and the text. */
function golden(name: string, subject: string, text: string): void {
  expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  expect(text).not.toMatch(/\\n|\{"|\bat \S+ \(/);
  expectGolden(`../functions/assessBackupFailure/messages/${name}.txt`, `${subject}\n\n${text}\n`);
}

function goldenNotice(name: string, { notice }: Assessment): void {
  golden(name, notice?.subject ?? '', notice?.text ?? '');
}

/** An incident whose repair is running. */
async function opened(): Promise<Assessment> {
  const answer = await calls.receive(
    failedJob('b1', { statusMessage: 'The snapshot quota of the region is used up.' }),
  );
  calls.backups.jobs.push({ ...job('backup', 'RUNNING', 0), jobId: 'repair-1' });
  return answer;
}

function endRepair(state: 'COMPLETED' | 'FAILED'): void {
  calls.backups.jobs = calls.backups.jobs.map((each) =>
    each.jobId === 'repair-1' ? { ...each, state, message: 'The snapshot quota of the region is used up.' } : each,
  );
}

describe('a mail at three in the morning says what happened, what it means, and what to do', () => {
  test('when a backup failed and its repair runs', async () => {
    goldenNotice('opened', await opened());
  });

  test('when the next copy is in time without a repair', async () => {
    calls.backups.jobs.push(job('copy', 'RUNNING', 5));
    goldenNotice('opened-in-time', await calls.receive(failedJob('c1', {}, 'Copy')));
  });

  test('when an alarm alone reports it', async () => {
    calls.backups.standby = point(75);
    calls.backups.alarmsOn = ['pilot-light-recovery-point-age-standby'];
    goldenNotice('opened-by-alarm', await calls.receive(alarmEvent('pilot-light-recovery-point-age-standby')));
  });

  test('when the primary region does not answer', async () => {
    calls.backups.primaryError = awsError('TimeoutError');
    goldenNotice('opened-primary-unreachable', await calls.receive(failedJob('b1')));
  });

  test('when a failover is under way', async () => {
    calls.backups.suspended = UNDER_WAY;
    goldenNotice('opened-in-a-failover', await calls.receive(failedJob('b1')));
  });

  test('when the standby serves', async () => {
    calls.backups.suspended = STANDBY_SERVES;
    calls.backups.standby = point(75);
    calls.backups.alarmsOn = ['pilot-light-recovery-point-age-standby'];
    goldenNotice('opened-standby-serves', await calls.receive(alarmEvent('pilot-light-recovery-point-age-standby')));
  });

  test('when nothing could be restored', async () => {
    calls.backups.standby = undefined;
    calls.backups.primary = undefined;
    goldenNotice('opened-nothing-to-restore', await calls.receive(failedJob('b1')));
  });

  test('when it gets worse', async () => {
    await opened();
    calls.passMinutes(31);
    goldenNotice('escalated', await calls.follow({ delivered: OPENED }));
  });

  test('when the repair failed', async () => {
    await opened();
    endRepair('FAILED');
    calls.passMinutes(10);
    goldenNotice('repair-failed', await calls.follow({ delivered: OPENED }));
  });

  test('when it is still not good after six hours', async () => {
    await opened();
    endRepair('FAILED');
    await calls.follow({ delivered: OPENED });
    await calls.follow({ delivered: { kind: 'repairFailed', severity: 'warning' } });
    calls.passMinutes(6 * 60);
    await calls.follow();
    goldenNotice('reminder', await calls.follow({ delivered: { kind: 'escalated', severity: 'critical' } }));
  });

  test('when it is good again', async () => {
    await opened();
    endRepair('COMPLETED');
    calls.backups.primary = recoveryPoint({ arn: 'arn:new', createdAtMs: calls.nowMs });
    await calls.follow({ delivered: OPENED });
    calls.backups.jobs.push({ ...job('copy', 'COMPLETED', 0), jobId: 'repair-2' });
    calls.backups.standby = recoveryPoint({ arn: 'arn:copied', createdAtMs: calls.nowMs });
    calls.passMinutes(18);
    goldenNotice('all-clear', await calls.follow());
  });

  test('when it is good again before anybody could be notified of it', async () => {
    await opened();
    calls.backups.jobs = calls.backups.jobs.filter(({ jobId }) => jobId !== 'repair-1');
    calls.backups.jobs.push({ ...job('backup', 'COMPLETED', 0), jobId: 'repair-1' });
    calls.backups.standby = recoveryPoint({ arn: 'arn:copied', createdAtMs: calls.nowMs });
    calls.passMinutes(18);
    goldenNotice('all-clear-told-in-one', await calls.follow());
  });

  test('when an alarm that was held up is off again, and its cause is gone', async () => {
    const event = alarmEvent('pilot-light-recovery-point-age-standby');
    calls.passMinutes(20);
    goldenNotice('all-clear-of-an-alarm-told-in-one', await calls.receive(event));
  });

  test('when an alarm that was held up is off again, and the objective is breached', async () => {
    const event = alarmEvent('pilot-light-recovery-point-age-standby');
    calls.passMinutes(40);
    goldenNotice('opened-by-an-alarm-that-is-off', await calls.receive(event));
  });

  test('when it has not become good in a week', async () => {
    await opened();
    endRepair('FAILED');
    calls.passMinutes(7 * 24 * 60);
    goldenNotice('unresolved', await calls.follow({ delivered: OPENED, isLast: true }));
  });
});

describe('a mail about what could not be assessed says what is known', () => {
  const caught = { Error: 'TransientDependencyError', Cause: CAUSE, step: 'ReceiveSignal' };
  const held = (minutes: number) => ({
    since: new Date(calls.nowMs - minutes * 60_000).toISOString(),
    until: new Date(calls.nowMs + 12 * 3_600_000).toISOString(),
    caught: { ...caught, startedAt: new Date(calls.nowMs).toISOString() },
  });
  beforeEach(() => calls.passMinutes(6));
  const explained = async (name: string, more: object) => {
    const { subject, lines } = await calls.explain({ event: failedJob('b1'), underWay: 4, isOver: false, ...more });
    golden(name, subject, lines.join('\n'));
  };

  test('while a failure waits', async () => {
    await explained('delayed', held(5));
  });

  test.each([
    ['is on', ['pilot-light-recovery-point-age-standby'], 'is on since 03:00 UTC.'],
    ['is off', [], 'went on at 03:00 UTC, and is off again.'],
    ['is in a region that does not answer', undefined, 'went on at 03:00 UTC.'],
  ])('while an alarm waits that %s, as CloudWatch says', async (_, alarmsOn, says) => {
    const event = alarmEvent('pilot-light-recovery-point-age-standby');
    if (alarmsOn === undefined) calls.backups.alarms = () => Promise.reject(awsError('InternalFailure', 'no', 500));
    else calls.backups.alarmsOn = alarmsOn;
    const { lines } = await calls.explain({ event, underWay: 1, isOver: false, ...held(5) });
    expect(lines[0]).toBe(
      `The alarm pilot-light-recovery-point-age-standby about the backups of pilot-light-primary ${says}`,
    );
  });

  test('while nobody knows which region serves', async () => {
    calls.backups.suspensionError = awsError('InternalFailure', 'no', 500);
    await explained('delayed-without-the-table', held(5));
  });

  test('while the standby serves', async () => {
    calls.backups.suspended = STANDBY_SERVES;
    await explained('delayed-standby-serves', held(5));
  });

  test('while an incident is not tracked, and the vault does not answer either', async () => {
    calls.backups.newest = () => Promise.reject(awsError('InternalFailure', 'no', 500));
    const incident = { incidentId: 'pilot-light-primary-20261122-014000', openedAt: '2026-11-22T01:40:00.000Z' };
    const { caught: at, ...rest } = held(20);
    const following = { ...rest, caught: { ...at, step: 'FollowIncident' } };
    await explained('delayed-incident', { ...following, incident, underWay: 1 });
  });

  test('when a failure is not assessed at all', async () => {
    const denied = { Error: 'Lambda.AccessDeniedException', Cause: 'not authorized to perform: lambda:InvokeFunction' };
    const { caught: at, ...rest } = held(0);
    await explained('unassessed', { ...rest, caught: { ...at, ...denied }, isOver: true });
  });

  test('whatever the event is', async () => {
    for (const event of [null, [], 7, {}, { detail: { copyJobId: {} } }]) {
      const { lines } = await calls.explain({ event, isOver: true, ...held(5) });
      expect(lines[0]).toMatch(/could not be read|came in/);
    }
  });
});
