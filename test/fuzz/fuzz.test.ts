import type { World } from '../../simulator/world';
import { FUZZED_REGION } from './estate';
import { fuzz } from './fuzz';
import { readOptions } from './options';
import { KINDS } from './wrong-requests';

test('a thousand wrong requests hurt nothing: each right one between them is answered right', async () => {
  const report = await fuzz({ seed: 1, requests: 1000 });
  expect(report.findings).toEqual([]);
  expect(report.sent).toBe(1000);
  for (const kind of KINDS) expect(Object.keys(report.statuses[kind])).not.toEqual([]);
});

test('a bug of the simulator is found, with the request that showed it', async () => {
  const { findings, sent } = await fuzz({
    seed: 1,
    requests: 200,
    prepare(world) {
      replaceOperations(world, 'kms', () => {
        throw new TypeError('broken');
      });
    },
  });
  expect(sent).toBe(200);
  expect(findings).toEqual([
    expect.objectContaining({
      what: expect.stringMatching(/^kms:/) as string,
      problem: expect.stringContaining('TypeError: broken') as string,
    }),
  ]);
});

test('a server that is killed ends it, at the request that killed it', async () => {
  const { findings, sent } = await fuzz({
    seed: 1,
    requests: 200,
    prepare(world) {
      // What a right request asks for is gone as soon as anybody asks KMS of the other region.
      replaceOperations(world, 'kms', () => {
        world.dispatcher.register('us-east-1', { signingName: 'sts', operations: {} });
        return {};
      });
    },
  });
  expect(sent).toBeLessThan(200);
  expect(findings).toEqual([
    expect.objectContaining({
      request: sent,
      problem: expect.stringContaining('the right request after it was answered 501') as string,
    }),
  ]);
});

test.each([
  [['--requests', '5'], { requests: 5, seed: 1 }],
  [['--seed', '7'], { requests: 10_000, seed: 7 }],
  [['--seed', 'x'], '--seed "x": write a whole number from 0 to 999999999'],
  [['--runs', '5'], '"--runs" is no option: write --requests or --seed'],
])('%j', (words, options) => {
  expect(readOptions(words)).toEqual(options);
});

/** Every operation of the service does this, in the region that is fuzzed. */
function replaceOperations(world: World, signingName: 'kms', handle: () => object): void {
  const names = Object.keys(world.region(FUZZED_REGION)[signingName].service.operations);
  const operation = { access: () => [], handle };
  const operations = Object.fromEntries(names.map((name) => [name, operation]));
  world.dispatcher.register(FUZZED_REGION, { signingName, operations });
}
