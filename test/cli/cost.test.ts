import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../cli/command';
import { costCommand } from '../../cli/commands/cost';
import { costTables } from '../../cli/output/cost-tables';
import { DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { costReport } from '../../cost/report';
import { parseConfig } from '../../infra/config/parse';
import { SMALL } from '../cost/deployed';
import { capture } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'pilot-light-cost-'));
afterAll(() => rmSync(folder, { recursive: true }));

const environment: Record<string, string> = {};

async function printed(...words: readonly string[]): Promise<string> {
  const { io, stdout } = capture(environment);
  expect(await costCommand.run(words, io)).toBe(0);
  return stdout();
}

async function refusal(...words: readonly string[]): Promise<unknown> {
  return await costCommand.run(words, capture(environment).io).catch((thrown: unknown) => thrown);
}

describe('bad input is refused before anything is synthesised', () => {
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test.each([
    [
      'a word for a number',
      ['--gb', 'many'],
      '--gb: "many" is not a number from 0.1 to 131072 (GB). Write for example --gb 10',
    ],
    ['a negative number', ['--drills=-1'], '--drills: "-1" is not a number from 0 to 365 (a year)'],
    ['nothing', ['--acus', ''], '--acus: "" is not a number from 0 to 256 (ACUs). Write for example --acus 0.5'],
    ['infinity', ['--requests', 'Infinity'], '--requests: "Infinity" is not a number'],
    ['less than can be', ['--restored-hours', '0'], '--restored-hours: "0" is not a number from 0.17 to 720 (hours)'],
    [
      'a part that there is not',
      ['--only', 'runs,prices'],
      '--only: there is no part "prices". Write some of components,',
    ],
    ['an unknown option', ['--acu', '1'], "Unknown option '--acu'"],
    [
      'a configuration that is not there',
      ['--config', '/nowhere.json'],
      '--config: /nowhere.json: cannot be read: there is no such file',
    ],
    ['no cloud assembly', ['--assembly', folder], '--assembly: '],
  ])('%s', async (_, words, message) => {
    const error: unknown = await refusal(...words);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });

  test('everything that is wrong is said at once', async () => {
    const error: unknown = await refusal('--gb', 'x', '--change', 'y');
    expect(String(error)).toMatch(/--gb: "x"[^\n]*\n--change: "y"/);
  });

  test('a field of the configuration, by its name', async () => {
    const config = file('config.json', '{"backup": {"copies": "some"}}');
    const error: unknown = await refusal('--config', config);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/json:1: backup.copies is "\w+": write "full" or "lean"/);
  });
});

describe('PILOT_LIGHT_CONFIG', () => {
  afterEach(() => {
    delete environment['PILOT_LIGHT_CONFIG'];
  });

  const name = (text: string) => {
    const file = join(folder, 'named.json');
    writeFileSync(file, text);
    environment['PILOT_LIGHT_CONFIG'] = file;
  };

  test('names what is priced, as it names what is synthesised', async () => {
    name('{"backup": {"copies": "lean"}}');
    expect(await printed('--first-estimate', '--only', 'retention')).toMatch(/^"lean" +true .* as configured$/m);
  });

  test('is named when its file is wrong', async () => {
    name('{"backup": {"copies": "some"}}');
    const error: unknown = await refusal();
    expect(String(error)).toMatch(/named.json:1: backup.copies is "some": write "full" or "lean"$/);
  });
});

describe('the table', () => {
  const report = costReport(parseConfig({}), SMALL, { ...DEFAULT_ASSUMPTIONS, gb: 100 });
  const text = costTables(report, { width: 120, detail: false });

  test('has a row for each component, before and after, beside the first estimate', () => {
    expect(text).toMatch(/^Aurora Serverless v2 +54\.20 +98\.00 +\+43\.80 +30 → 32 /m);
    expect(text).toMatch(/^Total +[\d.]+ \* +[\d.]+ \* +\+[\d.]+ +50 → 58$/m);
  });

  test('marks what contains a price of low confidence, and says which', () => {
    expect(text).toMatch(/^ElastiCache Serverless +6\.16 \* +6\.16 \* /m);
    expect(text).toMatch(/^\* contains a price of low confidence.*httpApiRequests/ms);
  });

  test('has the choices of retention, with the configured one', () => {
    expect(text).toMatch(/^"lean" +true +hourly 1 d, daily 14 d +61 +[\d.]+ +as configured$/m);
    expect(text).toMatch(/^"full" +false +hourly 7 d, daily 90 d +251 +[\d.]+$/m);
  });

  test('has a validation, a drill and a failover, with the command that counted them', () => {
    expect(text).toMatch(/^validation +0\.0\d{3} +[\d.]+ +[\d.]+/m);
    expect(text).toContain('npm run -s bench -- counted');
  });

  test('prints what is assumed and what is not priced', () => {
    expect(text).toContain('--gb 100 GB');
    expect(text).toMatch(/^Not priced: free tiers;/m);
  });

  test('with --detail has each quantity with its price, and where that is from', () => {
    const detailed = costTables(report, { detail: true });
    expect(detailed).toMatch(/^Backups and copies +automated backups, 7 days +35 +GB-month +0\.74 +auroraBackup$/m);
    expect(detailed).toMatch(/^auroraBackup +us-west-2 +0\.021 +GB-month +2026-09-07 +AWS Price List/m);
    expect(detailed).toMatch(/^httpApiRequests +us-east-1 +1 \* +1,000,000 requests /m);
  });
});

test('--first-estimate prints the estimate’s own table', async () => {
  const text = await printed('--first-estimate');
  expect(text).toMatch(/^Total +50\.\d\d \* +58\.\d\d \* +\+7\.\d\d +50 → 58$/m);
  expect(text).not.toContain('later phases');
});

test('--json prints one object', async () => {
  const report: unknown = JSON.parse(await printed('--first-estimate', '--json', '--gb', '10'));
  expect(report).toMatchObject({ currency: 'USD', total: { firstEstimate: { before: 50, after: 58 } } });
  expect(report).toMatchObject({
    assumptions: expect.arrayContaining([expect.objectContaining({ name: 'gb', value: 10 })]),
  });
});
