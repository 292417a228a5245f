import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pilotlight } from './in-process';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-wrong-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** How a command ends with a configuration. A synthesis, or what is written on the way to one, would be in its output. */
async function endOf(words: readonly string[], configuration: string) {
  const file = join(folder, 'pilot-light.json');
  writeFileSync(file, configuration);
  const placed = words.map((word) => word.replace('FOLDER', folder));
  const { code, stdout, stderr } = await pilotlight(placed, { PILOT_LIGHT_CONFIG: file });
  return { code, stdout, stderr: stderr.replaceAll(folder, 'FOLDER') };
}

const REHEARSALS = [
  ['rehearse', '--evidence', 'FOLDER/evidence.json', '--trace', 'FOLDER/trace.jsonl'],
  ['rehearse', '--json'],
  ['rehearse', 'failover', '--mode', 'drill'],
  ['rehearse', 'restore-validation'],
  ['rehearse', 'backup-failure'],
  ['rehearse', 'readiness'],
  ['simulate', '--port', '0'],
] as const;
const COSTS = [['cost'], ['cost', '--json'], ['cost', '--config', 'FOLDER/pilot-light.json']] as const;

describe('a mistake in the configuration', () => {
  test.each([...REHEARSALS, ...COSTS].map((words) => [words.join(' '), words] as const))(
    'ends %s with 2, before anything is made or written',
    async (_, words) => {
      expect(await endOf(words, '{\n  "backup": {"retentionDay": 3}\n}')).toEqual({
        code: 2,
        stdout: '',
        stderr: 'FOLDER/pilot-light.json:2: backup.retentionDay is not a setting: did you mean backup.retentionDays?\n',
      });
      expect(readdirSync(folder)).toEqual(['pilot-light.json']);
    },
  );

  test.each([
    ['rehearse', 'PILOT_LIGHT_CONFIG', []],
    ['simulate', 'PILOT_LIGHT_CONFIG', []],
    ['cost', 'PILOT_LIGHT_CONFIG', []],
    ['cost', '--config', ['--config', '/nowhere/pilot-light.json']],
  ])('is a file that is not there: %s names it, and %s', async (command, origin, words) => {
    const environment = { PILOT_LIGHT_CONFIG: '/nowhere/pilot-light.json' };
    expect(await pilotlight([command, ...words], environment)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${origin}: /nowhere/pilot-light.json: cannot be read: there is no such file. Write the path of a JSON file\n`,
    });
  });
});

describe('a region that can be deployed to, and not be rehearsed,', () => {
  test.each(REHEARSALS.map((words) => [words.join(' '), words] as const))(
    'is refused by %s, with those that can',
    async (_, words) => {
      expect(await endOf(words, '{"standbyRegion": "eu-west-3",\n "primaryRegion": "sa-east-1"}')).toEqual({
        code: 2,
        stdout: '',
        stderr: [
          'FOLDER/pilot-light.json:2: primaryRegion is "sa-east-1"',
          'FOLDER/pilot-light.json:1: standbyRegion is "eu-west-3"',
        ]
          .map(
            (line) =>
              `${line}: it can be deployed to, and not be rehearsed: write us-east-1, us-east-2, us-west-1, us-west-2, eu-west-1 or eu-central-1\n`,
          )
          .join(''),
      });
    },
  );

  test('is priced', async () => {
    const end = await endOf(['cost', '--first-estimate', '--only', 'notes'], '{"standbyRegion": "eu-west-3"}');
    expect(end).toMatchObject({ code: 0, stderr: '' });
  });
});

test.each([['rehearse'], ['simulate']])(
  'a workload that runs already needs the file that makes it: %s says so before anything is made',
  async (command) => {
    const config = join(__dirname, '..', 'scenarios', 'existing-workload', 'config.json');
    const end = await pilotlight([command], { PILOT_LIGHT_CONFIG: config });
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^--workload: the configuration has the workload.kind "existing".* --workload FILE/);
  },
);

test('a port in use is refused before anything is made', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const { port } = other.address() as AddressInfo;
  expect(await pilotlight(['simulate', '--port', String(port)])).toEqual({
    code: 2,
    stdout: '',
    stderr: `--port: ${port} is in use. Write another, or 0 for a free one\n`,
  });
  await new Promise((resolve) => {
    other.close(resolve);
  });
});

test("a frontend's folder that is not there is refused, rather than published as one without a release", async () => {
  expect(await pilotlight(['publish-activation', '--frontend', '/nowhere'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "--frontend: /nowhere is no folder. Write the path of the frontend's files\n",
  });
});
