import { DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { type CostReport, costReport } from '../../cost/report';
import { parseConfig } from '../../infra/config/parse';
import { EMPTY, SMALL } from './deployed';

const report: CostReport = JSON.parse(JSON.stringify(costReport(parseConfig({}), SMALL, DEFAULT_ASSUMPTIONS)));
const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0);

test('the report is JSON of this shape', () => {
  expect(Object.keys(report)).toEqual([
    'currency',
    'hoursPerMonth',
    'regions',
    'assumptions',
    'components',
    'total',
    'runs',
    'countedBy',
    'retention',
    'choices',
    'laterPhases',
    'prices',
    'notPriced',
  ]);
  expect(report.components.map(({ id }) => id)).toEqual([
    'database',
    'cache',
    'application',
    'backups',
    'frontend',
    'monitoring',
    'standing',
    'recovery',
  ]);
  expect(report.components[0]).toEqual({
    id: 'database',
    name: 'Aurora Serverless v2',
    before: expect.objectContaining({ usd: expect.any(Number), confidence: 'high' }),
    after: expect.objectContaining({ usd: expect.any(Number), confidence: 'high' }),
    firstEstimate: { before: 30, after: 32, differs: expect.any(String) },
    note: expect.any(String),
  });
});

test('totals are the sums of the components, and those of their lines', () => {
  for (const column of ['before', 'after'] as const) {
    expect(report.total[column]).toBeCloseTo(sum(report.components.map((each) => each[column].usd)), 8);
    for (const { [column]: amount } of report.components) {
      expect(amount.usd).toBeCloseTo(sum(amount.lines.map(({ usd }) => usd)), 8);
    }
  }
});

test('every line is its quantity times its unit price, which the report has with its source', () => {
  const lines = report.components.flatMap(({ after }) => after.lines);
  expect(lines.length).toBeGreaterThan(30);
  for (const { price: name, region, quantity, usd, confidence } of lines) {
    const price = report.prices.find((each) => each.name === name && each.region === region);
    expect(price).toMatchObject({
      confidence,
      source: expect.stringMatching(/\S/),
      date: expect.stringMatching(/^202/),
    });
    expect(usd).toBeCloseTo((quantity / (price?.per ?? 0)) * (price?.usd ?? 0), 8);
  }
});

test('an amount with a price of low confidence is marked, and no other', () => {
  const confidences = Object.fromEntries(report.components.map(({ id, after }) => [id, after.confidence]));
  expect(confidences).toMatchObject({ backups: 'high', frontend: 'high', cache: 'low', monitoring: 'low' });
});

test('in a region whose prices are not known every amount is marked', () => {
  const elsewhere = { ...SMALL, primaryRegion: 'eu-west-1', standbyRegion: 'eu-central-1' };
  const { components } = costReport(parseConfig({}), elsewhere, DEFAULT_ASSUMPTIONS);
  const marked = components.filter(({ after }) => after.confidence === 'low').map(({ id }) => id);
  expect(marked).toEqual(components.map(({ id }) => id));
});

test('100 GB in hourly copies of seven days are the $352.80 that AWS’s rule gives, and those of a day a seventh', () => {
  const config = parseConfig({
    backup: { schedule: 'cron(0 * * * ? *)', daily: null },
    objectives: { rpoMinutes: 60 },
    freshness: { keeper: false },
  });
  const { retention } = costReport(config, SMALL, { ...DEFAULT_ASSUMPTIONS, gb: 100 });
  const copies = (of: string) =>
    retention
      .find((each) => each.copies === of && !each.keeper)
      ?.month.lines.find(({ what }) => what === 'copies by the plan')?.usd;
  expect(copies('full')).toBeCloseTo(352.8, 8);
  expect(copies('lean')).toBeCloseTo(50.4, 8);
});

test('exactly one choice of retention is the configured one', () => {
  expect(report.retention.filter(({ isConfigured }) => isConfigured)).toMatchObject([{ copies: 'lean', keeper: true }]);
  const full = costReport(parseConfig({ backup: { copies: 'full' } }), SMALL, DEFAULT_ASSUMPTIONS);
  expect(full.retention.filter(({ isConfigured }) => isConfigured)).toMatchObject([{ copies: 'full', keeper: true }]);
});

test('a validation costs cents, and a failover grows with the days that the standby serves', () => {
  expect(report.runs.validation.usd).toBeLessThan(0.3);
  const week = costReport(parseConfig({}), SMALL, { ...DEFAULT_ASSUMPTIONS, 'served-days': 7 });
  const writer = 6 * 24 * 0.5 * 0.12;
  expect(week.runs.failover.usd - report.runs.failover.usd).toBeGreaterThan(writer);
  expect(week.runs.failover.usd - report.runs.failover.usd).toBeLessThan(writer * 1.3);
});

test('a global database’s failover pays for no storage that is not there all month', () => {
  const storage = (of: CostReport) => of.runs.failover.lines.filter(({ price }) => price === 'auroraStorage');
  expect(storage(report)).toHaveLength(1);
  const global = { ...SMALL, secondary: { instances: 0, minCapacity: 0.5 } };
  expect(storage(costReport(parseConfig({ database: 'global' }), global, DEFAULT_ASSUMPTIONS))).toEqual([]);
});

test('a later phase that is configured says so and is not added again', () => {
  const global = { ...SMALL, secondary: { instances: 1, minCapacity: 0.5 } };
  const { laterPhases, components } = costReport(parseConfig({}), global, DEFAULT_ASSUMPTIONS);
  expect(laterPhases.map(({ isConfigured }) => isConfigured)).toEqual([false, false, true]);
  const adds = laterPhases[2]?.adds.usd ?? 0;
  expect(components.find(({ id }) => id === 'standby')?.after.usd).toBeCloseTo(adds, 8);
});

test('what is not priced is said, with the types in the templates that have no price', () => {
  const { notPriced } = costReport(
    parseConfig({}),
    { ...EMPTY, unpriced: ['2 x AWS::EC2::NatGateway'] },
    DEFAULT_ASSUMPTIONS,
  );
  expect(notPriced).toEqual(
    expect.arrayContaining(['free tiers', expect.stringContaining('the workload itself'), '2 x AWS::EC2::NatGateway']),
  );
});
