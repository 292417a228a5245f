import { awsError, EXECUTION } from '../lambda-context';
import { FakeTraffic, inMode, RECORDS_MODE, RUNNING } from './fake-traffic';

const SWITCH = { action: 'switch', executionArn: EXECUTION };
const KEEP = { action: 'keep' };
const LOST = { kind: 'lost', error: awsError('TimeoutError', 'no response', 0) } as const;
const DOWN = { kind: 'refused', error: awsError('InternalServiceFault', 'down', 500) } as const;

let traffic: FakeTraffic;
beforeEach(() => {
  inMode();
  traffic = new FakeTraffic();
});

/** A failover whose switch was tried while CloudWatch was in trouble. */
async function switchInTrouble(trouble: typeof LOST | typeof DOWN): Promise<void> {
  traffic.troubles.putSwitchMetric = trouble;
  await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  traffic.troubles.putSwitchMetric = undefined;
}

/** Its execution is stopped, and the rule on ended executions has freed the lock. */
function stop(): void {
  traffic.atWork = false;
  traffic.lockItem = { ...traffic.lockItem, status: 'FAILED' };
}

test('says what serves; without a decision the primary does', async () => {
  await traffic.call(KEEP);
  await traffic.call(SWITCH);
  await traffic.call(KEEP);
  expect(traffic.values).toEqual([0, 1, 1]);
  expect(traffic.written).toHaveLength(2);
});

test('its datapoint is of the time before the decision was read: it masks nothing that is decided meanwhile', async () => {
  const before = traffic.nowMs;
  const read = traffic.decision;
  traffic.decision = async () => {
    traffic.pass(1);
    return read();
  };
  await traffic.call(KEEP);
  expect(traffic.datapoints).toEqual([{ value: 0, atMs: before }]);
});

