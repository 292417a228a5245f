import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { type Assembly, synthesise } from '../../cli/synthesise';
import { parseConfig } from '../../infra/config/parse';
import { assemblyDirectory, assemblyStacks } from '../infra/synthesized';
import { hasAws } from './aws-command-line';
import { awsCommandsOf, problemWith } from './aws-commands';
import { GuidedAccount } from './guided-account';
import { blocksOf, isAsPrinted, jsonOf, readPage } from './page';

// Some blocks wait for hours of virtual time, asking every quarter of an hour.
jest.setTimeout(300_000);

const page = readPage('DEPLOYMENT.md');
const blocks = blocksOf(page);
const commands = blocks.flatMap(({ script }) => awsCommandsOf(script));

test('every aws command of the page is an operation with its options', () => {
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.flatMap((command) => problemWith(command) ?? [])).toEqual([]);
});

test('a command that AWS does not have is noticed, and so is an option', () => {
  const problems = ['aws backup list-plans', 'aws rds describe-db-clusters --cluster x'].map((text) =>
    awsCommandsOf(text).map(problemWith),
  );
  expect(problems).toEqual([
    ['backup has no operation ListPlans'],
    ['rds describe-db-clusters has no option --cluster'],
  ]);
});

test('the configuration of the page is one', () => {
  expect(parseConfig(jsonOf(page))).toMatchObject({ account: '222222222222' });
});

describe('every region that a stack is deployed into is bootstrapped', () => {
  const EUROPE = { primaryRegion: 'eu-central-1', standbyRegion: 'eu-west-1' };

  test('by the command of the page, for its configuration', () => {
    const [command = ''] = /^npx cdk bootstrap .*$/m.exec(page) ?? [];
    expect(targetsOf(command)).toEqual(environmentsOf(jsonOf(page)));
    expect(printedFor(jsonOf(page))).toEqual([]);
  });

  test('by the command that the synthesis prints, where the frontend needs a third', () => {
    const [printed = ''] = printedFor(EUROPE);
    expect(targetsOf(printed)).toEqual(environmentsOf(EUROPE));
    expect(environmentsOf(EUROPE)).toHaveLength(3);
  });

  test.each([
    { ...EUROPE, standbyRegion: 'us-east-1' },
    { ...EUROPE, workload: { kind: 'reference', frontend: { cdn: false } } },
  ])('and nothing is printed where it needs none: %j', (config) => {
    expect(printedFor(config)).toEqual([]);
    expect(environmentsOf(config)).toHaveLength(2);
  });
});

/** `aws://ACCOUNT/REGION`, as a command of the CDK's takes them. */
function targetsOf(command: string): readonly string[] {
  return (command.match(/aws:\/\/\d{12}\/[a-z0-9-]+/g) ?? []).toSorted();
}

function environmentsOf(config: unknown): readonly string[] {
  const environments = assemblyStacks(config).map(({ account, region }) => `aws://${account}/${region}`);
  return [...new Set(environments)].toSorted();
}

/** What `cdk synth` and `cdk deploy` print of bootstrapping. */
function printedFor(config: unknown): readonly string[] {
  return new CloudAssembly(assemblyDirectory(config)).stacks
    .flatMap(({ messages }) => messages.map(({ entry }) => entry.data))
    .filter((data) => typeof data === 'string')
    .filter((message) => message.includes('cdk bootstrap'));
}

if (!hasAws) console.warn('No `aws` on the PATH: the commands of docs/DEPLOYMENT.md are parsed, and not followed.');

(hasAws ? describe : describe.skip)('followed from top to bottom', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-guide-config-'));
  let assembly: Assembly | undefined;
  let account: GuidedAccount | undefined;
  let failedLine: number | undefined;

  beforeAll(async () => {
    const file = join(directory, 'pilot-light.json');
    writeFileSync(file, JSON.stringify(jsonOf(page)));
    assembly = await synthesise({ PILOT_LIGHT_CONFIG: file });
    account = await GuidedAccount.open(assembly.directory, parseConfig(jsonOf(page)));
  });

  afterAll(async () => {
    await account?.close();
    await assembly?.remove();
    rmSync(directory, { recursive: true });
  });

  test.each(blocks.map((block) => [block.line, block] as const))(
    'the block of line %i does what the page says',
    async (line, { script, printed }) => {
      // What follows a failure would only repeat it.
      if (failedLine !== undefined) throw new Error(`not followed: the block of line ${failedLine} failed`);
      failedLine = line;
      const outcome = await account?.run(script);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      if (printed !== undefined && !isAsPrinted(outcome?.stdout ?? '', printed)) expect(outcome?.stdout).toBe(printed);
      failedLine = undefined;
    },
  );

  test('nothing was asked of the CDK but what a person is told to ask', () => {
    expect(account?.calls).toEqual([
      'npm ci',
      'npx cdk synth --quiet',
      'npm run rehearse',
      'npx cdk bootstrap aws://222222222222/us-east-1 aws://222222222222/us-west-2',
      'npx cdk deploy --no-rollback PilotLightStandby PilotLightRecovery PilotLightPrimary PilotLightTraffic PilotLightFrontend',
    ]);
  });
});
