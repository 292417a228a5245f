import { planRecords, type TrafficRecord } from '../../../functions/updateRoute53/plan-records';

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
