import { type Assumptions, DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { componentsOf } from '../../cost/components';
import type { ComponentId } from '../../cost/components/component';
import type { DeployedResources } from '../../cost/deployed-resources';
import { total } from '../../cost/line';
import { EMPTY, SMALL } from './deployed';

function priced(deployed: DeployedResources, assume: Partial<Assumptions> = {}) {
  const components = componentsOf({ deployed, assume: { ...DEFAULT_ASSUMPTIONS, ...assume } });
  return (id: ComponentId) => {
    const component = components.find((each) => each.id === id);
    if (component === undefined) return undefined;
    const { before, after, note } = component;
    return { before: total(before), after: total(after), note };
  };
}

/** Each figure here is worked out by hand, with the unit prices written out: a changed price is meant to be noticed. */
describe('a small system, by hand', () => {
  const of = priced(SMALL, { gb: 100 });

  test('the database: a writer before, a reader beside it after', () => {
    const writer = 0.5 * 730 * 0.12;
    const rest = 100 * 0.1 + 2 * 0.2;
    expect(of('database')?.before).toBeCloseTo(writer + rest, 8);
    expect(of('database')?.after).toBeCloseTo(2 * writer + rest, 8);
  });

  test('the cache is billed for 100 MB at least, before and after', () => {
    const usd = 0.1 * 730 * 0.084 + 10 * 0.0023;
    expect(of('cache')).toMatchObject({ before: expect.closeTo(usd, 8), after: expect.closeTo(usd, 8) });
  });

  test('the application: requests, Lambda, Data API and logs', () => {
    const lambda = 0.2 + 100_000 * 0.5 * 0.0000133334;
    const usd = 1 + lambda + 0.35 + 0.5;
    expect(of('application')).toMatchObject({ before: expect.closeTo(usd, 8), after: expect.closeTo(usd, 8) });
  });

  test('backups: every copy in full, changes alone sent across', () => {
    const automated = (days: number) => 100 * 0.05 * days * 0.021;
    const dailiesInPrimary = (90 - 7) * 100 * 0.021;
    const copies = (23 * 7 + 90 + 24) * 100 * 0.021;
    const sent = ((100 * 0.05 * 730) / 24) * 0.02;
    expect(of('backups')?.before).toBeCloseTo(automated(3), 8);
    expect(of('backups')?.after).toBeCloseTo(automated(7) + dailiesInPrimary + copies + sent, 8);
    expect(of('backups')?.note).toBe('275 copies in standby, each billed in full');
  });

  test('the frontend: old versions for thirty days in both buckets, and what is sent across', () => {
    const old = (30 * 24) / 730;
    expect(of('frontend')?.before).toBeCloseTo(0.023, 8);
    expect(of('frontend')?.after).toBeCloseTo(2 * (1 + old) * 0.023 + 0.02, 8);
  });

  test('alarms, dashboards and metrics', () => {
    expect(of('monitoring')?.after).toBeCloseTo(20 * 0.1 + 0.5 + 2 * 3 + 20 * 0.3, 8);
  });

  test('keys, the password, and a health check with an option', () => {
    expect(of('standing')?.before).toBeCloseTo(0.4, 8);
    expect(of('standing')?.after).toBeCloseTo(0.4 + 2 + 0.5 + 1, 8);
  });

  test('the recovery functions: what runs all the time, a validation a month and four drills a year', () => {
    const schedules = 8760 * (0.2 / 1_000_000 + 0.5 * 0.5 * 0.0000133334);
    const cluster = 0.12 + (100 * 0.1 + 0.4) / 730;
    const least = schedules + 0.5 * 0.5 + cluster * (1 + 4 / 12);
    expect(of('recovery')?.after).toBeGreaterThan(least);
    // Of one validation and a third of a drill, some hundreds of transitions and invocations.
    expect(of('recovery')?.after).toBeLessThan(least + 0.05);
  });
});

describe('what the templates say counts', () => {
  const gb = { gb: 100 };

  test('a writer is never smaller than the cluster may be', () => {
    const deployed = {
      ...SMALL,
      database: { minCapacity: 2, readers: 0, readersFollowWriter: true, retentionDays: 7 },
    };
    expect(priced(deployed, { acus: 0.5, io: 0, gb: 0.1 })('database')?.before).toBeCloseTo(2 * 730 * 0.12 + 0.01, 8);
  });

  test('a reader that does not follow the writer may be smaller, and is what it is said to be', () => {
    const deployed = {
      ...SMALL,
      database: { minCapacity: 0, readers: 1, readersFollowWriter: false, retentionDays: 7 },
    };
    const { before, after } = priced(deployed, { acus: 1, 'reader-acus': 0.25 })('database') ?? { before: 0, after: 0 };
    expect(after - before).toBeCloseTo(0.25 * 730 * 0.12, 8);
  });

  test('Redis OSS is billed for a whole GB', () => {
    const deployed = { ...EMPTY, caches: [{ region: 'us-east-1', engine: 'redis' as const }] };
    expect(priced(deployed, { ecpus: 0 })('cache')?.after).toBeCloseTo(91.25, 8);
  });

  test('a cache that waits in the standby region is billed for the least', () => {
    const caches = (['us-east-1', 'us-west-2'] as const).map((region) => ({ region, engine: 'valkey' as const }));
    const { before, after } = priced({ ...EMPTY, caches }, { 'cache-gb': 5 })('cache') ?? { before: 0, after: 0 };
    expect(after - before).toBeCloseTo(0.1 * 730 * 0.084, 8);
  });

  test('snapshots within the days of the automated backups are free, older ones are not', () => {
    const rule = { name: 'hourly', runsPerDay: 24, isContinuous: false, copyRetentionDays: [] };
    const keeping = (retentionDays: number) =>
      priced(
        { ...SMALL, backups: { rules: [{ ...rule, retentionDays }], extraRetentionDays: undefined } },
        { ...gb, change: 0 },
      )('backups')?.after;
    expect(keeping(7)).toBe(0);
    expect(keeping(8)).toBeCloseTo(24 * 100 * 0.021, 8);
  });

  test('the change of a day is never more than the volume for each day kept', () => {
    const backups = { rules: [], extraRetentionDays: undefined };
    expect(priced({ ...SMALL, backups }, { ...gb, change: 1000 })('backups')?.after).toBeCloseTo(6 * 100 * 0.021, 8);
  });

  test('a global database pays for its storage, its instance, and every write twice', () => {
    const deployed = { ...EMPTY, secondary: { instances: 1, minCapacity: 0.5 } };
    expect(priced(deployed, gb)('standby')?.after).toBeCloseTo(0.5 * 730 * 0.12 + 100 * 0.1 + 0.2 + 0.2, 8);
    expect(priced({ ...EMPTY, secondary: { instances: 0, minCapacity: 0.5 } }, gb)('standby')?.after).toBeCloseTo(
      10.4,
      8,
    );
  });

  test('what is the team’s own is no row', () => {
    const ids = componentsOf({ deployed: EMPTY, assume: DEFAULT_ASSUMPTIONS }).map(({ id }) => id);
    expect(ids).toEqual(['backups', 'monitoring', 'standing', 'recovery']);
  });
});
