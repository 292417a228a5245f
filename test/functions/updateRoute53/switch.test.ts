import { awsError, EXECUTION, NOW } from '../lambda-context';
import { FakeTraffic, inMode, RECORDS_MODE, RUNNING } from './fake-traffic';

const SWITCH = { action: 'switch', executionArn: EXECUTION };
const LOST = { kind: 'lost', error: awsError('TimeoutError', 'no response', 0) } as const;
const THROTTLED = { kind: 'refused', error: awsError('ThrottlingException') } as const;
const DENIED = { kind: 'refused', error: awsError('AccessDenied', 'not authorized', 403) } as const;

let traffic: FakeTraffic;
beforeEach(() => {
  inMode();
  traffic = new FakeTraffic();
});

const told = () => traffic.written.map(({ serves, status, attempts }) => `${serves} ${status} ${attempts}`);

test('writes the decision down, moves traffic, and writes down that it has', async () => {
  expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched', serves: 'standby' });
  expect(told()).toEqual(['standby pending 1', 'standby done 1']);
  expect(traffic.stored).toMatchObject({
    before: 'primary',
    decidedBy: EXECUTION,
    failoverId: '20261122-023000',
    decidedAt: new Date(NOW).toISOString(),
  });
  expect(traffic.values).toEqual([1]);
});

test('from then on the lock says that the cluster of this failover serves', async () => {
  await traffic.call(SWITCH);
  expect(traffic.lockItem).toMatchObject({ owner: EXECUTION, servedAt: new Date(NOW).toISOString() });
});

test('the time from which it serves stays that of the first switch', async () => {
  traffic.lockItem = { ...RUNNING, servedAt: '2026-11-22T02:45:00.000Z' };
  await traffic.call(SWITCH);
  expect(traffic.lockItem).toMatchObject({ servedAt: '2026-11-22T02:45:00.000Z' });
});

test('nothing moves when the lock changes hands in between, and nothing stays decided', async () => {
  traffic.meanwhile = () => {
    traffic.lockItem = { ...RUNNING, owner: 'arn:other' };
  };
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'FencedOutError' });
  expect(traffic.values).toEqual([]);
  expect(traffic.stored).toMatchObject({ serves: 'primary', status: 'done' });
});

describe('after a lost answer the switch is carried through, never taken back', () => {
  beforeEach(() => {
    traffic.troubles.putSwitchMetric = LOST;
  });

  test('however often it fails, and the next call goes on with it', async () => {
    for (let call = 1; call <= 3; call += 1) {
      await expect(traffic.call(SWITCH)).rejects.toMatchObject({
        name: 'TransientDependencyError',
        message: expect.stringContaining('it is decided that the standby region serves'),
      });
    }
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending', before: 'primary', attempts: 3 });
    traffic.troubles.putSwitchMetric = undefined;
    expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched', serves: 'standby' });
    expect(new Set(traffic.values)).toEqual(new Set([1]));
    expect(told().filter((each) => each.startsWith('primary'))).toEqual([]);
  });

  test('nor by a refusal that comes after it: users may follow it already', async () => {
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    traffic.troubles.putSwitchMetric = DENIED;
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending' });
  });

  test('for as long as it takes: the proof was fresh when it was decided', async () => {
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    traffic.pass(300);
    traffic.troubles.putSwitchMetric = undefined;
    expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched' });
  });
});

test('after throttling it is carried through, too', async () => {
  traffic.troubles.putSwitchMetric = THROTTLED;
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending' });
  traffic.troubles.putSwitchMetric = undefined;
  expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched' });
});

test('an error of our own code says nothing of what has happened: it is not taken back', async () => {
  traffic.troubles.putSwitchMetric = { kind: 'lost', error: new TypeError('cannot read properties') };
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending' });
});

describe('a definite refusal takes the switch back', () => {
  beforeEach(() => {
    traffic.troubles.putSwitchMetric = DENIED;
  });

  test('to what stood before this execution, and nobody is said to be served by its cluster', async () => {
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    expect(told()).toEqual(['standby pending 1', 'primary done 1']);
    expect(traffic.lockItem).toMatchObject({ servedAt: 'never' });
    expect(traffic.values).toEqual([]);
  });

  test('which may be the standby: a failover that is continued takes nothing away from users', async () => {
    const other = new FakeTraffic();
    await other.call(SWITCH);
    traffic.stored = other.stored && { ...other.stored, decidedBy: 'arn:earlier' };
    traffic.lockItem = { ...RUNNING, servedAt: '2026-11-22T02:45:00.000Z' };
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done', decidedBy: 'arn:earlier' });
    expect(traffic.lockItem).toMatchObject({ servedAt: '2026-11-22T02:45:00.000Z' });
  });

  test('and the next call of the same execution begins anew', async () => {
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    traffic.troubles.putSwitchMetric = undefined;
    expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched' });
    expect(traffic.stored).toMatchObject({ before: 'primary', attempts: 1, status: 'done' });
  });
});

