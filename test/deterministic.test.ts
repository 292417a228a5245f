import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What draws by chance or reads the machine's clock, each of which makes a test that fails today and not tomorrow. */
const CHANCE =
  /['"]fast-check['"]|Math\.random|randomUUID|randomBytes|randomInt|getRandomValues|Date\.now\(\)|new Date\(\)/;

const EXCEPTIONS: Readonly<Record<string, string>> = {
  'cli/assembly-cache.test.ts': 'Folders are hours older than the clock of the machine, which their cache reads.',
  'deterministic.test.ts': 'It names what it looks for.',
  'properties/assert-property.ts': 'It gives fast-check its seed.',
  'scenarios/existing-workload/handler/index.js': 'It runs in the simulator, whose clock is virtual.',
  'simulator/services/lambda/fixtures/probe-function.ts': 'It runs in the simulator, which seeds chance and clock.',
  'simulator/services/lambda/lambda.test.ts': 'Its functions run in the simulator, which seeds chance and clock.',
};

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.[jt]s$/.test(file));
const byChance = files.filter((file) => CHANCE.test(readFileSync(join(__dirname, file), 'utf8')));

test('no test draws a seed by itself or reads the clock of the machine', () => {
  expect(byChance.filter((file) => EXCEPTIONS[file] === undefined)).toEqual([]);
});

test('every exception is one', () => {
  expect(Object.keys(EXCEPTIONS).filter((file) => !byChance.includes(file))).toEqual([]);
});

test('the soak finds every property by the name of its file', () => {
  const withProperties = files.filter((file) =>
    /from '[^']*\/assert-property'/.test(readFileSync(join(__dirname, file), 'utf8')),
  );
  expect(withProperties.length).toBeGreaterThan(2);
  expect(withProperties.filter((file) => !file.endsWith('.property.test.ts'))).toEqual([]);
});
