import { type Assumptions, DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { deployedResourcesOf, priceAssembly } from '../../cost/price-assembly';
import { parseConfig } from '../../infra/config/parse';
import { assemblyStacks } from '../infra/synthesized';
import { VARIANTS } from '../infra/variants';

function pricedFor(overrides: unknown, assume: Assumptions = DEFAULT_ASSUMPTIONS) {
  const config = parseConfig(overrides);
  const stacks = assemblyStacks(overrides);
  return { deployed: deployedResourcesOf(config, stacks), report: priceAssembly(config, stacks, assume) };
}

describe('the templates of the reference workload', () => {
  const { deployed, report } = pricedFor({});

  test('have nothing that the prices do not know', () => {
    expect(deployed.unpriced).toEqual([]);
  });

  test('are read: a writer and a reader, a cache, a workload, rules with copies, a replicated frontend', () => {
    expect(deployed).toMatchObject({
      database: { minCapacity: 0, readers: 1, readersFollowWriter: false, retentionDays: 35 },
      secondary: undefined,
      caches: [{ region: 'us-east-1', engine: 'valkey' }],
      workload: { memoryMb: 512 },
      frontend: { isReplicated: true, oldVersionDays: 30 },
      secrets: 5,
    });
    expect(deployed.backups.rules.reduce((all, { runsPerDay }) => all + runsPerDay, 0)).toBe(24);
    expect(deployed.monitoring.every(({ alarmMetrics }) => alarmMetrics > 0)).toBe(true);
    expect(deployed.scheduled.length).toBeGreaterThan(2);
    expect(deployed.validationsPerMonth).toBeCloseTo(1, 6);
  });

  test('cost as much by their backup plan as by the configured choice of retention', () => {
    const configured = report.retention.find(({ isConfigured }) => isConfigured);
    const backups = report.components.find(({ id }) => id === 'backups');
    expect(configured?.month.usd).toBeCloseTo(backups?.after.usd ?? 0, 8);
  });

  test('cost more than the first estimate says, and for the reasons that are given', () => {
    expect(report.total.after).toBeGreaterThan(report.total.firstEstimate.after);
    const grown = report.components.filter(
      ({ firstEstimate, after }) => after.usd > (firstEstimate?.after ?? Infinity),
    );
    expect(grown.map(({ firstEstimate }) => firstEstimate?.differs)).not.toContain(undefined);
  });
});

test('a warm standby with a global database pays for what waits, and lean copies save', () => {
  const { deployed, report } = pricedFor({
    standby: 'warm',
    database: 'global',
    cluster: { replica: 'instance' },
    backup: { copies: 'lean' },
  });
  expect(deployed.caches.map(({ region }) => region).toSorted()).toEqual(['us-east-1', 'us-west-2']);
  expect(deployed.secondary).toEqual({ instances: 1, minCapacity: 0.5 });
  expect(report.laterPhases.map(({ isConfigured }) => isConfigured)).toEqual([true, false, true]);
  expect(report.retention.find(({ isConfigured }) => isConfigured)).toMatchObject({ copies: 'lean' });
});

test('a switch that is asked pays for its health checks, and for answering every checker', () => {
  const [asked, unasked] = [{ traffic: { switch: 'endpoint' } }, {}].map((overrides) => pricedFor(overrides));
  expect(asked?.deployed.asked).toEqual([{ region: 'us-west-2', everySeconds: 10, memoryMb: expect.any(Number) }]);
  expect(unasked?.deployed.asked).toEqual([]);
  // Some $4 for the checks and $7 for the requests (docs/adr/0010).
  const more = (asked?.report.total.after ?? 0) - (unasked?.report.total.after ?? 0);
  expect(more).toBeGreaterThan(9);
  expect(more).toBeLessThan(14);
});

test('of a workload that runs already, what protects it is priced, and it is said that the workload is not', () => {
  const { deployed, report } = pricedFor(VARIANTS['a workload that runs already']);
  expect(deployed).toMatchObject({ database: undefined, workload: undefined, caches: [], secrets: 0 });
  expect(report.total.before).toBe(0);
  expect(report.components.find(({ id }) => id === 'backups')?.after.usd).toBeGreaterThan(10);
  expect(report.notPriced).toEqual(expect.arrayContaining([expect.stringContaining('the workload itself')]));
});
