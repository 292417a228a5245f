import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../cli/command';
import { rehearseCommand } from '../../cli/commands/rehearse';
import { capture } from './in-process';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-usage-'));
  const files = {
    'broken.json': '[\n  {"at": "2h",\n',
    'faults.json': '[\n  {"at": "2h", "kind": "error"},\n  {"at": "soon", "kind": "explode"}\n]',
    'names.json': '[\n  {"at": "2h", "kind": "error", "service": "dynamo",\n   "region": "mars"}\n]',
    'cli-name.json': '[{"at": "2h", "kind": "error", "service": "stepfunctions"}]',
    'ireland.json': '{"primaryRegion": "eu-west-1", "standbyRegion": "eu-central-1"}',
    'durations.json': '{\n  "backupCopy": 60,\n  "backupJob": "long",\n  "teleport": 1\n}',
    'list.json': '["drill"]',
    'drill.json': '{"mode": "drill"}',
    file: '',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function messageOf(words: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const placed = words.map((word) => word.replace('FOLDER', folder));
  const error: unknown = await rehearseCommand.run(placed, capture(environment).io).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return (error instanceof Error ? error.message : '').replaceAll(folder, 'FOLDER');
}

describe('pilotlight rehearse says what to write instead, before it starts anything', () => {
  test.each([
    [
      'a seed that is no number',
      ['--seed', 'x'],
      '--seed: "x" is not a whole number of 0 or more. Write for example --seed 7',
    ],
    ['a seed with a fraction', ['--seed', '1.5'], '--seed: "1.5" is not a whole number'],
    ['a seed that is too large to be exact', ['--seed', '9007199254740993'], 'is not a whole number'],
    ['an unknown mode', ['--mode', 'panic'], '--mode: there is no mode "panic". Write failover or drill'],
    [
      'a mode that the input contradicts',
      ['--mode', 'failover', '--input', 'FOLDER/drill.json'],
      '--mode failover: the input says "drill"',
    ],
    [
      'a darkness that is no duration',
      ['--dark-at', 'soon'],
      '--dark-at: "soon" is not a duration. Write for example --dark-at 6h20m',
    ],
    ['a darkness after a month', ['--dark-at', '31d'], '--dark-at: 31d is too late. Write at most 30d'],
    [
      'a darkness before anything can be deployed',
      ['--dark-at', '10m'],
      "--dark-at: 10m is too early: the primary's Aurora cluster and its instance take 11m24s at least. " +
        "Write --dark-at 2h10m, when a backup with the workload's tables has been copied, or later",
    ],
    [
      'the same with durations that make it later',
      ['--dark-at', '10m', '--durations', 'slow'],
      'take 14m15s at least. Write --dark-at 6h20m, when',
    ],
    [
      'a start of a drill before anything can be deployed',
      ['--mode', 'drill', '--start-at', '10m'],
      '--start-at: 10m is too early: ',
    ],
    [
      'a start of a validation before anything can be deployed',
      ['restore-validation', '--start-at', '10m'],
      '--start-at: 10m is too early: ',
    ],
    [
      'a failure of backups before anything can be deployed',
      ['backup-failure', '--from', '5m'],
      '--from: 5m is too early: ',
    ],
    [
      'a start of a drill that is no duration',
      ['--mode', 'drill', '--start-at', 'soon'],
      '--start-at: "soon" is not a duration. Write for example --start-at 6h25m',
    ],
    [
      'a start of a failover, which follows the darkness',
      ['--start-at', '3h'],
      '--start-at: it starts five minutes after the primary goes dark. Write --dark-at instead',
    ],
    [
      'a start of a validation after a month',
      ['restore-validation', '--start-at', '31d'],
      '--start-at: 31d is too late. Write at most 30d',
    ],
    [
      'two starts of a validation',
      ['restore-validation', '--start-at', '3h', '--starts-at', '2026-02-28T20:00:00Z'],
      '--start-at: with --starts-at the schedule says when it is due. Leave one of them out',
    ],
    [
      'a failure of backups that is no duration, by either name',
      ['backup-failure', '--from', 'noon'],
      '--from: "noon" is not a duration. Write for example --from 4h50m',
    ],
    [
      'a failure of backups by both names',
      ['backup-failure', '--from', '3h', '--start-at', '3h'],
      '--start-at: --from is another name of it. Leave one of them out',
    ],
    [
      'a file of faults that is not there',
      ['--faults', 'FOLDER/none.json'],
      'FOLDER/none.json: cannot be read: there is no such file',
    ],
    [
      'faults that are not JSON',
      ['--faults', 'FOLDER/broken.json'],
      'FOLDER/broken.json:3: not valid JSON: write a name',
    ],
    [
      'a fault with wrong fields',
      ['--faults', 'FOLDER/faults.json'],
      'FOLDER/faults.json:3: 1.at is "soon": write a duration such as "6h20m" or "90s"\nFOLDER/faults.json:3: 1.kind is "explode": write ',
    ],
    [
      'a fault of a region and a service that there are not',
      ['--faults', 'FOLDER/names.json'],
      'FOLDER/names.json:3: 0.region is "mars": there is no such region here. Write us-east-1 or us-west-2\n' +
        'FOLDER/names.json:2: 0.service is "dynamo": there is no such service here. Did you mean "dynamodb"? Write one of ',
    ],
    [
      'a fault of a service by its name in the AWS CLI',
      ['readiness', '--faults', 'FOLDER/cli-name.json'],
      '0.service is "stepfunctions": there is no such service here: write "states"',
    ],
    [
      'a zone that is lost at no time',
      ['az-failure', '--at', 'soon'],
      '--at: "soon" is not a duration. Write for example --at 2h50m',
    ],
    [
      'more drills than are compared',
      ['quarterly-drill', '--drills', '9'],
      '--drills: "9" is not a whole number from 1 to 8. Write for example --drills 4',
    ],
    ['a duration that is no number', ['--durations', 'FOLDER/durations.json'], '3: backupJob is "long": '],
    [
      'a duration of an unknown name',
      ['--durations', 'FOLDER/durations.json'],
      'FOLDER/durations.json:4: teleport is not a duration: the durations are ',
    ],
    [
      'a choice of durations that is written otherwise',
      ['--durations', 'slov'],
      '--durations: there is no choice "slov", and no such file. Did you mean slow?',
    ],
    [
      'a choice of durations that does not exist',
      ['--durations', 'medium'],
      '--durations: there is no choice "medium", and no such file. Write default, slow, fast, or the path',
    ],
    [
      'an input that is not there',
      ['--input', 'FOLDER/none.json'],
      'FOLDER/none.json: cannot be read: there is no such file',
    ],
    [
      'an input that is no object',
      ['--input', 'FOLDER/list.json'],
      '--input: FOLDER/list.json: the input of an execution is a JSON object',
    ],
    [
      'evidence in a folder that is not there',
      ['--evidence', 'FOLDER/none/e.json'],
      '--evidence: FOLDER/none/e.json cannot be written: the folder FOLDER/none does not exist',
    ],
    ['evidence in place of a folder', ['--evidence', 'FOLDER'], '--evidence: FOLDER cannot be written: it is a folder'],
    [
      'a trace under a file',
      ['--trace', 'FOLDER/file/t.jsonl'],
      '--trace: FOLDER/file/t.jsonl cannot be written: FOLDER/file is not a folder',
    ],
    [
      'a trace in the file of the evidence',
      ['--trace', 'FOLDER/one.json', '--evidence', 'FOLDER/./one.json'],
      '--trace: FOLDER/one.json is the file of --evidence, too. Write another',
    ],
    ['an unknown option', ['--bogus'], "Unknown option '--bogus'"],
    ['an option without its value', ['--seed'], "Option '--seed <value>' argument missing"],
    [
      'a scenario that does not exist',
      ['now'],
      'rehearse: there is no scenario "now". Scenarios: failover, restore-validation',
    ],
    ['words that belong to no option', ['failover', 'now'], "Unexpected argument 'now'"],
  ])('%s', async (_, words, expected) => {
    expect(await messageOf(words)).toContain(expected);
  });

  test('the regions that a fault can name are those of the configuration', async () => {
    const environment = { PILOT_LIGHT_CONFIG: join(folder, 'ireland.json') };
    expect(await messageOf(['--faults', 'FOLDER/names.json'], environment)).toContain(
      'there is no such region here. Write eu-central-1, eu-west-1 or us-east-1',
    );
  });

  test('an unknown option also shows the options that there are', async () => {
    expect(await messageOf(['--bogus'])).toContain('--durations WHICH');
  });
});
