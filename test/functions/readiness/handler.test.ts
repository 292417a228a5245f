import type { Inspector } from '../../../functions/readiness/aws';
import { LATEST_KEY, Report } from '../../../functions/readiness/contract';
import type { Change } from '../../../functions/readiness/decide';
import type { Mail } from '../../../functions/readiness/mail';
import type { Facts } from '../../../functions/readiness/facts';
import { build } from '../../../functions/readiness/handler';
import { callLogger } from '../../../functions/shared/aws-call';
import { awsError, context, setEnvironment } from '../lambda-context';
import { factsWith, newest, NOW, POLICY, read, UNREAD } from './facts';

const { region: _, CACHE, DRILL, ACTIVATION_CODE = [], ...environment } = POLICY;
setEnvironment({
  ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
  CACHE: JSON.stringify(CACHE),
  ...(DRILL === undefined ? {} : { DRILL: JSON.stringify(DRILL) }),
  ACTIVATION_CODE: JSON.stringify(ACTIVATION_CODE),
});

/** An evidence bucket and an event bus, in memory. */
function estateWith(changes: Partial<Facts> = {}, broken: Partial<Inspector> = {}) {
  const objects = new Map<string, string>();
  const events: Change[] = [];
  const mails: Mail[] = [];
  const now: { facts: Partial<Facts> } = { facts: changes };
  const inspector: Inspector = {
    facts: async (_policy, nowMs) =>
      factsWith({ nowMs, switchMetricAtMs: read(nowMs), recoveryPoints: newest(30, nowMs), ...now.facts }),
    read: async (_bucket, key) => objects.get(key),
    write: async (_bucket, key, body) => void objects.set(key, body),
    announce: async (change) => void events.push(change),
    notify: async (_topicArn, mail) => void mails.push(mail),
    ...broken,
  };
  let atMs = NOW;
  const look = (event: object = { trigger: 'schedule' }) => build(inspector, () => (atMs += 3_600_000))(event, context);
  return { objects, events, mails, look, now, inspector };
}

test('writes the report as the newest, and under its time', async () => {
  const { objects, look } = estateWith();
  const output = await look();
  expect(output).toMatchObject({ state: 'ready', trigger: 'schedule', reportKey: 'readiness/20261122T040000Z.json' });
  expect([...objects.keys()]).toEqual(['readiness/20261122T040000Z.json', LATEST_KEY]);
  const report = Report.parse(JSON.parse(objects.get(LATEST_KEY) ?? ''));
  expect(report.checks).toEqual(output.checks);
  expect(objects.get('readiness/20261122T040000Z.json')).toBe(objects.get(LATEST_KEY));
});

test('announces what has changed, once', async () => {
  const { events, look, now } = estateWith();
  await look();
  now.facts = { keyState: read('Disabled') };
  const changed = [await look(), await look()].map((output) => output.changed);
  now.facts = {};
  await look();
  expect(changed).toEqual([true, false]);
  expect(events.map(({ previousState, state }) => [previousState, state])).toEqual([
    ['unknown', 'ready'],
    ['ready', 'not-ready'],
    ['not-ready', 'ready'],
  ]);
});

test.each([
  ['a failover runs', { lock: read({ mode: 'failover', status: 'RUNNING' }), isLockHeld: read(true) }],
  [
    'the lock says that a failover runs, and Step Functions does not answer,',
    { lock: read({ mode: 'failover', status: 'RUNNING' }), isLockHeld: UNREAD },
  ],
  ['the standby serves', { serves: read('standby' as const) }],
])('while %s it mails nothing, and what is still so afterwards is mailed then', async (_, failedOver) => {
  const { mails, look, now } = estateWith({ ...failedOver, keyState: read('Disabled') });
  await look();
  await look();
  expect(mails).toEqual([]);
  now.facts = { keyState: read('Disabled') };
  await look();
  expect(mails.map(({ subject }) => subject)).toEqual(['pilot-light: NOT READY for a failover: key']);
});