test('says nothing when it cannot read what was decided', async () => {
  traffic.decision = () => Promise.reject(awsError('InternalServerError', 'down', 500));
  await expect(traffic.call(KEEP)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  expect(traffic.values).toEqual([]);
});

test('carries on a switch whose execution is at work, for it will test the public name', async () => {
  await switchInTrouble(DOWN);
  expect(await traffic.call(KEEP)).toMatchObject({ state: 'switched', serves: 'standby' });
  expect(traffic.values).toEqual([1]);
  expect(traffic.stored).toMatchObject({ status: 'done', decidedBy: EXECUTION, attempts: 2 });
});

describe('a switch that nobody tests does not happen later', () => {
  test('the execution that decided it was stopped while CloudWatch was down', async () => {
    await switchInTrouble(DOWN);
    stop();
    for (let minute = 0; minute < 30; minute += 1) {
      await traffic.call(KEEP);
      traffic.pass(1);
    }
    expect(traffic.values).not.toContain(1);
    expect(traffic.stored).toMatchObject({
      serves: 'primary',
      status: 'done',
      reason: `taken back: ${EXECUTION} ended before its switch was accepted; nothing has moved`,
    });
    expect(traffic.lockItem).toMatchObject({ status: 'FAILED', servedAt: 'never' });
  });

  test('and until that is known nothing is published: the health check keeps the state that it has', async () => {
    await switchInTrouble(DOWN);
    stop();
    traffic.pass(14);
    expect(await traffic.call(KEEP)).toMatchObject({ state: 'pending', serves: 'standby' });
    expect(traffic.values).toEqual([]);
  });

  test('nor while Step Functions does not say whether it is at work', async () => {
    await switchInTrouble(DOWN);
    traffic.atWork = awsError('TimeoutError', 'none', 0);
    expect(await traffic.call(KEEP)).toMatchObject({ state: 'pending' });
    expect(traffic.values).toEqual([]);
  });

  test('nor when the lock still says RUNNING and its execution has ended', async () => {
    await switchInTrouble(DOWN);
    traffic.atWork = false;
    expect(await traffic.call(KEEP)).toMatchObject({ state: 'pending' });
    expect(traffic.values).toEqual([]);
  });

  test("nor when the lock is another execution's", async () => {
    await switchInTrouble(DOWN);
    traffic.lockItem = { ...RUNNING, owner: 'arn:other' };
    traffic.pass(20);
    expect(await traffic.call(KEEP)).toMatchObject({ serves: 'primary' });
    expect(traffic.values).toEqual([]);
  });
});

test('a switch that was accepted, though its answer was lost, is held: nothing moves traffic back by itself', async () => {
  await switchInTrouble(LOST);
  stop();
  for (let minute = 0; minute < 30; minute += 1) {
    await traffic.call(KEEP);
    traffic.pass(1);
  }
  expect(traffic.values).not.toContain(0);
  expect(traffic.values.length).toBeGreaterThan(10);
  expect(traffic.stored).toMatchObject({ serves: 'standby', status: 'done' });
  expect(traffic.lockItem?.['servedAt']).not.toBe('never');
});

test('what stood at the standby before is held there, whatever comes of the execution that continues it', async () => {
  await traffic.call(SWITCH);
  const next = EXECUTION.replace(/now$/, 'next');
  traffic.lockItem = { ...traffic.lockItem, owner: next };
  traffic.proofItem = { ...traffic.proofItem, executionArn: next };
  traffic.troubles.putSwitchMetric = LOST;
  await expect(traffic.call({ ...SWITCH, executionArn: next })).rejects.toMatchObject({
    name: 'TransientDependencyError',
  });
  traffic.troubles.putSwitchMetric = undefined;
  stop();
  traffic.pass(20);
  expect(await traffic.call(KEEP)).toMatchObject({ state: 'switched', serves: 'standby' });
});

test('goes on with a moveBack whose answer was lost, and ends the failover', async () => {
  await traffic.call(SWITCH);
  stop();
  traffic.troubles.putSwitchMetric = DOWN;
  await expect(traffic.call({ action: 'moveBack', requestedBy: 'Ada', reason: 'wrong data' })).rejects.toMatchObject({
    name: 'TransientDependencyError',
  });
  expect(traffic.lockItem).toMatchObject({ status: 'FAILED' });
  traffic.troubles.putSwitchMetric = undefined;
  expect(await traffic.call(KEEP)).toMatchObject({ state: 'switched', serves: 'primary' });
  expect(traffic.stored).toMatchObject({ serves: 'primary', status: 'done', decidedBy: 'Ada' });
  expect(traffic.lockItem).toMatchObject({ status: 'MOVED_BACK' });
});

test('an item of an earlier version has been carried out long since', async () => {
  traffic.stored = {
    action: 'switch',
    serves: 'standby',
    before: 'primary',
    status: 'done',
    failoverId: '',
    decidedBy: 'arn:earlier',
    decidedAt: '2026-11-01T00:00:00Z',
    reason: 'failover',
    attempts: 1,
    attemptedAt: '2026-11-01T00:00:00Z',
  };
  await traffic.call(KEEP);
  expect(traffic.values).toEqual([1]);
});

describe('by records', () => {
  beforeEach(() => inMode(RECORDS_MODE));

  test('there is nothing to keep', async () => {
    expect(await traffic.call(KEEP)).toMatchObject({ state: 'switched', trafficMode: 'records', serves: 'primary' });
    expect(traffic.values).toEqual([]);
  });

  test('a change that was never made, of an execution that has ended, is taken back', async () => {
    const cname = (failover: string, value: string) => ({
      type: 'CNAME',
      setIdentifier: failover,
      failover,
      ttl: 60,
      values: [value],
      healthCheckId: undefined,
    });
    traffic.recordSets = [cname('PRIMARY', 'api-primary.example.com'), cname('SECONDARY', 'api-standby.example.com')];
    traffic.troubles.changeRecords = DOWN;
    await expect(traffic.call(SWITCH)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    stop();
    traffic.pass(16);
    expect(await traffic.call(KEEP)).toMatchObject({ serves: 'primary' });
    expect(traffic.changes).toEqual([]);
  });
});
