import { readSignal } from '../../../functions/assessBackupFailure/signal';
import { NOW } from '../lambda-context';
import { CLUSTER } from './cases';

const policy = {
  clusterArn: CLUSTER,
  alarmPrefixes: ['pilot-light-backup-', 'pilot-light-recovery-point-'],
  nowMs: NOW,
};
const envelope = { id: 'e1', time: '2026-11-22T03:00:00Z', region: 'us-east-1', source: 'aws.backup' };

const backup = {
  backupJobId: 'b1',
  resourceArn: CLUSTER,
  resourceType: 'Aurora',
  state: 'FAILED',
  statusMessage: 'no quota',
  creationDate: '2026-11-22T02:50:00.123Z',
  completionDate: '2026-11-22T02:59:00.123Z',
  bytesTransferred: '0',
};
const read = (detail: unknown, type = 'Backup Job State Change') =>
  readSignal({ ...envelope, 'detail-type': type, detail }, policy);

test('reads a backup job', () => {
  expect(read(backup)).toEqual({
    kind: 'signal',
    createdAtMs: Date.parse('2026-11-22T02:50:00.123Z'),
    signal: {
      key: 'backup b1',
      kind: 'backup',
      at: '2026-11-22T03:00:00.000Z',
      region: 'us-east-1',
      state: 'FAILED',
      message: 'no quota',
      jobId: 'b1',
      alarmName: null,
      problems: [],
    },
  });
});

test('reads a copy job, whose recovery point is {} until there is one', () => {
  const detail = {
    copyJobId: 'c1',
    resourceArn: CLUSTER,
    state: 'FAILED',
    destinationRecoveryPointArn: {},
    creationDate: '2026-11-22T02:50:00Z',
  };
  expect(read(detail, 'Copy Job State Change')).toMatchObject({ signal: { key: 'copy c1', problems: [] } });
});

test('reads an alarm', () => {
  const detail = { alarmName: 'pilot-light-backup-jobs-failed', state: { value: 'ALARM', reason: 'over' } };
  expect(read(detail, 'CloudWatch Alarm State Change')).toMatchObject({
    signal: { kind: 'alarm', alarmName: 'pilot-light-backup-jobs-failed', state: 'ALARM', problems: [] },
  });
});

test.each([
  ['a job of another resource', { ...backup, resourceArn: `${CLUSTER}-other` }, 'Backup Job State Change'],
  ['an alarm about something else', { alarmName: 'cpu', state: { value: 'ALARM' } }, 'CloudWatch Alarm State Change'],
])('leaves %s alone', (_, detail, type) => {
  expect(read(detail, type).kind).toBe('foreign');
});

describe('what has not failed is no signal', () => {
  test.each(['COMPLETED', 'RUNNING', 'CREATED', 'PENDING', 'ABORTING'])('a backup that is %s', (state) => {
    expect(read({ ...backup, state })).toEqual({ kind: 'noFailure', detail: `backup b1 has not failed: ${state}` });
  });

  test.each(['COMPLETED', 'RUNNING', 'CREATED', 'COMPLETING', 'FAILING'])('a copy that is %s', (state) => {
    const detail = { copyJobId: 'c1', resourceArn: CLUSTER, state };
    expect(read(detail, 'Copy Job State Change').kind).toBe('noFailure');
  });

  test('a backup with issues: it is COMPLETED with a message, and can be restored', () => {
    expect(read({ ...backup, state: 'COMPLETED', statusMessage: 'with issues' }).kind).toBe('noFailure');
  });

  test('an alarm that is over', () => {
    const detail = { alarmName: 'pilot-light-backup-jobs-failed', state: { value: 'OK', reason: 'under' } };
    expect(read(detail, 'CloudWatch Alarm State Change').kind).toBe('noFailure');
  });

  test.each(['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL', 'SOMETHING_NEW', 'completed?'])(
    'but a job that is %s is one',
    (state) => {
      expect(read({ ...backup, state })).toMatchObject({ kind: 'signal', signal: { state } });
      const copy = { copyJobId: 'c1', resourceArn: CLUSTER, state };
      expect(read(copy, 'Copy Job State Change')).toMatchObject({ kind: 'signal', signal: { state } });
    },
  );
});

describe('an event that is not as documented is heard, and its fields are named', () => {
  test.each([
    ['a state that is missing', { ...backup, state: undefined }, 'detail.state: missing'],
    ['a state that is {}', { ...backup, state: {} }, 'detail.state: missing'],
    ['an id that is a number', { ...backup, backupJobId: 7 }, 'detail.backupJobId: expected text, got a number'],
    [
      'a message that is a list',
      { ...backup, statusMessage: ['x'] },
      'detail.statusMessage: expected text, got a list',
    ],
    ['a resource that is {}', { ...backup, resourceArn: {} }, 'detail.resourceArn: missing'],
    [
      'a time that is a number',
      { ...backup, creationDate: 1_795_312_200 },
      'detail.creationDate: expected an ISO 8601 time, got a number',
    ],
    [
      'a time that is none',
      { ...backup, creationDate: 'soon' },
      'detail.creationDate: expected an ISO 8601 time, got "soon"',
    ],
    ['a time that is {}', { ...backup, creationDate: {} }, 'detail.creationDate: missing'],
    ['a detail that is text', 'oops', 'detail: expected an object, got a string'],
    ['a detail that is null', null, 'detail: expected an object, got null'],
  ])('%s', (_, detail, problem) => {
    const reading = read(detail);
    expect(reading).toMatchObject({ kind: 'signal', signal: { kind: 'backup' } });
    expect(reading.kind === 'signal' ? reading.signal.problems : []).toContain(problem);
  });

  test.each([
    ['text', 'hello'],
    ['nothing', undefined],
    ['a list', []],
    ['an object without fields', {}],
    ['an event of another type', { ...envelope, 'detail-type': 'Restore Job State Change', detail: {} }],
  ])('%s in the place of an event', (_, event) => {
    const reading = readSignal(event, policy);
    expect(reading).toMatchObject({ kind: 'signal', signal: { kind: 'unreadable' } });
    expect(reading.kind === 'signal' ? reading.signal.problems.join() : '').toContain('detail-type: no such event');
  });

  test('seconds since 1970 are understood', () => {
    const reading = read({ ...backup, creationDate: 1_795_312_200 });
    expect(reading).toMatchObject({ createdAtMs: 1_795_312_200_000 });
  });

  test('names every field once', () => {
    const reading = read({});
    const problems = reading.kind === 'signal' ? reading.signal.problems : [];
    expect(problems).toEqual([
      'detail.resourceArn: missing',
      'detail.backupJobId: missing',
      'detail.state: missing',
      'detail.creationDate: missing',
    ]);
  });

  test('two events without a job are two signals, and one that is delivered twice is one', () => {
    const key = (id: string) => {
      const reading = readSignal({ ...envelope, id, 'detail-type': 'Backup Job State Change', detail: {} }, policy);
      return reading.kind === 'signal' ? reading.signal.key : '';
    };
    expect(key('e1')).not.toBe(key('e2'));
    expect(key('e1')).toBe(key('e1'));
  });
});