test("a pending switch of an execution that ended is gone on with, and not taken for one's own first attempt", async () => {
  traffic.troubles.putSwitchMetric = LOST;
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  const next = EXECUTION.replace(/now$/, 'next');
  traffic.lockItem = { ...RUNNING, owner: next };
  traffic.proofItem = { ...traffic.proofItem, executionArn: next };
  traffic.troubles.putSwitchMetric = DENIED;
  await expect(traffic.call({ ...SWITCH, executionArn: next })).rejects.toMatchObject({
    name: 'InvariantViolationError',
  });
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending', before: 'primary', decidedBy: next });
});

test('called twice in the same moment it moves traffic once, and neither call undoes the other', async () => {
  const answers = await Promise.allSettled([traffic.call(SWITCH), traffic.call(SWITCH)]);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  expect(answers.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).name] : []))).toEqual(
    expect.not.arrayContaining(['InvariantViolationError']),
  );
  await traffic.call(SWITCH);
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done' });
  expect(new Set(traffic.values)).toEqual(new Set([1]));
});

test('an operator who moves traffic back in between is not overruled', async () => {
  await traffic.call(SWITCH);
  await traffic.call({ action: 'moveBack', requestedBy: 'Ada', reason: 'wrong data' });
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({
    name: 'FencedOutError',
    message: 'traffic is not moved: Ada has moved it back: this failover is over',
  });
  expect(traffic.stored).toMatchObject({ serves: 'primary', status: 'done' });
});

describe('by records', () => {
  const cname = (failover: 'PRIMARY' | 'SECONDARY', value: string) =>
    ({ type: 'CNAME', setIdentifier: failover, failover, ttl: 60, values: [value], healthCheckId: undefined }) as const;
  const records = () => traffic.recordSets.map(({ values }) => values[0]);

  beforeEach(() => {
    inMode(RECORDS_MODE);
    traffic.recordSets = [cname('PRIMARY', 'api-primary.example.com'), cname('SECONDARY', 'api-standby.example.com')];
  });

  test('changes both records in one batch, and waits until all name servers have it', async () => {
    const first = await traffic.call(SWITCH);
    expect(first).toMatchObject({ state: 'pending', changeId: 'C1', nextPollSeconds: 5 });
    expect(records()).toEqual(['api-standby.example.com', 'api-primary.example.com']);
    expect(await traffic.call({ ...SWITCH, changeId: first.changeId })).toMatchObject({ state: 'switched' });
    expect(traffic.changes).toHaveLength(1);
    expect(told()).toEqual(['standby pending 1', 'standby done 1']);
  });

  test('records that have drifted are found before anything is decided', async () => {
    traffic.recordSets = [];
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ reason: 'traffic-records-unexpected' });
    expect(traffic.written).toEqual([]);
    expect(traffic.lockItem).toMatchObject({ servedAt: 'never' });
  });

  test('a change whose answer is lost is found to be made', async () => {
    traffic.troubles.changeRecords = LOST;
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({
      name: 'TransientDependencyError',
      message: expect.stringContaining("Route 53's control plane, which is in us-east-1"),
    });
    traffic.troubles.changeRecords = undefined;
    expect(await traffic.call(SWITCH)).toMatchObject({ state: 'switched' });
    expect(traffic.changes).toHaveLength(1);
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done' });
  });

  test('makes a change again that Route 53 has lost', async () => {
    traffic.changeStatus = async () => 'gone';
    expect(await traffic.call({ ...SWITCH, changeId: 'C0' })).toMatchObject({ state: 'pending', changeId: 'C1' });
  });

  test('a change that is still under way is one to retry soon, and is not taken back', async () => {
    traffic.troubles.changeRecords = { kind: 'refused', error: awsError('PriorRequestNotComplete') };
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
    expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'pending' });
  });

  test('a change that is refused leaves nothing decided', async () => {
    traffic.troubles.changeRecords = DENIED;
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    expect(traffic.stored).toMatchObject({ serves: 'primary', status: 'done' });
  });
});
