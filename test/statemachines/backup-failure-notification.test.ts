import { assessed, EVENT, functionError, run } from './backup-failure-run';

const ALL_CLEAR = { kind: 'allClear', severity: 'warning' };
const OPENED = { kind: 'opened', severity: 'warning' };

test('an incident is opened, followed, told to be over, and closed', async () => {
  const outcome = await run(({ action }, call) => {
    if (action === 'close') return assessed('closed');
    if (call === 1) return assessed('following', 'opened');
    return call < 4 ? assessed('following') : assessed('recovered', 'allClear');
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.published.map(({ Subject }) => Subject)).toEqual(['subject of opened', 'subject of allClear']);
  expect(outcome.events).toMatchObject([
    { Source: 'pilot-light.backup', DetailType: 'Backup Failure Notice', Detail: { kind: 'opened' } },
    { Detail: { kind: 'allClear' } },
  ]);
  expect(outcome.payloads.map(({ action, delivered }) => [action, delivered])).toEqual([
    ['receive', undefined],
    ['follow', OPENED],
    ['follow', null],
    ['follow', null],
    ['close', ALL_CLEAR],
  ]);
  expect(outcome.payloads[0]).toMatchObject({ event: EVENT });
  expect(outcome.payloads.at(-1)).toMatchObject({ signalCount: 4 });
  expect(outcome.evidence).toMatchObject({
    verdict: 'closed',
    event: EVENT,
    exposure: { severity: 'warning' },
    notices: [OPENED, ALL_CLEAR],
    undelivered: 0,
    reportProblems: [],
  });
  expect(outcome.minutes).toBeCloseTo(15, 0);
});

test('one that is folded leaves evidence and tells nobody', async () => {
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
  expect(outcome.published.map(({ Subject }) => Subject)).toEqual([
    'subject of allClear',
    'subject of opened',
    'subject of allClear',
  ]);
});

describe('when SNS is unreachable', () => {
  test('evidence is written, the alarm hears of it, machines are told, and people are told as soon as it is back', async () => {
    let broken = true;
    const outcome = await run(
      ({ action, delivered }, call) => {
        if (call === 3) broken = false;
        if (action === 'close') return assessed('closed');
        if (delivered !== undefined && delivered !== null) return assessed('recovered', 'allClear');
        return assessed('following', 'opened');
      },
      (service) => service === 'sns:publish' && broken,
    );
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.failedNotifications).toEqual([1, 1, 0, 0, 0]);
    expect(outcome.events[0]).toMatchObject({ Detail: { kind: 'opened' } });
    expect(outcome.published.map(({ Subject }) => Subject)).toEqual(['subject of opened', 'subject of allClear']);
    expect(outcome.evidence['reportProblems']).toEqual([
      'The notification "opened" could not be sent (Broken.Exception).',
    ]);
  });

  test('for good, the incident is closed all the same, and the execution fails so that the rule tells', async () => {
    const outcome = await run(
      ({ action }) => (action === 'close' ? assessed('closed') : assessed('recovered', 'allClear')),
      (service) => service === 'sns:publish',
    );
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
    expect(outcome.payloads.at(-1)).toMatchObject({ action: 'close', delivered: null });
    expect(outcome.evidence).toMatchObject({ verdict: 'closed', undelivered: 13 });
    expect(outcome.minutes).toBeGreaterThan(60);
  });
});

test.each(['s3:putObject', 'cloudwatch:putMetricData', 'events:putEvents'])(
  'when %s is broken, people are told all the same',
  async (broken) => {
    const outcome = await run(
      ({ action }) => (action === 'close' ? assessed('closed') : assessed('recovered', 'allClear')),
      (service) => service === broken,
    );
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.published).toHaveLength(1);
    expect(JSON.stringify(outcome.result)).toContain('(Broken.Exception)');
  },
);

describe('when nothing can be assessed', () => {
  test('the event is told as it came', async () => {
    const outcome = await run(() => functionError('InvariantViolationError'));
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(outcome.published[0]?.Subject).toContain('could not be assessed');
    expect(outcome.published[0]?.Message).toContain('Backup Job State Change');
    expect(outcome.published[0]?.Message).toContain('Runbook: the runbook');
    expect(outcome.evidence).toMatchObject({ verdict: 'failed', failure: { step: 'ReceiveSignal' } });
  });

  test('what passes is tried again first', async () => {
    const outcome = await run((_, call) =>
      call < 4 ? functionError('TransientDependencyError') : assessed('recorded'),
    );
    expect(outcome.result.status).toBe('SUCCEEDED');
  });

  test('later, it is tried for a while, and then somebody is told that nobody looks', async () => {
    const outcome = await run((_, call) =>
      call === 1 ? assessed('following', 'opened') : functionError('InvariantViolationError'),
    );
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'InvariantViolationError' });
    expect(outcome.published).toHaveLength(2);
    expect(outcome.payloads).toHaveLength(4);
  });
});

test('after a week it is given up, told, and closed', async () => {
  const outcome = await run(({ action, isLast }) => {
    if (action === 'close') return assessed('closed');
    return isLast === true
      ? assessed('unresolved', 'unresolved', { nextPollSeconds: 900 })
      : assessed('following', undefined, { nextPollSeconds: 900 });
  });
  expect(outcome.result.status).toBe('SUCCEEDED');
  expect(outcome.minutes / 1440).toBeCloseTo(7, 1);
  expect(outcome.published.map(({ Subject }) => Subject)).toEqual(['subject of unresolved']);
});
