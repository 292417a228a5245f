import { complaintAbout } from './complaint';

test.each([
  ['cache', { cache: { engine: 'none' } }, 'workload.cache'],
  ['frontend', { frontend: { cdn: false } }, 'workload.frontend'],
  ['alarms', { alarms: { api5xxPercent: 1 } }, 'workload.alarms'],
  ['network.primaryCidr', { network: { primaryCidr: '10.2.0.0/16' } }, 'workload.cidr'],
])('%s at its old place is answered with its new one', (field, overrides, target) => {
  expect(complaintAbout(overrides)).toBe(
    `${field} is not a setting: write it as ${target}, beside "kind": "reference", or leave it out: only the reference workload has it`,
  );
});

test('what was moved is named one by one, beside what is wrong otherwise', () => {
  const complaint = complaintAbout({ account: '1', cache: {}, alarms: {}, colour: 'red' });
  expect(complaint.split('\n').map((line) => line.split(':')[0])).toEqual([
    'account is "1"',
    'cache is not a setting',
    'alarms is not a setting',
    'colour is not a setting',
  ]);
});
