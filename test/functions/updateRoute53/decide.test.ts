import { decidePermission, type Facts, planRecords, type TrafficRecord } from '../../../functions/updateRoute53/decide';
import { EXECUTION, NOW } from '../lambda-context';

const facts: Facts = {
  nowMs: NOW,
  region: 'us-west-2',
  executionArn: EXECUTION,
  lock: { owner: EXECUTION, status: 'RUNNING', mode: 'failover' },
  proof: {
    executionArn: EXECUTION,
    suite: 'standby',
    region: 'us-west-2',
    passed: 'true',
    finishedAt: new Date(NOW - 60_000).toISOString(),
  },
};
const permission = (overrides: Partial<Facts>) => decidePermission({ ...facts, ...overrides }, 3_600_000);

test('an execution that holds the lock and has proven the standby may move traffic', () => {
  expect(permission({})).toEqual({ kind: 'granted' });
});

test.each<readonly [string, Partial<Facts>, string]>([
  ['without a lock', { lock: undefined }, 'fencedOut'],
  ["with another execution's lock", { lock: { ...facts.lock, owner: 'arn:other' } }, 'fencedOut'],
  ['with a lock that was released', { lock: { ...facts.lock, status: 'FAILED' } }, 'fencedOut'],
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

const TARGETS = { primary: 'api-primary.example.com', standby: 'api-standby.example.com' };
const record = (failover: string | undefined, target: string): TrafficRecord => ({
  type: 'CNAME',
  setIdentifier: failover,
  failover,
  ttl: 60,
  values: [target],
  healthCheckId: failover === 'PRIMARY' ? 'check' : undefined,
});
const pair = [record('PRIMARY', TARGETS.primary), record('SECONDARY', TARGETS.standby)];

test('the failover records swap their targets and keep everything else', () => {
  expect(planRecords(pair, TARGETS, 'standby')).toEqual({
    kind: 'change',
    records: [record('PRIMARY', TARGETS.standby), record('SECONDARY', TARGETS.primary)],
  });
});

test('records that lead there already are left alone', () => {
  expect(planRecords(pair, TARGETS, 'primary')).toEqual({ kind: 'asWanted' });
});

test('one plain CNAME is changed as it is', () => {
  expect(planRecords([record(undefined, TARGETS.primary)], TARGETS, 'standby')).toEqual({
    kind: 'change',
    records: [record(undefined, TARGETS.standby)],
  });
});

test.each<readonly [string, readonly TrafficRecord[]]>([
  ['no CNAME', []],
  ['records of another routing policy', [record(undefined, 'a'), record(undefined, 'b')]],
])('%s is left to a person', (_, records) => {
  expect(planRecords(records, TARGETS, 'standby').kind).toBe('unexpected');
});
