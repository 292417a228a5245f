import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PriceItem, type PriceName, PRICES, unitPrice, usdOf } from '../../cost/prices';

const NAMES = Object.keys(PRICES) as PriceName[];
const PROJECT = join(__dirname, '..', '..');
const SOURCE = /^(AWS Price List|AWS Database Blog|https:\/\/aws\.amazon\.com\/)/;

describe.each(NAMES)('the price %s', (name) => {
  test('has a region, a unit, a date and a source of AWS', () => {
    const item = PriceItem.parse(PRICES[name]);
    for (const { source, date, usd } of item.entries) {
      expect(source).toMatch(SOURCE);
      expect(date).toMatch(/^202[6-9]-\d\d-\d\d$/);
      expect(usd).toBeLessThan(5);
    }
  });

  test('is known in both regions of the defaults', () => {
    for (const region of ['us-east-1', 'us-west-2']) {
      expect(unitPrice(name, region).source).not.toContain('not in cost/prices.json');
    }
  });
});

test('a price of high confidence was read in the price list or on a page of AWS, and not in both regions by chance', () => {
  expect(unitPrice('auroraAcu', 'us-east-1')).toMatchObject({ usd: 0.12, confidence: 'high' });
  expect(unitPrice('auroraAcu', 'us-west-2')).toMatchObject({ usd: 0.12, confidence: 'low' });
});

test('a region without a price has that of another, of low confidence, and the source says so', () => {
  expect(unitPrice('auroraBackup', 'eu-central-1')).toMatchObject({
    region: 'eu-central-1',
    usd: 0.021,
    confidence: 'low',
    source: expect.stringContaining('that of eu-central-1 is not in cost/prices.json'),
  });
});

test('a quantity is in the unit of the price, however many AWS names it for', () => {
  expect(usdOf('stateTransition', 1289, 'us-west-2')).toBeCloseTo(0.032225, 10);
  expect(usdOf('lambdaRequests', 2_000_000, 'us-west-2')).toBeCloseTo(0.4, 10);
  expect(usdOf('kmsKey', 2, 'us-west-2')).toBe(2);
});

test('no other file of the project states a unit price', () => {
  const folders = ['assembly', 'bench', 'cli', 'cost', 'functions', 'infra', 'input', 'simulator'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  // Those that could hardly be anything else: three decimals or more.
  const figures = NAMES.flatMap((name) => PRICES[name]?.entries ?? [])
    .map(({ usd }) => String(usd))
    .filter((figure) => /\.\d{3,}$/.test(figure) && figure.replace(/^[0.]+/, '').length > 1);
  const pattern = new RegExp(
    `USD_PER|(?<![\\d.])(${figures.map((each) => each.replace('.', '\\.')).join('|')})(?![\\d.])`,
  );
  const offenders = files.filter((file) => pattern.test(readFileSync(join(PROJECT, file), 'utf8')));
  expect(offenders).toEqual([]);
});
