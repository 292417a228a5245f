import { MetricStore } from '../../../../simulator/services/cloudwatch/metric-store';

const DAY = 86_400_000;
const metric = { namespace: 'Test', name: 'Age', dimensions: { Vault: 'standby' } };
const values = { sum: 1, minimum: 1, maximum: 1, sampleCount: 1 };

test('datapoints are kept for 63 days, so that a year of them does not fill the memory', () => {
  const store = new MetricStore();
  const start = Date.parse('2026-01-01T00:00:00Z');
  const every = 300_000;
  for (let at = start; at < start + 120 * DAY; at += every) store.put(metric, at, values);
  const kept = store.series({ ...metric });
  const end = start + 120 * DAY - every;
  const oldest = kept[0]?.at ?? 0;
  expect(oldest).toBeLessThanOrEqual(end - 63 * DAY);
  expect(oldest).toBeGreaterThan(end - 67 * DAY);
  expect(kept.at(-1)?.at).toBe(end);
});
