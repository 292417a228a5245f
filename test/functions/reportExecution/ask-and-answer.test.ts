import { EXECUTION } from '../lambda-context';
import { afterFailover, call, workflow } from './calls';
import { at, COMPLETE, executionOf, type FakeReports, setReportEnvironment } from './cases';

const COMMON = { workflow, execution: executionOf() };
let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = afterFailover();
});

describe('ask and answer', () => {
  const ask = (taskToken: string) =>
    call(reports, {
      action: 'ask',
      ...COMMON,
      record: { ...COMPLETE, database: null },
      taskToken,
      askedAt: at('03:46:51'),
      endsAt: at('04:46:51'),
    });
  const answer = (input: object = {}) =>
    call(reports, { action: 'answer', executionArn: EXECUTION, approved: true, by: 'Ada', ...input });

  beforeEach(() => {
    reports.items.set('failover', { owner: EXECUTION, status: 'RUNNING' });
    reports.waiting.add('token-1').add('token-2');
  });

  test('asks without a token in the message, and keeps it where the answer finds it', async () => {
    await ask('token-1');
    expect(reports.published).toHaveLength(1);
    expect(reports.published[0]?.subject).toBe('pilot-light: approve the failover to us-west-2?');
    expect(reports.published[0]?.message).not.toContain('token-1');
    expect(reports.published[0]?.message).toContain(
      `aws lambda invoke --region us-west-2 --function-name pilot-light-reportExecution --cli-binary-format raw-in-base64-out --payload '{"action":"answer","executionArn":"${EXECUTION}","approved":true,"by":"YOUR NAME"}' /dev/stdout`,
    );
    await answer();
    expect(reports.answers).toEqual([{ token: 'token-1', output: { approved: true, by: 'Ada' } }]);
  });

  test('asked again, it is a reminder, and the newest token is the one that is answered with', async () => {
    await ask('token-1');
    await ask('token-2');
    expect(reports.published[1]?.subject).toContain('reminder');
    await answer({ approved: false });
    expect(reports.answers).toEqual([{ token: 'token-2', output: { approved: false, by: 'Ada' } }]);
  });

  test('is no reminder of a question that was never sent', async () => {
    reports.broken.add('publish');
    await expect(ask('token-1')).rejects.toMatchObject({ name: 'TransientDependencyError' });
    reports.broken.clear();
    await ask('token-2');
    expect(reports.published[0]?.subject).not.toContain('reminder');
  });

  test('asks nobody in the name of an execution that has lost the lock', async () => {
    reports.items.set('failover', { owner: 'arn:other', status: 'RUNNING' });
    await expect(ask('token-1')).rejects.toMatchObject({ name: 'FencedOutError' });
    expect(reports.published).toEqual([]);
  });

  test.each([
    ['nobody asks', { owner: EXECUTION }, 'does not wait for an answer'],
    [
      'another execution holds the lock',
      { owner: 'arn:other', approvalToken: 'token-1' },
      'the lock belongs to arn:other',
    ],
    ['there is no lock', undefined, 'no execution holds the lock'],
    ['the time is over', { owner: EXECUTION, approvalToken: 'expired' }, 'does not wait for an answer any more'],
  ])('an answer is refused when %s', async (_, lock, message) => {
    reports.items.delete('failover');
    if (lock !== undefined) reports.items.set('failover', lock);
    await expect(answer()).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringContaining(message),
    });
    expect(reports.answers).toEqual([]);
  });

  test('a second answer is refused, with the name of the first', async () => {
    await ask('token-1');
    await answer();
    await expect(answer({ by: 'Bob' })).rejects.toThrow('answered already, by Ada at 2026-11-22T03:46:51.000Z');
  });

  test('an answer needs a name', async () => {
    await expect(answer({ by: ' ' })).rejects.toThrow('by: write your name');
    await expect(answer({ by: undefined })).rejects.toThrow('by: write your name');
  });
});
