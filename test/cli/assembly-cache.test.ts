import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { cachedAssembly } from '../../cli/assembly-cache';
import { ASSEMBLY_INPUTS } from '../../cli/assembly-inputs';
import { UsageError } from '../../cli/command';
import { SynthesisError } from '../../cli/synthesise';
import { ENTRIES } from '../../infra/entries';

const PROJECT = join(__dirname, '..', '..');
/** A CDK app that notes each synthesis, and reads what SPOIL names as a sign to change or to fail. */
const APP = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('syntheses.log', 'one\\n');
if (process.env.SPOIL === 'fail') { console.error('no such zone'); process.exit(1); }
if (process.env.SPOIL === 'refuse') { console.error('a.json:1: no such zone'); process.exit(2); }
if (process.env.SPOIL === 'change') writeFileSync('infra/app.ts', 'changed meanwhile');
mkdirSync(process.env.CDK_OUTDIR + '/asset.1', { recursive: true });
writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', '{}');
writeFileSync(process.env.CDK_OUTDIR + '/asset.1/index.js', 'exports.handler = 1');
`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pilot-light-project-'));
  const files = {
    'app.js': APP,
    'cdk.json': '{"app": "node app.js"}',
    'tsconfig.json': '{}',
    'package.json': '{}',
    'package-lock.json': '{}',
    'node_modules/.package-lock.json': '{}',
    'infra/app.ts': 'app',
    'functions/restoreAurora/handler.ts': 'handler',
    'workload/api/handler.ts': 'handler',
    'statemachines/regional-failover.asl.json': '{}',
    'config.json': '{"workload": {"activationTemplate": "activation.yaml"}}',
    'activation.yaml': 'Resources:',
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

const syntheses = () => readFileSync(join(project, 'syntheses.log'), 'utf8').split('\n').length - 1;
const kept = () => readdirSync(join(project, '.cache', 'assemblies'));
const environment = (others: Readonly<Record<string, string>> = {}) => ({
  PILOT_LIGHT_CONFIG: 'config.json',
  ...others,
});

async function as(property: 'version' | 'platform' | 'arch', value: string): Promise<void> {
  const real = Object.getOwnPropertyDescriptor(process, property) ?? {};
  Object.defineProperty(process, property, { ...real, value });
  try {
    await cachedAssembly(environment(), project);
  } finally {
    Object.defineProperty(process, property, real);
  }
}

test('an assembly of equal inputs is the one of before, and nobody removes it', async () => {
  const first = await cachedAssembly(environment(), project);
  await first.remove();
  const second = await cachedAssembly(environment(), project);

  expect(second.directory).toBe(first.directory);
  expect(readFileSync(join(second.directory, 'asset.1', 'index.js'), 'utf8')).toBe('exports.handler = 1');
  expect(syntheses()).toBe(1);
});

describe('a new synthesis follows', () => {
  const changes: readonly (readonly [string, () => unknown])[] = [
    ['a source of the app', () => write('infra/app.ts', 'another')],
    ['a source of a function', () => write('functions/restoreAurora/handler.ts', 'another')],
    ['a source of the workload', () => write('workload/api/handler.ts', 'another')],
    ['a state machine', () => write('statemachines/regional-failover.asl.json', '{ }')],
    ['a file that is added', () => write('functions/shared/errors.ts', '')],
    ['a file that is renamed', () => renameSync(join(project, 'infra/app.ts'), join(project, 'infra/application.ts'))],
    ['the content of the configuration', () => write('config.json', '{}')],
    ['the template that the configuration names', () => write('activation.yaml', 'Resources: {}')],
    ['the lock file', () => write('package-lock.json', '{ }')],
    ['the packages that are there', () => write('node_modules/.package-lock.json', '{ }')],
    ['package.json', () => write('package.json', '{ }')],
    ['tsconfig.json', () => write('tsconfig.json', '{ }')],
    ['cdk.json', () => write('cdk.json', '{"app": "node app.js", "output": "elsewhere"}')],
    ['what the CDK has looked up', () => write('cdk.context.json', '{}')],
  ];

  test.each(changes)('%s', async (_, change) => {
    await cachedAssembly(environment(), project);
    change();
    await cachedAssembly(environment(), project);
    await cachedAssembly(environment(), project);
    expect(syntheses()).toBe(2);
  });

  test.each([
    ['context for the app', { CDK_CONTEXT_JSON: '{"config": "other.json"}' }],
    ['options of Node', { NODE_OPTIONS: '--no-warnings' }],
    ['no configuration', { PILOT_LIGHT_CONFIG: undefined }],
  ])('%s in the environment', async (_, others) => {
    await cachedAssembly(environment(), project);
    await cachedAssembly({ ...environment(), ...others }, project);
    await cachedAssembly({ ...environment(), ...others }, project);
    expect(syntheses()).toBe(2);
  });

  test.each([
    ['version', 'v99.0.0'],
    ['platform', 'freebsd'],
    ['arch', 'riscv64'],
  ] as const)('the %s of Node', async (property, value) => {
    await cachedAssembly(environment(), project);
    await as(property, value);
    await as(property, value);
    expect(syntheses()).toBe(2);
  });
});

test('the template that a configuration with a comment names counts, too', async () => {
  const commented = `// of the orders\n${readFileSync(join(project, 'config.json'), 'utf8')}`;
  write('config.json', commented);
  await cachedAssembly(environment(), project);
  write('activation.yaml', 'Resources: {}');
  await cachedAssembly(environment(), project);
  expect(syntheses()).toBe(2);
});

