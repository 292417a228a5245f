import { decidePermission, type Facts } from '../../../functions/updateRoute53/decide';
import type { Decision } from '../../../functions/updateRoute53/decision';
import { EXECUTION, NOW } from '../lambda-context';

const facts: Facts = {
  nowMs: NOW,
  region: 'us-west-2',
  executionArn: EXECUTION,
  lock: { owner: EXECUTION, status: 'RUNNING', mode: 'failover', failoverId: 'this' },
  proof: {
    executionArn: EXECUTION,
    suite: 'standby',
    region: 'us-west-2',
    passed: 'true',
    finishedAt: new Date(NOW - 60_000).toISOString(),
  },
  decision: undefined,
};
const decision: Decision = {
  action: 'switch',
  serves: 'standby',
  before: 'primary',
  status: 'pending',
  failoverId: 'this',
  decidedBy: EXECUTION,
  decidedAt: '2026-11-22T02:00:00Z',
  reason: 'failover',
  attempts: 1,
  attemptedAt: '2026-11-22T02:00:00Z',
};
const permission = (overrides: Partial<Facts>) => decidePermission({ ...facts, ...overrides }, 3_600_000);

test('an execution that holds the lock and has proven the standby may move traffic', () => {
  expect(permission({})).toEqual({ kind: 'granted' });
});

test.each<readonly [string, Partial<Facts>, string]>([
  ['without a lock', { lock: undefined }, 'fencedOut'],
  ["with another execution's lock", { lock: { ...facts.lock, owner: 'arn:other' } }, 'fencedOut'],
  ['with a lock that was released', { lock: { ...facts.lock, status: 'FAILED' } }, 'fencedOut'],
  ['when a person has moved it back', { lock: { ...facts.lock, movedBackAt: 'then' } }, 'fencedOut'],
  [
    'when a person is moving it back',
    { decision: { ...decision, action: 'moveBack', serves: 'primary', decidedBy: 'Ada' } },
    'fencedOut',
  ],
  ['in a drill', { lock: { ...facts.lock, mode: 'drill' } }, 'refused'],
  ['without a smoke test', { proof: undefined }, 'refused'],
  ["with another execution's smoke test", { proof: { ...facts.proof, executionArn: 'arn:other' } }, 'refused'],
  ['with a smoke test that failed', { proof: { ...facts.proof, passed: 'false' } }, 'refused'],
  ['with a smoke test of another region', { proof: { ...facts.proof, region: 'us-east-1' } }, 'refused'],
  ['with a smoke test of the frontend alone', { proof: { ...facts.proof, suite: 'frontend' } }, 'refused'],
  ['with a smoke test from hours ago', { proof: { ...facts.proof, finishedAt: '2026-11-21T03:00:00Z' } }, 'refused'],
  ['with a smoke test of no time', { proof: { ...facts.proof, finishedAt: 'soon' } }, 'refused'],
])('%s it may not', (_, overrides, expected) => {
  expect(permission(overrides).kind).toBe(expected);
});

const minutesOld = (minutes: number) => ({
  proof: { ...facts.proof, finishedAt: new Date(NOW - minutes * 60_000).toISOString() },
});

test.each([
  [59, 'granted'],
  [60, 'granted'],
  [61, 'refused'],
  [3600, 'refused'],
])('a proof may be sixty minutes old: %i minutes are %s', (minutes, kind) => {
  expect(permission(minutesOld(minutes)).kind).toBe(kind);
});

test.each<readonly [string, Partial<Facts>, string]>([
  ['what it has decided itself it may carry through', { decision }, 'granted'],
  ['what it has carried out it may say again', { decision: { ...decision, status: 'done' } }, 'granted'],
  ["another execution's decision is not its own", { decision: { ...decision, decidedBy: 'arn:other' } }, 'refused'],
  ['a test that failed since then stops it', { decision, proof: { ...facts.proof, passed: 'false' } }, 'refused'],
])('with a proof that has grown old: %s', (_, overrides, kind) => {
  expect(permission({ ...minutesOld(300), ...overrides }).kind).toBe(kind);
});

test('an earlier failover that was moved back does not stop this one', () => {
  const earlier: Decision = {
    ...decision,
    action: 'moveBack',
    serves: 'primary',
    failoverId: 'earlier',
    decidedBy: 'Ada',
  };
  expect(permission({ decision: earlier }).kind).toBe('granted');
});
