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
  const ask = (taskToken: string, time = '03:46:51') => {
    const record = { ...COMPLETE, database: null };
    const times = { askedAt: at('03:46:51'), endsAt: at('04:46:51'), turn: at(time) };
    const question = { action: 'ask', ...COMMON, record, taskToken, ...times };
    return call(reports, question, Date.parse(at(time)));
  };
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

  test('asks for an execution that was begun before turns had names: a deployment ends nothing that waits', async () => {
    const record = { ...COMPLETE, database: null };
    const times = { askedAt: at('03:46:51'), endsAt: at('04:46:51') };
    await call(
      reports,
      { action: 'ask', ...COMMON, record, taskToken: 'token-1', ...times },
      Date.parse(at('03:46:51')),
    );
    await answer();
    expect(reports.answers).toEqual([{ token: 'token-1', output: { approved: true, by: 'Ada' } }]);
  });

  test('asked again within minutes, nobody is notified again, and the newest token is the one that is answered with', async () => {
    await ask('token-1');
    await ask('token-2', '03:49:51');
    expect(reports.published).toHaveLength(1);
    await answer({ approved: false });
    expect(reports.answers).toEqual([{ token: 'token-2', output: { approved: false, by: 'Ada' } }]);
  });

  test('asked again after a quarter of an hour, it is a reminder with the time that is left', async () => {
    await ask('token-1');
    await ask('token-2', '04:01:51');
    expect(reports.published.map(({ subject }) => subject)).toEqual([
      'pilot-light: approve the failover to us-west-2?',
      'pilot-light: reminder: approve the failover to us-west-2? 45 minutes left',
    ]);
  });

  test('a message whose answer is lost is sent three times at most, and reminded of later', async () => {
    const sent: string[] = [];
    reports.publish = (_, subject) => {
      sent.push(subject);
      return Promise.reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
    };
    await expect(ask('1')).rejects.toMatchObject({ name: 'TransientDependencyError' });
    await expect(ask('2', '03:47:10')).rejects.toMatchObject({ name: 'TransientDependencyError' });
    expect(await ask('3', '03:47:30')).toEqual({ notified: true });
    expect(await ask('4', '03:50:30')).toEqual({ notified: false });
    expect(sent).toHaveLength(3);
    expect(await ask('5', '04:02:31')).toEqual({ notified: false });
    expect(sent.at(-1)).toContain('reminder');
  });

  test('is not sent again into the silence of SNS: its tries are left for when SNS answers', async () => {
    const publish = reports.publish.bind(reports);
    const silence = () => Promise.reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
    reports.publish = silence;
    reports.readTopic = silence;
    await expect(ask('1')).rejects.toMatchObject({ name: 'TransientDependencyError' });
    reports.publish = publish;
    for (const time of ['03:47:10', '03:47:30', '03:48:00'])
      await expect(ask(time, time)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    reports.readTopic = () => Promise.resolve();
    expect(await ask('5', '03:59:00')).toEqual({ notified: true });
    expect(reports.published.map(({ subject }) => subject)).toEqual([
      'pilot-light: approve the failover to us-west-2?',
    ]);
  });

  test('a reminder that cannot be sent leaves the question open: it can be answered meanwhile', async () => {
    await ask('token-1');
    reports.broken.add('publish');
    expect(await ask('token-2', '04:01:51')).toEqual({ notified: false });
    await answer();
    expect(reports.answers).toEqual([{ token: 'token-2', output: { approved: true, by: 'Ada' } }]);
  });

  test.each(['04:46:00', '04:46:51', '05:30:00'])(
    'nobody is reminded at %s, when the time to answer is all but over',
    async (time) => {
      await ask('token-1');
      expect(await ask('token-2', time)).toEqual({ notified: false });
    },
  );

  test.each([
    ['throttles', { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    ['fails', { name: 'InternalErrorException', $metadata: { httpStatusCode: 500 } }],
  ])('a message that SNS %s has not arrived, and is tried until it is sent', async (_, error) => {
    const publish = reports.publish.bind(reports);
    reports.publish = () => Promise.reject(Object.assign(new Error('no'), error));
    for (const time of ['03:47:00', '03:47:20', '03:47:40', '03:48:00'])
      await expect(ask(time, time)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    reports.publish = publish;
    expect(await ask('5', '03:48:20')).toEqual({ notified: true });
  });

  test('is no reminder of a question that was never sent', async () => {
    reports.broken.add('publish');
    await expect(ask('token-1')).rejects.toMatchObject({ name: 'TransientDependencyError' });
    reports.broken.clear();
    await ask('token-2');
    expect(reports.published[0]?.subject).not.toContain('reminder');
  });

  test('an answer that comes while the execution is held up is kept, and given when it asks again', async () => {
    await ask('token-1');
    reports.waiting.delete('token-1');
    expect(await answer({ approved: false })).toMatchObject({ detail: expect.stringContaining('kept') });
    await expect(answer({ by: 'Bob' })).rejects.toThrow('answered already, by Ada');
    expect(await ask('token-2', '03:50:00')).toEqual({ notified: false });
    expect(reports.answers).toEqual([{ token: 'token-2', output: { approved: false, by: 'Ada' } }]);
    expect(reports.published).toHaveLength(1);
  });

  test('an answer to an execution that has ended is refused, and not kept', async () => {
    await ask('token-1');
    reports.waiting.delete('token-1');
    reports.items.set('failover', { ...reports.items.get('failover'), status: 'FAILED' });
    await expect(answer()).rejects.toThrow('does not wait for an answer any more');
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
