import { awsError, EXECUTION, NOW } from '../lambda-context';
import { payloadIn, refusalOf } from '../payload-in';
import { FakeTraffic, inMode, RUNNING } from './fake-traffic';

const SWITCH = { action: 'switch', executionArn: EXECUTION };
const MOVE_BACK = { action: 'moveBack', requestedBy: 'Ada', reason: "it doesn't work" };
const DARK = Object.assign(new Error('connect ETIMEDOUT api-primary.example.com:443'), { code: 'ETIMEDOUT' });

let traffic: FakeTraffic;
beforeEach(async () => {
  inMode();
  traffic = new FakeTraffic();
  await traffic.call(SWITCH);
  traffic.atWork = false;
  traffic.lockItem = { ...traffic.lockItem, status: 'COMPLETE' };
});

test('proves the primary, moves traffic, and leaves name and reason on record', async () => {
  expect(await traffic.call(MOVE_BACK)).toMatchObject({ state: 'switched', serves: 'primary' });
  expect(traffic.asked).toBe(1);
  expect(traffic.values).toEqual([1, 0]);
  expect(traffic.stored).toMatchObject({
    serves: 'primary',
    before: 'standby',
    status: 'done',
    decidedBy: 'Ada',
    reason: "it doesn't work",
  });
});

describe('a primary that does not answer as it should', () => {
  test.each<readonly [string, Error | { readonly status: number; readonly body: string }, string]>([
    ['because it is dark', DARK, 'connect ETIMEDOUT'],
    ['because its name cannot be resolved', new Error('getaddrinfo EAI_AGAIN api-primary'), 'EAI_AGAIN'],
    ['because it fails', { status: 503, body: 'no database' }, 'status 503, expected 200'],
    ['because it says something else', { status: 200, body: '{"status":"starting"}' }, 'status is "starting"'],
  ])('gets no users: %s', async (_, answer, detail) => {
    traffic.primary = () => answer;
    await expect(traffic.call(MOVE_BACK)).rejects.toMatchObject({
      name: 'UnsafeToProceedError',
      reason: 'primary-not-answering',
      message: expect.stringContaining(detail),
    });
    expect(traffic.values).toEqual([1]);
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done' });
    expect(traffic.lockItem).toMatchObject({ status: 'COMPLETE' });
  });

  test('is refused with the command that insists, which survives the JSON of the answer', async () => {
    traffic.primary = () => DARK;
    const refusal = await refusalOf(traffic.call(MOVE_BACK));
    expect(refusal).toContain(' --function-name pilot-light-updateRoute53 ');
    expect(payloadIn(refusal)).toEqual({ ...MOVE_BACK, force: true });
  });

  test('is asked for some seconds: a region that has just come back may need them', async () => {
    traffic.primary = (attempt) => (attempt < 4 ? DARK : { status: 200, body: '{"status":"ok"}' });
    expect(await traffic.call(MOVE_BACK)).toMatchObject({ serves: 'primary' });
    traffic.primary = () => DARK;
    const before = traffic.nowMs;
    const second = new FakeTraffic();
    await second.call(SWITCH);
    second.primary = () => DARK;
    await expect(second.call(MOVE_BACK)).rejects.toMatchObject({ reason: 'primary-not-answering' });
    expect(second.nowMs - NOW).toBeLessThanOrEqual(20_000);
    expect(before).toBeGreaterThan(NOW);
  });

  test('gets them by force, and the record says so', async () => {
    traffic.primary = () => DARK;
    expect(await traffic.call({ ...MOVE_BACK, force: true })).toMatchObject({ serves: 'primary' });
    expect(traffic.asked).toBe(1);
    expect(traffic.stored?.reason).toBe(
      "it doesn't work (forced: the primary region did not answer as it should: primary answers /health: connect ETIMEDOUT api-primary.example.com:443)",
    );
  });
});

test('without a check of the primary nothing is proven', async () => {
  inMode({ TRAFFIC_MODE: 'healthCheck', PRIMARY_CHECKS: '[]' });
  await expect(traffic.call(MOVE_BACK)).rejects.toMatchObject({
    reason: 'primary-not-answering',
    message: expect.stringContaining('recovery.smokeChecks has none over HTTPS'),
  });
});

