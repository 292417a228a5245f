import type { Inspector } from '../../../functions/readiness/aws';
import { LATEST_KEY, Report } from '../../../functions/readiness/contract';
import type { Change } from '../../../functions/readiness/decide';
import type { Facts } from '../../../functions/readiness/facts';
import { build } from '../../../functions/readiness/handler';
import { context, setEnvironment } from '../lambda-context';
import { factsWith, newest, NOW, POLICY, read } from './facts';

const { region: _, CACHE, ...environment } = POLICY;
setEnvironment({
  ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
  CACHE: JSON.stringify(CACHE),
});

/** An evidence bucket and an event bus, in memory. */
function estateWith(changes: Partial<Facts> = {}, broken: Partial<Inspector> = {}) {
  const objects = new Map<string, string>();
  const events: Change[] = [];
  const now: { facts: Partial<Facts> } = { facts: changes };
  const inspector: Inspector = {
    facts: async (_policy, nowMs) =>
      factsWith({ nowMs, switchMetricAtMs: read(nowMs), recoveryPoints: newest(30, nowMs), ...now.facts }),
    read: async (_bucket, key) => objects.get(key),
    write: async (_bucket, key, body) => void objects.set(key, body),
    announce: async (change) => void events.push(change),
    ...broken,
  };
  let atMs = NOW;
  const look = (event: object = { trigger: 'schedule' }) => build(inspector, () => (atMs += 3_600_000))(event, context);
  return { objects, events, look, now };
}

test('writes the report as the newest, and under its time', async () => {
  const { objects, look } = estateWith();
  const output = await look();
  expect(output).toMatchObject({ state: 'ready', trigger: 'schedule', reportKey: 'readiness/20261122T040000Z.json' });
  expect([...objects.keys()]).toEqual(['readiness/20261122T040000Z.json', LATEST_KEY]);
  const report = Report.parse(JSON.parse(objects.get(LATEST_KEY) ?? ''));
  expect(report.checks).toEqual(output.checks);
  expect(objects.get('readiness/20261122T040000Z.json')).toBe(objects.get(LATEST_KEY));
});

test('announces what has changed, once', async () => {
  const { events, look, now } = estateWith();
  await look();
  now.facts = { keyState: read('Disabled') };
  const changed = [await look(), await look()].map((output) => output.changed);
  now.facts = {};
  await look();
  expect(changed).toEqual([true, false]);
  expect(events.map(({ previousState, state }) => [previousState, state])).toEqual([
    ['unknown', 'ready'],
    ['ready', 'not-ready'],
    ['not-ready', 'ready'],
  ]);
});

test('a bucket that takes no report is a finding, not a failure', async () => {
  const { events, look } = estateWith({}, { write: () => Promise.reject(new Error('AccessDenied')) });
  const output = await look();
  expect(output).toMatchObject({ state: 'not-ready', reportKey: null });
  expect(output.checks.find(({ name }) => name === 'evidence-bucket')).toMatchObject({
    state: 'not-ready',
    detail: expect.stringContaining('AccessDenied'),
    fix: expect.stringContaining('PilotLightRecovery'),
  });
  expect(events).toHaveLength(1);
});

test.each([
  ['the report before cannot be read', { read: () => Promise.reject(new Error('SlowDown')) }],
  ['the report before is no report', { read: () => Promise.resolve('{"version": 2}') }],
  ['the event bus does not answer', { announce: () => Promise.reject(new Error('ServiceUnavailable')) }],
])('reports all the same when %s', async (__, broken) => {
  const { objects, look } = estateWith({}, broken);
  expect(await look({})).toMatchObject({ state: 'ready', trigger: 'demand' });
  expect(objects.has(LATEST_KEY)).toBe(true);
});

test('an input that it does not know is refused by its name', async () => {
  await expect(estateWith().look({ trigger: 'later' })).rejects.toThrow(
    /InvalidRequestError|trigger: write 'schedule' or 'demand'/,
  );
});
