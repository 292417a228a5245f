import { DRILL, ME, run } from './failover-run';

const HOLD = { ...DRILL, holdMinutes: 60 };
const subjects = ({ notifications }: { notifications: readonly { Subject: string }[] }) =>
  notifications.map(({ Subject }) => Subject);

test('a drill that nobody asked to hold takes the standby down at once', async () => {
  const { states, evidence } = await run({ input: DRILL });
  expect(states).not.toContain('ComposeHold');
  expect(evidence).toMatchObject({ verdict: 'passed', hold: null });
});

test('a held standby is taken down when its time is over, and its recovery time is that of a drill without', async () => {
  const plain = await run({ input: DRILL });
  const held = await run({ input: HOLD });

  expect(subjects(held)).toEqual([
    expect.stringMatching(/the standby is up for your load until/),
    'pilot-light: drill passed',
  ]);
  expect(held.evidence.rto).toEqual(plain.evidence.rto);
  expect(held.seconds - plain.seconds).toBeGreaterThanOrEqual(3600);
  expect(held.seconds - plain.seconds).toBeLessThan(3660);
  expect(held.evidence).toMatchObject({ hold: { endedBy: null } });
  expect(held.states.indexOf('RemoveCluster')).toBeGreaterThan(held.states.lastIndexOf('ReadHold'));
  // Of the 25,000 that an execution may have (Step Functions Developer Guide, Service quotas); a hold of 12 hours is twelve of these.
  expect((held.events - plain.events) * 12).toBeLessThan(15_000);
});

test('somebody ends it early, and is named', async () => {
  const plain = await run({ input: DRILL });
  const { evidence, seconds } = await run({ input: HOLD, endHoldBy: 'Ada' });
  expect(evidence).toMatchObject({ verdict: 'passed', hold: { endedBy: 'Ada' } });
  // Ten minutes, and the minute until the lock is read again.
  expect(seconds - plain.seconds).toBeLessThanOrEqual(680);
});

test('a lock that cannot be read ends no hold: the time does', async () => {
  const { evidence } = await run({
    input: HOLD,
    trouble: ({ state }) => (state === 'ReadHold' ? 'silence' : undefined),
  });
  expect(evidence).toMatchObject({ verdict: 'passed', hold: { endedBy: null } });
});

test('a drill whose schedule is too young changes nothing, and says so', async () => {
  const { result, states, notifications, lock } = await run({
    input: { ...DRILL, scheduledTime: '2026-11-22T03:00:00Z' },
    turnedOn: '2026-11-20T03:00:00Z',
  });
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { verdict: 'skipped' } });
  expect(notifications.map(({ Subject }) => Subject)).toEqual(['pilot-light: first drill skipped']);
  expect(states).not.toContain('TakeLock');
  expect(lock?.['owner']?.S).not.toBe(ME);
});
