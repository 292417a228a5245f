import { TaskFailedError } from '../../simulator/asl/errors';
import { database, functionError } from './failover-functions';
import type { LockTable } from './lock-table';
import { called, FAILOVER, type FailoverRun, run, type RunProps } from './failover-run';

const MINUTE = 60_000;
const INPUT = { ...FAILOVER, requireApproval: true };

/** The question cannot be sent, or its answer not be taken, from one minute to another. */
const outage =
  (fromMinute: number, toMinute: number, what = 'SNS Publish'): NonNullable<RunProps['trouble']> =>
  ({ state }, elapsedMs) =>
    state === 'AskForApproval' && elapsedMs >= fromMinute * MINUTE && elapsedMs < toMinute * MINUTE
      ? functionError('TransientDependencyError', `${what} answers InternalFailure (x)`)
      : undefined;

describe('while the question cannot be sent', () => {
  let outcome: FailoverRun;
  beforeAll(async () => {
    outcome = await run({ input: INPUT, trouble: outage(0, 60) });
  });

  test('the time to answer does not run: it begins when the question is delivered', () => {
    expect(outcome.result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    const minutes = outcome.seconds / 60;
    expect(minutes).toBeGreaterThanOrEqual(120);
    // An outage is outlasted by a twentieth of it.
    expect(minutes).toBeLessThan(125);
  });

  test('the question is the first that is asked, with all the time; reminders follow', () => {
    const asked = outcome.notifications.filter(({ Subject }) => Subject.includes('approve'));
    expect(asked[0]?.Subject).toBe('pilot-light: approve the failover to us-west-2?');
    expect(asked[0]?.Message).toContain('(60 minutes)');
    expect(asked.slice(1).map(({ Subject }) => Subject.replace(/\d+ minutes/, 'N minutes'))).toEqual(
      Array.from({ length: 3 }, () => 'pilot-light: reminder: approve the failover to us-west-2? N minutes left'),
    );
  });

  test('mails say that the question is not out yet', () => {
    const held = heldUp(outcome);
    expect(held.length).toBeGreaterThan(1);
    for (const { Message } of held) expect(Message).toContain('No question has been confirmed as sent yet');
  });

  test('until the deadline, the end says so, and not that nobody approved', async () => {
    const { evidence, result } = await run({ input: INPUT, trouble: outage(0, 24 * 60) });
    expect(result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(evidence.failure?.cause).toContain('deadline-passed: the question could not be sent: SNS Publish');
    expect(JSON.stringify(evidence)).not.toContain('obody answered');
  });
});

describe('around the deadline of twelve hours', () => {
  test('no question is asked after it, when SNS is back in the last pause; the end says that none could be sent', async () => {
    const { evidence, notifications, seconds } = await run({ input: INPUT, trouble: outage(0, 12 * 60 - 1) });
    expect(evidence.failure?.cause).toContain('deadline-passed: the question could not be sent: SNS Publish');
    expect(JSON.stringify(evidence)).not.toContain('obody answered');
    expect(notifications.filter(({ Subject }) => Subject.includes('approve'))).toEqual([]);
    expect(seconds / 60).toBeLessThan(12 * 60 + 11);
  });

  test('a question that is asked before it leaves all the time to answer, and what is approved its own', async () => {
    const outcome = await run({
      input: INPUT,
      trouble: outage(0, 11 * 60 + 45),
      approve: { approved: true, by: 'Ada' },
      functions: {
        RestoreAuroraArn: (_, call) =>
          database(call < 40 ? 'restoring' : 'ready', { waitFor: null, nextPollSeconds: 60 }),
      },
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.seconds / 60).toBeGreaterThan(12 * 60 + 20);
  });

  test('trouble after it does not take the question back', async () => {
    const { result, seconds } = await run({
      input: INPUT,
      trouble: (task, elapsedMs) =>
        outage(0, 11 * 60 + 45)(task, elapsedMs) ?? outage(12 * 60 + 5, 12 * 60 + 10)(task, elapsedMs),
    });
    expect(result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    expect(seconds / 60).toBeGreaterThan(12 * 60 + 45);
  });

  test('a mail about trouble says until when it goes on: twelve hours from the answer', async () => {
    const { notifications } = await run({
      input: INPUT,
      approve: { approved: true, by: 'Ada' },
      trouble: ({ state }, elapsedMs) =>
        state === 'SmokeTestStandby' && elapsedMs < 90 * MINUTE
          ? functionError('TransientDependencyError', 'x')
          : undefined,
    });
    const held = notifications.filter(({ Subject }) => Subject.includes('held up'));
    expect(held[0]?.Message).toContain('It goes on by itself, until 15:01 UTC.');
  });
});

test('what was approved has its own deadline, and the end names it', async () => {
  const { notifications, seconds } = await run({
    input: INPUT,
    approve: { approved: true, by: 'Ada' },
    trouble: (task, elapsedMs) =>
      outage(0, 11 * 60)(task, elapsedMs) ??
      (task.state === 'SmokeTestStandby' ? functionError('TransientDependencyError', 'x') : undefined),
  });
  expect(notifications.at(-1)?.Message).toContain('when 12 hours from the approval had passed');
  expect(seconds / 60).toBeGreaterThan(23 * 60);
});

test('an answer that reaches the lock in the last turn is not said to be missing', async () => {
  let lock: LockTable | undefined;
  const { result } = await run({
    input: INPUT,
    beforeTakingTheLock: (table) => {
      lock = table;
    },
    trouble: ({ state }, elapsedMs) => {
      if (state === 'ReadQuestion' && elapsedMs >= 60 * MINUTE)
        lock?.set('failover', { ...lock.get('failover'), approvalAnswer: { S: '{"approved":true,"by":"Ada"}' } });
      return undefined;
    },
  });
  expect(result).not.toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
});

describe('while the function that asks does not answer', () => {
  const silence =
    (fromMinute: number, toMinute: number): NonNullable<RunProps['trouble']> =>
    ({ state }, elapsedMs) =>
      state === 'AskForApproval' && elapsedMs >= fromMinute * MINUTE && elapsedMs < toMinute * MINUTE
        ? 'silence'
        : undefined;

  test('for longer than the time to answer, nobody is said not to have answered: all the time is left after it', async () => {
    const outcome = await run({ input: INPUT, trouble: silence(0, 90) });
    const asked = outcome.notifications.filter(({ Subject }) => Subject.includes('approve'));
    expect(asked[0]?.Subject).toBe('pilot-light: approve the failover to us-west-2?');
    expect(asked[0]?.Message).toContain('(60 minutes)');
    expect(heldUp(outcome)[0]?.Message).toContain('Lambda Invoke gets no answer in time');
    expect(heldUp(outcome)[0]?.Message).toContain('No question has been confirmed as sent yet');
    expect(outcome.result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    expect(outcome.seconds / 60).toBeGreaterThanOrEqual(150);
    expect(outcome.seconds / 60).toBeLessThan(165);
  });

  test('until the deadline, the end says that the question could not be sent', async () => {
    const { evidence, notifications } = await run({ input: INPUT, trouble: silence(0, 24 * 60) });
    expect(evidence.failure?.cause).toContain(
      'deadline-passed: the question could not be sent: Lambda Invoke gets no answer in time',
    );
    expect(JSON.stringify(evidence)).not.toContain('obody answered');
    expect(notifications.at(-1)?.Message).toContain('Next: when that is over, start again');
  });

  test('after the question, the time to answer stands still', async () => {
    const { result, seconds } = await run({ input: INPUT, trouble: silence(5, 95) });
    expect(result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    expect(seconds / 60).toBeGreaterThanOrEqual(147);
    expect(seconds / 60).toBeLessThan(165);
  });

  test('until the deadline after the question, the end says that no answer could be taken', async () => {
    const { evidence, notifications } = await run({ input: INPUT, trouble: silence(5, 48 * 60) });
    expect(evidence.failure?.cause).toContain(
      'deadline-passed: no answer could be taken: Lambda Invoke gets no answer',
    );
    expect(notifications.at(-1)?.Message).toContain('when 12 hours from the end of the time to answer had passed');
  });

  test('whether a question is out is read until it is known', async () => {
    const outcome = await run({
      input: INPUT,
      trouble: ({ state }, elapsedMs) =>
        state === 'ReadQuestion' && elapsedMs < 30 * MINUTE
          ? new TaskFailedError('DynamoDB.InternalServerErrorException', 'x')
          : undefined,
    });
    expect(heldUp(outcome)[0]?.Message).toContain('DynamoDB GetItem');
    expect(heldUp(outcome)[0]?.Message).toContain('No question has been confirmed as sent yet');
    expect(outcome.result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    expect(outcome.seconds / 60).toBeGreaterThanOrEqual(85);
  });
});

describe('while an answer cannot be taken', () => {
  let outcome: FailoverRun;
  beforeAll(async () => {
    outcome = await run({ input: INPUT, trouble: outage(5, 125, 'DynamoDB UpdateItem') });
  });

  test('the time to answer stands still', () => {
    expect(outcome.result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    const minutes = outcome.seconds / 60;
    expect(minutes).toBeGreaterThanOrEqual(60 + 117);
    expect(minutes).toBeLessThan(60 + 130);
  });

  test('an approval counts that is given after the time that was set at first', async () => {
    const { states, result } = await run({
      input: INPUT,
      trouble: ({ state, token }, elapsedMs) => {
        if (state !== 'AskForApproval' || token === undefined) return undefined;
        return elapsedMs < 90 * MINUTE ? functionError('TransientDependencyError', 'x') : undefined;
      },
      approve: { approved: true, by: 'Ada' },
    });
    expect(result.status).toBe('SUCCEEDED');
    expect(states).toContain('RestoreAurora');
  });

  test('mails say that the answer is still wanted, and until when', () => {
    const held = heldUp(outcome);
    expect(held.length).toBeGreaterThan(1);
    for (const { Message } of held) {
      expect(Message).toMatch(/Your answer is still wanted, until \d\d:\d\d UTC at the earliest/);
      expect(Message).not.toContain('Nothing has to be done');
    }
  });

  test('nobody is reminded in the last minute, nor later', () => {
    const left = outcome.notifications.flatMap(({ Subject }) => /\? (.*) left$/.exec(Subject)?.[1] ?? []);
    expect(left.length).toBeGreaterThan(1);
    for (const each of left) expect(each).toMatch(/^\d+ minutes?$/);
  });

  test('until the deadline, the end says that no answer could be taken', async () => {
    const { evidence } = await run({ input: INPUT, trouble: outage(5, 24 * 60, 'DynamoDB UpdateItem') });
    expect(evidence.failure?.cause).toContain('deadline-passed: no answer could be taken: DynamoDB UpdateItem');
  });
});

test('what cannot pass still ends at once', async () => {
  const outcome = await run({
    input: INPUT,
    trouble: ({ state }) =>
      state === 'AskForApproval' ? new TaskFailedError('Lambda.ResourceNotFoundException', 'no function') : undefined,
  });
  expect(outcome.result).toMatchObject({ status: 'FAILED' });
  expect(outcome.seconds).toBeLessThan(60);
  expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
});

function heldUp({ notifications }: FailoverRun) {
  return notifications.filter(({ Subject }) => Subject.includes('held up'));
}