test('a drill that runs keeps nothing from anybody', async () => {
  const { mails, look } = estateWith({
    lock: read({ mode: 'drill', status: 'RUNNING' }),
    isLockHeld: read(true),
    keyState: read('Disabled'),
  });
  await look();
  expect(mails).toHaveLength(1);
});

test('a bucket that takes no report is a finding, not a failure', async () => {
  const { events, look } = estateWith({}, { write: () => Promise.reject(new Error('AccessDenied')) });
  const output = await look();
  expect(output).toMatchObject({ state: 'not-ready', reportKey: null });
  expect(output.checks.find(({ name }) => name === 'evidence-bucket')).toMatchObject({
    state: 'not-ready',
    detail: expect.stringContaining('AccessDenied'),
    fix: expect.stringContaining('PilotLightRecovery'),
  });
  expect(events).toHaveLength(1);
});

test('a bucket that answers a write with trouble of its own is not called adrift, and the call is named', async () => {
  const error = awsError('InternalError', 'We encountered an internal error.', 500);
  callLogger().error({ clientName: 'S3Client', commandName: 'PutObjectCommand', error });
  const write = () => Promise.reject(error);
  const { mails, look } = estateWith({}, { write });
  const output = await look();
  expect(output).toMatchObject({ state: 'degraded', reportKey: null });
  expect(output.checks.find(({ name }) => name === 'evidence-bucket')).toMatchObject({
    unread: true,
    detail: 'could not be read: S3 PutObject answers InternalError (We encountered an internal error.)',
    fix: 'Nothing to do yet: the next report reads it again',
  });
  expect(mails).toEqual([]);
});

describe('a mail', () => {
  const subjects = (mails: readonly Mail[]) => mails.map(({ subject }) => subject);

  test('comes when a check becomes not-ready and when it is over, and not in between', async () => {
    const { mails, look, now } = estateWith({ recoveryPoints: newest(90) });
    await look();
    now.facts = { keyState: read('Disabled') };
    await look();
    now.facts = { keyState: read('Disabled'), recoveryPoints: newest(90) };
    await look();
    now.facts = {};
    await look();
    expect(subjects(mails)).toEqual([
      'pilot-light: NOT READY for a failover: key',
      'pilot-light: ready again for a failover',
    ]);
  });

  test('does not say that a check is good again which only could not be read', async () => {
    const { mails, look, now } = estateWith({ keyState: read('Disabled') });
    await look();
    now.facts = { keyState: UNREAD };
    await look();
    now.facts = { keyState: read('Disabled') };
    await look();
    expect(mails).toHaveLength(1);
  });

  test('that was refused is sent with the next report; one without an answer, three times at most', async () => {
    const attempts: number[] = [];
    let error: Error = awsError('AuthorizationErrorException', 'no', 403);
    const { look, objects } = estateWith(
      { keyState: read('Disabled') },
      {
        notify: async () => {
          attempts.push(1);
          throw error;
        },
      },
    );
    for (let hour = 0; hour < 5; hour += 1) await look();
    expect(attempts).toHaveLength(5);
    error = Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
    for (let hour = 0; hour < 5; hour += 1) await look();
    expect(attempts).toHaveLength(5 + 3);
    const { known } = Report.parse(JSON.parse(objects.get(LATEST_KEY) ?? ''));
    expect(known).toEqual({ notReady: ['key'], lostAnswers: 0 });
  });
});

test.each([
  ['the report before cannot be read', { read: () => Promise.reject(new Error('SlowDown')) }],
  ['the report before is no report', { read: () => Promise.resolve('{"version": 2}') }],
  ['the event bus does not answer', { announce: () => Promise.reject(new Error('ServiceUnavailable')) }],
])('reports all the same when %s', async (__, broken) => {
  const { objects, look } = estateWith({}, broken);
  expect(await look({})).toMatchObject({ state: 'ready', trigger: 'demand' });
  expect(objects.has(LATEST_KEY)).toBe(true);
});

test('an input that it does not know is refused by its name', async () => {
  await expect(estateWith().look({ trigger: 'later' })).rejects.toThrow(
    /InvalidRequestError|trigger: write 'schedule' or 'demand'/,
  );
});
