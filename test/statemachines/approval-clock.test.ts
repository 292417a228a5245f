import { TaskFailedError } from '../../simulator/asl/errors';
import { functionError } from './failover-functions';
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