test('a configuration that cannot be read is not the default one: the app has to say so', async () => {
  await cachedAssembly({ PILOT_LIGHT_CONFIG: undefined }, project);
  await cachedAssembly({ PILOT_LIGHT_CONFIG: 'no-such-file.json' }, project);
  await cachedAssembly({ PILOT_LIGHT_CONFIG: 'infra' }, project);
  expect(syntheses()).toBe(2);
  await cachedAssembly({ PILOT_LIGHT_CONFIG: undefined }, project);
  expect(syntheses()).toBe(2);
});

test('a configuration of the same content elsewhere, and other variables, change nothing', async () => {
  const first = await cachedAssembly(environment(), project);
  write('copy.json', readFileSync(join(project, 'config.json'), 'utf8'));
  const second = await cachedAssembly({ PILOT_LIGHT_CONFIG: join(project, 'copy.json'), TERM: 'dumb' }, project);
  expect(second.directory).toBe(first.directory);
});

test.each([
  ['lacks a file', (directory: string) => rmSync(join(directory, 'asset.1', 'index.js'))],
  ['has a short file', (directory: string) => writeFileSync(join(directory, 'asset.1', 'index.js'), '')],
  ['was never finished', (directory: string) => rmSync(join(directory, '.made.json'))],
])('a folder that %s is not trusted', async (_, spoil) => {
  const { directory } = await cachedAssembly(environment(), project);
  spoil(directory);
  const again = await cachedAssembly(environment(), project);
  expect(syntheses()).toBe(2);
  expect(readFileSync(join(again.directory, 'asset.1', 'index.js'), 'utf8')).toBe('exports.handler = 1');
});

test('two at once get the same whole folder, and nothing else is left', async () => {
  const [one, other] = await Promise.all([
    cachedAssembly(environment(), project),
    cachedAssembly(environment(), project),
  ]);
  expect(one.directory).toBe(other.directory);
  expect(existsSync(join(one.directory, 'manifest.json'))).toBe(true);
  expect(kept()).toHaveLength(1);
});

test('what fails is said in the words of the app, and leaves nothing', async () => {
  const failed = cachedAssembly(environment({ SPOIL: 'fail' }), project);
  await expect(failed).rejects.toThrow(new SynthesisError('The CDK app did not synthesise.\nno such zone'));
  expect(kept()).toEqual([]);
});

test('a configuration that the app refuses is a mistake of whoever wrote it', async () => {
  const refused = cachedAssembly(environment({ SPOIL: 'refuse' }), project);
  await expect(refused).rejects.toThrow(new UsageError('a.json:1: no such zone'));
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  expect(kept()).toEqual([]);
});

test('an assembly whose sources changed while it was made is used once', async () => {
  const assembly = await cachedAssembly(environment({ SPOIL: 'change' }), project);
  expect(existsSync(join(assembly.directory, 'manifest.json'))).toBe(true);
  await assembly.remove();
  expect(kept()).toEqual([]);
});

test('where nothing can be kept, each has its own and removes it', async () => {
  write('.cache', 'a file in place of the folder');
  const assembly = await cachedAssembly(environment(), project);
  expect(existsSync(join(assembly.directory, 'manifest.json'))).toBe(true);
  await assembly.remove();
  expect(existsSync(assembly.directory)).toBe(false);
});

test('eight are kept, the newest used; nobody loses what was recalled in the last quarter of an hour', async () => {
  const folder = join(project, '.cache', 'assemblies');
  const inUse = join(folder, 'in-use');
  for (let hours = 1; hours <= 10; hours += 1) {
    const old = join(folder, hours === 10 ? '.new-left' : `old-${hours}`);
    mkdirSync(old, { recursive: true });
    utimesSync(old, new Date(Date.now() - hours * 3_600_000), new Date(Date.now() - hours * 3_600_000));
  }
  mkdirSync(inUse);
  const { directory } = await cachedAssembly(environment(), project);
  expect(
    kept()
      .map((name) => join(folder, name))
      .toSorted(),
  ).toEqual([directory, inUse, ...[1, 2, 3, 4, 5, 6].map((hours) => join(folder, `old-${hours}`))].toSorted());
});

describe('nothing that the app is made from is forgotten', () => {
  test('every source that it reads and bundles is hashed', () => {
    const { metafile } = buildSync({
      absWorkingDir: PROJECT,
      entryPoints: ['infra/app.ts', ...ENTRIES],
      bundle: true,
      packages: 'external',
      platform: 'node',
      metafile: true,
      write: false,
      outdir: 'out',
    });
    const isHashed = (path: string) => ASSEMBLY_INPUTS.some((input) => path === input || path.startsWith(`${input}/`));
    expect(Object.keys(metafile.inputs).filter((path) => !isHashed(path))).toEqual([]);
  });

  test('the app reads no variables but those that are known', () => {
    const names = readdirSync(join(PROJECT, 'infra'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(join(PROJECT, 'infra', path), 'utf8').matchAll(/process\.env\W*(\w*)/g)])
      .map(([, name]) => name);
    // The second only chooses how an error is shown, the third is given by us.
    expect(new Set(names)).toEqual(new Set(['PILOT_LIGHT_CONFIG', 'PILOT_LIGHT_DEBUG', 'CDK_VALIDATION']));
  });
});
