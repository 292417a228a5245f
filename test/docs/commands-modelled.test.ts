import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createWorld } from '../../simulator/create-world';
import { type AwsCommand, awsCommandsOf, operationsOf, problemWith } from './aws-commands';
import { lackingIn } from './page-commands';

const ROOT = join(__dirname, '../..');

interface Section {
  readonly where: string;
  readonly commands: readonly AwsCommand[];
  /** Commands, as `aws SERVICE OPERATION`, of which the section says that the simulator lacks them. */
  readonly lacking: readonly string[];
}

const pages = filesIn(['.', 'docs', 'docs/adr', 'workload'], /\.md$/).flatMap((path) =>
  textOf(path)
    .split(/^(?=#+ )/m)
    .map((text) => sectionOf(path, text)),
);
/** Where mails, notifications and outputs of stacks are composed. */
const sources = filesIn(foldersIn(['functions', 'infra', 'statemachines', 'cli', 'rehearsal']), /\.(ts|json)$/).map(
  (path) => sectionOf(path, textOf(path)),
);
const all = [...pages, ...sources];

const world = createWorld({ seed: 0, startMs: 0, accountId: '111111111111', regions: ['us-east-1'] });
const modelled = new Map(
  world.dispatcher.services.map(({ service }) => [service.signingName, new Set(Object.keys(service.operations))]),
);

test('the commands are found, on the pages and where messages are composed', () => {
  expect(pages.flatMap(({ commands }) => commands).length).toBeGreaterThan(120);
  expect(sources.flatMap(({ commands }) => commands).length).toBeGreaterThan(10);
});

test('every aws command is an operation with its options, which the simulator has or is said to lack', () => {
  expect(all.flatMap(problemsOf)).toEqual([]);
});

/** The name of an operation in a sentence. */
const MENTION = /^aws [a-z0-9-]+ [a-z0-9-]+`/;
/** Their one endpoint is of no region that could be named. */
const GLOBAL = ['cloudfront', 'route53'];

test('every command names its region: a default may be the one that is down', () => {
  const without = all.flatMap(({ where, commands }) =>
    commands
      .filter(({ service, text }) => !GLOBAL.includes(service) && !MENTION.test(text) && !text.includes(' --region'))
      .map((command) => `${where}: ${nameOf(command)}`),
  );
  expect(without).toEqual([]);
});

test('nothing is said to be lacking that the simulator has', () => {
  const had = all.flatMap(({ where, lacking }) =>
    lacking.filter((text) => awsCommandsOf(text).every(isModelled)).map((text) => `${where}: ${text}`),
  );
  expect(had).toEqual([]);
});

test.each([
  ['aws rds describe-db-clusters --region x --db-cluster-identifier y', []],
  ['aws rds describe-clusters', ['rds has no operation DescribeClusters']],
  ['aws rds describe-db-clusters --cluster y', ['rds describe-db-clusters has no option --cluster']],
  ['aws rds modify-db-cluster --no-deletion-protection', []],
  ['aws rds modify-db-cluster --no-port', ['rds modify-db-cluster has no option --no-port']],
  ['aws rds wait db-cluster-snapshot-available --region x', []],
  ['aws rds reboot-db-cluster --db-cluster-identifier y', ['rds reboot-db-cluster is not modelled']],
  ['aws ec2 describe-vpcs', ['the simulator has no service ec2']],
  ['aws ec2 describe-vpcs\nThe simulator does not model `aws ec2 describe-vpcs`.', []],
  [
    'aws ec2 describe-vpcs\nThe simulator does not model `aws ec2 describe-subnets`.',
    ['the simulator has no service ec2'],
  ],
])('%j has these problems: %j', (text, problems) => {
  const found = problemsOf(sectionOf('page', text));
  expect(found.map((problem) => problem.replace('page: ', ''))).toEqual(problems);
});

function problemsOf({ where, commands, lacking }: Section): readonly string[] {
  return commands
    .filter((command) => !lacking.includes(nameOf(command)))
    .flatMap((command) => problemWith(command) ?? (isModelled(command) ? [] : `${nameOf(command, '')} is not modelled`))
    .map((problem) => `${where}: ${problem}`);
}

function isModelled(command: AwsCommand): boolean {
  const { signingName, names } = operationsOf(command);
  return names.length > 0 && names.every((name) => modelled.get(signingName)?.has(name) === true);
}

function nameOf({ service, operation }: AwsCommand, prefix = 'aws '): string {
  return `${prefix}${service} ${operation}`;
}

function sectionOf(path: string, text: string): Section {
  const [heading = ''] = /^#+ .*/.exec(text) ?? [];
  return { where: `${path} ${heading}`.trim(), commands: awsCommandsOf(text), lacking: lackingIn(text) };
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function filesIn(folders: readonly string[], name: RegExp): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => name.test(file))
      .map((file) => join(folder, file)),
  );
}

function foldersIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => [
    folder,
    ...readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  ]);
}
