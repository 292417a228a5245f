import { TaskFailedError } from '../../simulator/asl/errors';
import { assessed, EVENT, functionError, run, wholeLife } from './backup-failure-run';

const ALL_CLEAR = { kind: 'allClear', severity: 'warning' };
const OPENED = { kind: 'opened', severity: 'warning' };
const subjects = ({ published }: Awaited<ReturnType<typeof run>>) => published.map(({ Subject }) => Subject);

test('an incident is opened, followed, notified to be over, and closed', async () => {
  const outcome = await run(({ action }, call) => {
    if (action === 'close') return assessed('closed');
    if (call === 1) return assessed('following', 'opened');
    return call < 4 ? assessed('following') : assessed('recovered', 'allClear');
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(subjects(outcome)).toEqual(['subject of opened', 'subject of allClear']);
  expect(outcome.events).toMatchObject([
    { Source: 'pilot-light.backup', DetailType: 'Backup Failure Notice', Detail: { kind: 'opened' } },
    { Detail: { kind: 'allClear' } },
  ]);
  expect(outcome.payloads).toMatchObject([
    { action: 'receive', event: EVENT, heldUpSince: null },
    { action: 'follow', delivered: { ...OPENED, at: '2026-11-22T03:00:00.000Z' }, heldUpSince: null },
    { action: 'follow', delivered: null },
    { action: 'follow', delivered: null },
    { action: 'close', delivered: ALL_CLEAR, signalCount: 4 },
  ]);
  expect(outcome.evidence).toMatchObject({
    verdict: 'closed',
    event: EVENT,
    exposure: { severity: 'warning' },
    notices: [OPENED, ALL_CLEAR],
    undeliveredSince: null,
    reportProblems: [],
  });
  expect(outcome.minutes).toBeCloseTo(15, 0);
});

test('people are notified before anything is recorded', async () => {
  const { states } = await run(wholeLife());
  const order = ['Notify', 'PublishEvent', 'WriteEvidence', 'PublishMetrics'];
  expect(states.filter((state) => order.includes(state)).slice(0, 4)).toEqual(order);
});

test('one that is folded leaves evidence and notifies nobody', async () => {
  const outcome = await run(() => assessed('recorded', undefined, { detail: 'folded into incident i' }));
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.published).toEqual([]);
  expect(outcome.evidence).toMatchObject({ verdict: 'recorded', detail: 'folded into incident i', notices: [] });
});

test('Slack, PagerDuty, severity and kind are attributes of the message', async () => {
  const { published } = await run(({ action }) =>
    action === 'close' ? assessed('closed') : assessed('recovered', 'opened'),
  );
  expect(published[0]?.MessageAttributes).toEqual({
    kind: { DataType: 'String', StringValue: 'opened' },
    severity: { DataType: 'String', StringValue: 'warning' },
    slack: { DataType: 'String', StringValue: '{}' },
    pagerduty: { DataType: 'String', StringValue: '{}' },
  });
});

test('a failure while the incident is being closed keeps it open', async () => {
  let closes = 0;
  const outcome = await run(({ action }, call) => {
    if (action === 'close') return assessed(++closes === 1 ? 'following' : 'closed');
    return call === 3 ? assessed('following', 'opened') : assessed('recovered', 'allClear');
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(subjects(outcome)).toEqual(['subject of allClear', 'subject of opened', 'subject of allClear']);
});

describe('when SNS fails', () => {
  test('evidence is written, the alarm and machines get it, and people are notified as soon as it is back', async () => {
    const outcome = await run(wholeLife(), {
      trouble: ({ state }, elapsedMs) => (state === 'Notify' && elapsedMs < 1_800_000 ? FAILING : undefined),
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.failedNotifications[0]).toBe(1);
    expect(outcome.failedNotifications.at(-1)).toBe(0);
    expect(outcome.events.map((event) => event['Detail'])).toEqual([{ kind: 'opened' }, { kind: 'allClear' }]);
    expect(subjects(outcome)).toEqual(['subject of opened', 'subject of allClear']);
    expect(outcome.published[0]?.atMinutes).toBeLessThan(36);
    expect(outcome.evidence['reportProblems']).toEqual([
      'The notification "opened" could not be sent (SNS.InternalErrorException).',
    ]);
  });

  test('for good, the incident is closed all the same, and the execution fails so that the rule notifies', async () => {
    const outcome = await run(
      ({ action }) => (action === 'close' ? assessed('closed') : assessed('recovered', 'allClear')),
      { isBroken: (service) => service === 'sns:publish' },
    );
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
    expect(outcome.payloads.at(-1)).toMatchObject({ action: 'close', delivered: null });
    expect(outcome.evidence).toMatchObject({ verdict: 'closed', undeliveredSince: expect.any(String) });
    expect(outcome.minutes).toBeGreaterThan(12 * 60);
  });

  test('and its answers are lost, each mail is sent three times, the last after half an hour, and the metric says so', async () => {
    const sent: number[] = [];
    const outcome = await run(wholeLife(), {
      trouble: ({ state }, elapsedMs) => {
        if (state !== 'Notify') return undefined;
        sent.push(elapsedMs / 60_000);
        return new TaskFailedError('SNS.SdkClientException', 'Unable to execute HTTP request: Read timed out');
      },
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    // Of the opening and of the all-clear.
    expect(sent).toHaveLength(6);
    for (const [first = 0, , third = 0] of [sent.slice(0, 3), sent.slice(3)]) {
      expect(third - first).toBeGreaterThan(30);
      expect(third - first).toBeLessThan(45);
    }
    expect(outcome.evidence['reportProblems']).toEqual(
      ['opened', 'allClear'].flatMap((kind) => [
        `The notification "${kind}" could not be sent (SNS.SdkClientException).`,
        `The notification "${kind}" was sent three times without an answer, and may not have arrived.`,
      ]),
    );
    expect(outcome.failedNotifications.filter((value) => value === 1).length).toBeGreaterThanOrEqual(6);
  });

  test('and its answers are lost, checks go on, and what is over meanwhile is not sent again: its all-clear is, at once', async () => {
    const overMs = 20 * 60_000;
    const sent: (readonly [number, unknown])[] = [];
    let nowMs = 0;
    const outcome = await run(
      ({ action, delivered }) => {
        if (action === 'close') return assessed('closed');
        const isOver = delivered !== null && delivered !== undefined ? true : nowMs >= overMs;
        return isOver
          ? assessed('recovered', 'allClear', { nextPollSeconds: 180 })
          : assessed('following', 'opened', { nextPollSeconds: 180 });
      },
      {
        trouble: ({ state, arguments: given }, elapsedMs) => {
          nowMs = elapsedMs;
          if (state !== 'Notify') return undefined;
          sent.push([elapsedMs / 60_000, (given as { Subject: string }).Subject]);
          if (elapsedMs >= overMs) return undefined;
          return new TaskFailedError('SNS.SdkClientException', 'Unable to execute HTTP request: Read timed out');
        },
      },
    );
    expect(sent.map(([, subject]) => subject)).toEqual([
      'subject of opened',
      'subject of opened',
      'subject of allClear',
    ]);
    expect(sent[2]?.[0]).toBeLessThan(24);
    expect(subjects(outcome)).toEqual(['subject of allClear']);
    expect(outcome.events.map((event) => event['Detail'])).toEqual([{ kind: 'opened' }, { kind: 'allClear' }]);
    expect(outcome.result.status).toBe('SUCCEEDED');
  });

  test.each([
    ['less severe, when it is due', 'info', [0, 6]],
    ['more severe, at once', 'critical', [0, 3]],
  ])('and its answers are lost, what has become %s, is sent again', async (_, severity, minutes) => {
    const sent: number[] = [];
    await run(
      ({ action, delivered }, call) => {
        if (action === 'close') return assessed('closed');
        if (delivered) return assessed('recovered', 'allClear');
        const answer = assessed('following', 'opened', { nextPollSeconds: 180 });
        return call === 1 ? answer : { ...answer, notice: { ...(answer['notice'] as object), severity } };
      },
      {
        trouble: ({ state, arguments: given }, elapsedMs) => {
          if (state !== 'Notify' || (given as { Subject: string }).Subject !== 'subject of opened') return undefined;
          sent.push(Math.round(elapsedMs / 60_000));
          return sent.length < 2 ? new TaskFailedError('SNS.SdkClientException', 'Read timed out') : undefined;
        },
      },
    );
    expect(sent).toEqual(minutes);
  });

  test('and its answers are lost, the end of what cannot be assessed is sent three times, and the execution fails by name', async () => {
    const sent: number[] = [];
    const outcome = await run(() => functionError('InvariantViolationError'), {
      trouble: ({ state }, elapsedMs) => {
        if (state !== 'NotifyUnassessed') return undefined;
        sent.push(elapsedMs / 60_000);
        return 'no answer';
      },
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(sent).toHaveLength(3);
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeGreaterThan(30);
    expect(outcome.evidence).toMatchObject({ verdict: 'failed', undeliveredSince: expect.any(String) });
    expect(outcome.failedNotifications.at(-1)).toBe(1);
  });
});

const FAILING = new TaskFailedError('SNS.InternalErrorException', 'x (Service: AmazonSNS; Status Code: 500; x)');

describe('what cannot be recorded', () => {
  test.each(['WriteEvidence', 'PublishMetrics', 'PublishEvent'])(
    'by %s is recorded when it can be, and people are notified meanwhile',
    async (broken) => {
      const outcome = await run(wholeLife(), {
        trouble: ({ state }, elapsedMs) =>
          state === broken && elapsedMs < 40 * 60_000
            ? new TaskFailedError('Broken.Exception', 'x (Service: x, Status Code: 503)')
            : undefined,
      });
      expect(outcome.result.status).toBe('SUCCEEDED');
      expect(subjects(outcome)).toEqual(['subject of opened', 'subject of allClear']);
      expect(outcome.published[1]?.atMinutes).toBeLessThan(15);
      expect(outcome.evidence).toMatchObject({ verdict: 'closed' });
      expect(outcome.failedNotifications.at(-1)).toBe(0);
      expect(outcome.events.map((event) => event['Detail'])).toEqual([{ kind: 'opened' }, { kind: 'allClear' }]);
    },
  );

  test('because it is refused ends the execution all the same, which names it', async () => {
    const outcome = await run(wholeLife(), {
      trouble: ({ state }) =>
        state === 'WriteEvidence' ? new TaskFailedError('S3.NoSuchBucketException', 'no bucket') : undefined,
    });
    expect(outcome.minutes).toBeLessThan(15);
    expect(JSON.stringify(outcome.result)).toContain('WriteEvidence failed (S3.NoSuchBucketException).');
  });
});

test('after a week it is ended, notified, and closed', async () => {
  const outcome = await run(({ action, isLast }) => {
    if (action === 'close') return assessed('closed');
    return isLast === true
      ? assessed('unresolved', 'unresolved', { nextPollSeconds: 1800 })
      : assessed('following', undefined, { nextPollSeconds: 1800 });
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.minutes / 1440).toBeCloseTo(7, 1);
  expect(subjects(outcome)).toEqual(['subject of unresolved']);
});
