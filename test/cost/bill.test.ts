import { type Assumptions, DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { FIRST_ESTIMATE_ASSUMPTIONS } from '../../cost/first-estimate';
import { deployedResourcesOf, priceAssembly } from '../../cost/price-assembly';
import { parseConfig } from '../../infra/config/parse';
import { PROFILES } from '../../infra/config/profile';
import { assemblyStacks } from '../infra/synthesized';

const priced = (overrides: object, assume: Assumptions = DEFAULT_ASSUMPTIONS) =>
  priceAssembly(parseConfig(overrides), assemblyStacks(overrides), assume);
const deployed = deployedResourcesOf(parseConfig({}), assemblyStacks({}));

test('the default configuration comes to at most $100 a month, everything included', () => {
  expect(priced({}).total.after).toBeLessThanOrEqual(100);
});

test('hashing contents costs at most a dollar a month at the defaults, of a database of any size', () => {
  const of = (overrides: object, gb: number) =>
    priced(overrides, { ...DEFAULT_ASSUMPTIONS, gb }).components.find(({ id }) => id === 'hashes')?.after.usd;
  expect(of({}, 10)).toBeGreaterThan(0.05);
  expect(of({}, 10)).toBeLessThanOrEqual(1);
  expect(of({}, 100_000)).toBe(of({}, 10));
  // Every hour all of it would be read again: that is why it is not the default.
  expect(of({ validation: { hashContents: 'hourly' } }, 10)).toBeGreaterThan(5);
  expect(of({ validation: { hashContents: 'never' } }, 10)).toBeUndefined();
});

test('at the quantities of the first estimate, with a writer that is awake all month, it comes to at most $88', () => {
  expect(priced({}, { ...FIRST_ESTIMATE_ASSUMPTIONS, acus: 0.5 }).total.after).toBeLessThanOrEqual(88);
});

test('that is with a writer, a reader, a backup every hour and a daily one of 90 days, copies and a validation a month', () => {
  expect(deployed.database).toEqual({ minCapacity: 0, readers: 1, readersFollowWriter: false, retentionDays: 35 });
  expect(deployed.backups.rules).toMatchObject([
    { name: 'hourly-and-copy', retentionDays: 35, copyRetentionDays: [1] },
    { name: 'daily-and-copy', retentionDays: 90, copyRetentionDays: [14] },
  ]);
  expect(deployed.backups.rules.reduce((all, { runsPerDay }) => all + runsPerDay, 0)).toBe(24);
  expect(deployed.validationsPerMonth).toBeCloseTo(1, 6);
  expect(deployed.customMetrics).toBe(10);
  expect(deployed.monitoring.reduce((all, { dashboards }) => all + dashboards, 0)).toBe(1);
});

test.each(PROFILES)('what the choices say of the profile %s is what its own templates come to', (profile) => {
  const said = priced({}).choices.find(({ setting }) => setting === `profile: "${profile}"`);
  expect(said?.month.usd).toBeCloseTo(priced({ profile }).total.after, 8);
});

test.each([
  ['database: "global"', { database: 'global' }],
  ['database: "global", cluster.replica: "instance"', { database: 'global', cluster: { replica: 'instance' } }],
])('what %s adds has the reader in it, which is awake in a global database', (setting, overrides) => {
  const { laterPhases, total } = priced({});
  const adds = laterPhases.find((phase) => phase.setting === setting)?.adds.usd ?? 0;
  const then = priced(overrides);
  // A replicated password, and the alarm on the replica.
  const apart = then.total.after - total.after - adds;
  expect(apart).toBeGreaterThanOrEqual(0);
  expect(apart).toBeLessThan(1);
});

test('of each choice exactly one is the configured one, and each says what it buys', () => {
  const { choices } = priced({ profile: 'standard', backup: { copies: 'full' } });
  expect(choices.filter(({ isConfigured }) => isConfigured).map(({ setting }) => setting)).toEqual([
    'workload.reader: "follows"',
    'workload.dashboard: true',
    'backup.copies: "full"',
    'profile: "standard"',
  ]);
  expect(choices.filter(({ buys }) => buys === '')).toEqual([]);
});
