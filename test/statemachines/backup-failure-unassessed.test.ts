import { TaskFailedError } from '../../simulator/asl/errors';
import { EVENT, functionError, type NotificationRun, run, wholeLife } from './backup-failure-run';

const FAILING = new TaskFailedError('SNS.InternalErrorException', 'x (Service: AmazonSNS; Status Code: 500; x)');
const subjects = ({ published }: NotificationRun) => published.map(({ Subject }) => Subject);

describe('what cannot be assessed', () => {
  test('is notified by what the function can say without the table', async () => {
    const outcome = await run(() => functionError('InvariantViolationError'));
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(outcome.published).toMatchObject([{ Subject: 'subject of unassessed', Message: 'one\ntwo' }]);
    expect(outcome.explained).toMatchObject([{ isOver: true, event: EVENT, caught: { step: 'ReceiveSignal' } }]);
    expect(outcome.evidence).toMatchObject({ verdict: 'failed', failure: { step: 'ReceiveSignal' } });
    expect(outcome.minutes).toBeLessThan(1);
  });

  test.each([
    ['an event', EVENT],
    ['something that is no event', 'no event'],
    ['nothing', null],
  ])('is notified in plain words where the function cannot be called: %s', async (_, event) => {
    const denied = new TaskFailedError('Lambda.AccessDeniedException', 'User is not authorized (Status Code: 403)');
    const outcome = await run(wholeLife(), {
      event,
      trouble: ({ resource }) => (resource.includes('lambda') ? denied : undefined),
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'Lambda.AccessDeniedException' });
    const [{ Subject = '', Message = '' } = {}] = outcome.published;
    expect(Subject).toBe('pilot-light: CRITICAL: a backup failure could not be assessed');
    expect(Message.split('\n')).toEqual([
      'A backup, a copy or an alarm about them needs attention, and nothing assesses it: ReceiveSignal ended with Lambda.AccessDeniedException.',
      event === EVENT ? 'Event: Backup Job State Change, 2026-11-22T02:55:00Z, us-east-1.' : 'Event: not readable.',
      'It is not tried again.',
      '',
      'Next: check the newest recovery points of the standby vault:',
      'aws backup list-recovery-points-by-backup-vault --region us-west-2 --backup-vault-name standby-vault',
      '',
      'Runbook: the runbook',
      'Details: aws stepfunctions describe-execution --region us-west-2 --execution-arn arn:aws:states:us-west-2:111111111111:execution:pilot-light-backup-failure-notification:me',
    ]);
  });

  test('is notified when SNS is back, if it fails at that moment', async () => {
    const outcome = await run(() => functionError('InvariantViolationError'), {
      trouble: ({ state }, elapsedMs) => (state === 'NotifyUnassessed' && elapsedMs < 1_800_000 ? FAILING : undefined),
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(outcome.failedNotifications[0]).toBe(1);
    expect(outcome.failedNotifications.at(-1)).toBe(0);
    expect(subjects(outcome)).toEqual(['subject of unassessed']);
  });
});

describe('trouble that lasts', () => {
  const transient = () => functionError('TransientDependencyError', 'InternalFailure');
  const hour = (trouble: string) => (task: { state: string }, elapsedMs: number) =>
    task.state === trouble && elapsedMs < 3_600_000 ? transient() : undefined;

  test('is notified after five minutes, once, by an execution that waits with its signal', async () => {
    const outcome = await run(wholeLife(), { trouble: hour('ReceiveSignal') });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(subjects(outcome)).toEqual(['subject of delayed', 'subject of opened', 'subject of allClear']);
    expect(outcome.published[0]?.atMinutes).toBeGreaterThan(5);
    expect(outcome.published[0]?.atMinutes).toBeLessThan(7);
    expect(outcome.published[1]?.atMinutes).toBeLessThan(65);
    expect(outcome.explained).toMatchObject([{ isOver: false, incident: null, underWay: 1 }]);
  });

  test('is notified by the eldest of those that wait', async () => {
    const outcome = await run(wholeLife(), { trouble: hour('ReceiveSignal'), othersBegan: [1, 2] });
    expect(subjects(outcome)).toEqual(['subject of opened', 'subject of allClear']);
    const eldest = await run(wholeLife(), { trouble: hour('ReceiveSignal'), othersBegan: [-1, -2] });
    expect(subjects(eldest)[0]).toBe('subject of delayed');
    expect(eldest.explained).toMatchObject([{ underWay: 3 }]);
  });

  test('while nobody knows who is the eldest is notified after half an hour', async () => {
    const unknown = (endsMinutes: number) =>
      run(wholeLife(), {
        othersBegan: [1],
        trouble: ({ state }, elapsedMs) =>
          ['ReceiveSignal', 'CountElders'].includes(state) && elapsedMs < endsMinutes * 60_000
            ? transient()
            : undefined,
      });
    expect(subjects(await unknown(25))).toEqual(['subject of opened', 'subject of allClear']);
    const { published } = await unknown(45);
    expect(published[0]).toMatchObject({ Subject: 'subject of delayed' });
    expect(published[0]?.atMinutes).toBeGreaterThan(30);
  });

  test('for longer than an elder may be silent is notified by the next one', async () => {
    const outcome = await run(wholeLife(), {
      othersBegan: [1],
      trouble: ({ state }, elapsedMs) =>
        state === 'ReceiveSignal' && elapsedMs < 2 * 3_600_000 ? transient() : undefined,
    });
    expect(subjects(outcome)).toEqual(['subject of delayed', 'subject of opened', 'subject of allClear']);
    expect(outcome.published[0]?.atMinutes).toBeGreaterThan(65);
  });

  test('while an incident is followed is notified again and again, the more seldom the longer, and following goes on', async () => {
    const outcome = await run(wholeLife(), {
      trouble: ({ state }, elapsedMs) =>
        state === 'FollowIncident' && elapsedMs < 11 * 3_600_000 ? transient() : undefined,
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    const delays = outcome.published.filter(({ Subject }) => Subject === 'subject of delayed');
    const gaps = delays.slice(1).map(({ atMinutes }, index) => atMinutes - (delays[index]?.atMinutes ?? 0));
    expect(delays.length).toBeGreaterThan(3);
    expect(delays.length).toBeLessThan(10);
    for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(Math.max(15, gaps[index - 1] ?? 0));
    expect(outcome.explained[0]).toMatchObject({ incident: { incidentId: 'i' }, caught: { step: 'FollowIncident' } });
    expect(subjects(outcome).at(-1)).toBe('subject of allClear');
  });

  test('of less than half an hour while an incident is followed, of which people know, notifies nobody', async () => {
    const outcome = await run(wholeLife(), {
      trouble: ({ state }, elapsedMs) =>
        state === 'FollowIncident' && elapsedMs < 30 * 60_000 ? transient() : undefined,
    });
    expect(subjects(outcome)).toEqual(['subject of opened', 'subject of allClear']);
  });

  test('while an incident is followed is notified in plain words of that incident where the function cannot be called', async () => {
    const life = wholeLife();
    const openedAt = '2026-11-22T01:37:01.000Z';
    const outcome = await run(
      (payload, call) => ({ ...(life(payload, call) as object), incident: { incidentId: 'i', openedAt } }),
      {
        trouble: ({ state }, elapsedMs) =>
          ['FollowIncident', 'Explain'].includes(state) && elapsedMs < 3_000_000 ? transient() : undefined,
      },
    );
    const [, { Subject = '', Message = '' } = {}] = outcome.published;
    expect(Subject).toBe('pilot-light: WARNING: a backup incident is not tracked for now');
    expect(Message.split('\n')[0]).toBe(
      `The incident of ${openedAt} could not be checked: FollowIncident ended with TransientDependencyError.`,
    );
  });

  test('of which nobody can be notified raises the alarm', async () => {
    const outcome = await run(wholeLife(), {
      trouble: (task, elapsedMs) =>
        hour('ReceiveSignal')(task, elapsedMs) ?? (task.state === 'NotifyUnassessed' ? FAILING : undefined),
    });
    expect(outcome.failedNotifications[0]).toBe(1);
    expect(outcome.failedNotifications.at(-1)).toBe(0);
    expect(outcome.result.status).toBe('SUCCEEDED');
  });

  test('is asked about with since when, so that a primary that throttles holds up nobody', async () => {
    const life = wholeLife();
    const outcome = await run((payload, call) => (call === 1 ? transient() : life(payload, call)), {});
    expect(outcome.payloads[0]).toMatchObject({ heldUpSince: null });
    const again = await run((payload, call) => (call < 6 ? transient() : life(payload, call)), {});
    expect(again.payloads[4]).toMatchObject({ heldUpSince: '2026-11-22T03:00:00.000Z' });
  });

  test('to the deadline ends by name, and is notified', async () => {
    const outcome = await run(transient);
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(outcome.result).toMatchObject({
      cause: expect.stringContaining('deadline-passed: TransientDependencyError'),
    });
    expect(subjects(outcome)).toEqual(['subject of delayed', 'subject of unassessed']);
    expect(outcome.minutes / 60).toBeGreaterThan(12);
    expect(outcome.minutes / 60).toBeLessThan(13);
  });
});
