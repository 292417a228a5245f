import { ASSUMPTION_NAMES, ASSUMPTIONS, type AssumptionName, type Assumptions } from '../../cost/assumptions';
import type { BackupRule, DeployedResources } from '../../cost/deployed-resources';
import { costReport } from '../../cost/report';
import { parseConfig } from '../../infra/config/parse';
import { assertProperty, fc } from '../properties/assert-property';
import { SMALL } from './deployed';

const RUNS = 60;

/** From nothing to far more than the defaults: the greatest values differ too much for a sum to show both. */
const assumption = (name: AssumptionName) => {
  const { from, to, value } = ASSUMPTIONS[name];
  return fc.double({ min: from, max: Math.min(to, 100 * Math.max(value, 1)), noNaN: true });
};
const assumptions: fc.Arbitrary<Assumptions> = fc.record(
  Object.fromEntries(ASSUMPTION_NAMES.map((name) => [name, assumption(name)])) as Record<
    AssumptionName,
    fc.Arbitrary<number>
  >,
);

const rule: fc.Arbitrary<BackupRule> = fc.record({
  name: fc.constant('rule'),
  runsPerDay: fc.double({ min: 0, max: 24, noNaN: true }),
  isContinuous: fc.boolean(),
  retentionDays: fc.integer({ min: 1, max: 100 }),
  copyRetentionDays: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 2 }),
});
const deployed: fc.Arbitrary<DeployedResources> = fc.record({
  ...Object.fromEntries(Object.entries(SMALL).map(([key, value]) => [key, fc.constant(value)])),
  database: fc.record({
    minCapacity: fc.constantFrom(0, 0.5, 2),
    readers: fc.integer({ min: 0, max: 3 }),
    readersFollowWriter: fc.boolean(),
    retentionDays: fc.integer({ min: 3, max: 35 }),
  }),
  secondary: fc.option(fc.record({ instances: fc.integer({ min: 0, max: 2 }), minCapacity: fc.constantFrom(0.5, 1) }), {
    nil: undefined,
  }),
  backups: fc.record({
    rules: fc.array(rule, { maxLength: 3 }),
    extraRetentionDays: fc.option(fc.integer({ min: 1, max: 35 }), { nil: undefined }),
  }),
}) as unknown as fc.Arbitrary<DeployedResources>;

const config = parseConfig({});
const price = (of: DeployedResources, assume: Assumptions) => costReport(config, of, assume);
/** Sums in another order may differ in their last digits. */
const atMost = (less: number, more: number) => expect(less).toBeLessThanOrEqual(more + 1e-9 * (1 + Math.abs(more)));

test.each(ASSUMPTION_NAMES)('more of --%s never costs less', async (name) => {
  await assertProperty(
    fc.property(deployed, assumptions, assumption(name), (of, assume, other) => {
      const [less, more] = [assume[name], other].toSorted((a, b) => a - b);
      const low = price(of, { ...assume, [name]: less });
      const high = price(of, { ...assume, [name]: more });
      atMost(low.total.before, high.total.before);
      atMost(low.total.after, high.total.after);
      for (const kind of ['validation', 'drill', 'failover'] as const) atMost(low.runs[kind].usd, high.runs[kind].usd);
    }),
    { runs: RUNS / 2 },
  );
});

test('recovery is never free: each component costs at least as much after as before', async () => {
  await assertProperty(
    fc.property(deployed, assumptions, (of, assume) => {
      for (const { before, after } of price(of, assume).components) atMost(before.usd, after.usd);
    }),
    { runs: RUNS },
  );
});

test('lean copies never cost more than full ones, and no keeper never more than one', async () => {
  await assertProperty(
    fc.property(
      assumptions,
      fc.integer({ min: 1, max: 35 }),
      fc.integer({ min: 2, max: 400 }),
      fc.integer({ min: 1, max: 35 }),
      (assume, hourlyDays, dailyDays, extraDays) => {
        const chosen = parseConfig({
          backup: { retentionDays: hourlyDays, daily: { retentionDays: dailyDays } },
          cluster: { backupRetentionDays: hourlyDays },
          freshness: { retentionDays: extraDays },
        });
        const { retention } = costReport(chosen, SMALL, assume);
        const usd = (copies: string, keeper: boolean) =>
          retention.find((each) => each.copies === copies && each.keeper === keeper)?.month.usd ?? Number.NaN;
        for (const keeper of [true, false]) atMost(usd('lean', keeper), usd('full', keeper));
        for (const copies of ['lean', 'full']) atMost(usd(copies, false), usd(copies, true));
      },
    ),
    { runs: RUNS },
  );
});