describe('ends the failover that it takes back', () => {
  test.each(['FAILED', 'COMPLETE'])('one that is %s', async (status) => {
    traffic.lockItem = { ...traffic.lockItem, status };
    await traffic.call(MOVE_BACK);
    expect(traffic.lockItem).toMatchObject({
      status: 'MOVED_BACK',
      movedBackBy: 'Ada',
      movedBackAt: new Date(traffic.nowMs).toISOString(),
      failoverId: '20261122-023000',
    });
  });

  test('one whose execution was stopped', async () => {
    traffic.lockItem = { ...traffic.lockItem, status: 'RUNNING' };
    await traffic.call(MOVE_BACK);
    expect(traffic.lockItem).toMatchObject({ status: 'MOVED_BACK' });
  });

  test.each<readonly [string, boolean | Error]>([
    ['is at work', true],
    ['may be at work', awsError('TimeoutError', 'none', 0)],
  ])('one whose execution %s keeps the lock until it ends, and finds there that it is over', async (_, atWork) => {
    traffic.atWork = atWork;
    traffic.lockItem = { ...traffic.lockItem, status: 'RUNNING' };
    await traffic.call(MOVE_BACK);
    expect(traffic.lockItem).toMatchObject({ status: 'RUNNING', owner: EXECUTION, movedBackBy: 'Ada' });
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'FencedOutError' });
  });

  test('and no other', async () => {
    traffic.troubles.putSwitchMetric = { kind: 'lost', error: awsError('TimeoutError', 'none', 0) };
    await expect(traffic.call(MOVE_BACK)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    const another = { ...RUNNING, owner: 'arn:other', failoverId: '20261122-050000' };
    traffic.lockItem = another;
    traffic.troubles.putSwitchMetric = undefined;
    expect(await traffic.call({ action: 'keep' })).toMatchObject({ serves: 'primary' });
    expect(traffic.lockItem).toEqual(another);
  });

  test('when the lock changes in between it reads it again', async () => {
    let refusals = 2;
    const update = traffic.updateLock.bind(traffic);
    traffic.updateLock = async (table, change) => (refusals-- > 0 ? false : update(table, change));
    await traffic.call(MOVE_BACK);
    expect(traffic.lockItem).toMatchObject({ status: 'MOVED_BACK' });
  });
});

describe('called twice it is harmless', () => {
  test('it says once more that the primary serves', async () => {
    await traffic.call(MOVE_BACK);
    const decided = traffic.stored;
    traffic.primary = () => DARK;
    expect(await traffic.call(MOVE_BACK)).toMatchObject({ state: 'switched', serves: 'primary' });
    expect(traffic.values).toEqual([1, 0, 0]);
    expect(traffic.stored).toBe(decided);
  });

  test('where traffic never moved, no failover is ended by it', async () => {
    const fresh = new FakeTraffic();
    expect(await fresh.call(MOVE_BACK)).toMatchObject({ serves: 'primary' });
    expect(fresh.lockItem).toEqual(RUNNING);
    expect(fresh.written).toEqual([]);
  });
});

test('after a lost answer it is carried through, and the primary is not asked a second time', async () => {
  traffic.troubles.putSwitchMetric = { kind: 'lost', error: awsError('TimeoutError', 'none', 0) };
  await expect(traffic.call(MOVE_BACK)).rejects.toMatchObject({
    name: 'TransientDependencyError',
    message: expect.stringContaining('it is decided that the primary region serves'),
  });
  expect(traffic.stored).toMatchObject({ serves: 'primary', status: 'pending' });
  traffic.troubles.putSwitchMetric = undefined;
  traffic.primary = () => DARK;
  expect(await traffic.call(MOVE_BACK)).toMatchObject({ serves: 'primary' });
  expect(traffic.lockItem).toMatchObject({ status: 'MOVED_BACK' });
});

test('a refusal leaves users where they are', async () => {
  traffic.troubles.putSwitchMetric = { kind: 'refused', error: awsError('AccessDenied', 'no', 403) };
  await expect(traffic.call(MOVE_BACK)).rejects.toMatchObject({ name: 'InvariantViolationError' });
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done', decidedBy: EXECUTION });
  expect(traffic.lockItem).toMatchObject({ status: 'COMPLETE' });
});

test('says who is to be named', async () => {
  await expect(traffic.call({ ...MOVE_BACK, requestedBy: '' })).rejects.toMatchObject({
    message: expect.stringContaining('requestedBy: write who moves traffic back'),
  });
});
