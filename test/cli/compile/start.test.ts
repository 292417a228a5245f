import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

const PROJECT = join(__dirname, '..', '..', '..');
const START = join(PROJECT, 'cli', 'compile', 'start.js');
const run = promisify(execFile);
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pilot-light-compile-'));
  mkdirSync(join(project, 'cli'));
  write('process.ts', [
    "import { join } from 'node:path';",
    'type Word = string | undefined;',
    'export function start(readable: (stack: string) => string = (stack) => stack): void {',
    '  const word: Word = process.argv.at(-1);',
    "  console.log(join(__dirname, '..'));",
    "  if (word === 'part') (require('./part') as typeof import('./part')).part();",
    "  if (word === 'throw') throw new Error('thrown');",
    "  if (word === 'caught') process.stderr.write(readable(new Error('caught').stack ?? ''));",
    '}',
  ]);
  write('part.ts', ["console.log('the part is loaded');", 'export const part = (): void => undefined;']);
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function write(name: string, lines: readonly string[]): void {
  writeFileSync(join(project, 'cli', name), lines.join('\n'));
}

async function start(word = 'nothing'): Promise<{ stdout: string; stderr: string; code: number }> {
  const script = `void require(${JSON.stringify(START)}).start(${JSON.stringify(project)}, [])`;
  try {
    return { ...(await run(process.execPath, ['-e', script, word])), code: 0 };
  } catch (error) {
    return error as { stdout: string; stderr: string; code: number };
  }
}

const folders = () => readdirSync(join(project, '.cache', 'cli'));
const compiledAt = () => statSync(join(project, '.cache', 'cli', folders()[0] ?? '', 'main.js')).mtimeMs;

test('compiles at the first start only, and remembers what V8 made of it', async () => {
  expect(await start()).toMatchObject({ code: 0, stdout: `${project}\n`, stderr: '' });
  const atMs = compiledAt();
  expect(await start()).toMatchObject({ code: 0, stdout: `${project}\n`, stderr: '' });
  expect(compiledAt()).toBe(atMs);
  expect(readdirSync(join(project, '.cache', 'cli', folders()[0] ?? ''))).toContainEqual(
    expect.stringMatching(/^other-v.*\.bin$/),
  );
});

test('a change is seen, also in a part that is loaded only when it is called', async () => {
  expect((await start('part')).stdout).toBe(`${project}\nthe part is loaded\n`);
  expect((await start()).stdout).toBe(`${project}\n`);
  write('part.ts', ["console.log('another part');", 'export const part = (): void => undefined;']);
  expect((await start('part')).stdout).toBe(`${project}\nanother part\n`);
});

test('a checkout that was moved or copied with what it keeps runs its own sources', async () => {
  expect((await start()).stdout).toBe(`${project}\n`);
  const moved = `${project}-moved`;
  cpSync(project, moved, { recursive: true });
  rmSync(project, { recursive: true });
  project = moved;
  expect(await start()).toMatchObject({ code: 0, stdout: `${moved}\n`, stderr: '' });
});

test('what V8 made is not used when it is damaged', async () => {
  await start();
  const folder = join(project, '.cache', 'cli', folders()[0] ?? '');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.bin'));
  const code = readFileSync(join(folder, name));
  writeFileSync(join(folder, name), code.fill(0, code.length / 2));
  expect(await start()).toMatchObject({ code: 0, stdout: `${project}\n`, stderr: '' });
  expect(
    readFileSync(join(folder, name))
      .subarray(code.length / 2)
      .some((byte) => byte !== 0),
  ).toBe(true);
});

test('stacks name the places in the sources, whether an error is caught or not', async () => {
  await start();
  const [caught, uncaught] = await Promise.all([start('caught'), start('throw')]);
  expect(caught.stderr).toMatch(new RegExp(`at \\S*start \\(${project}/cli/process.ts:8:`));
  expect(uncaught).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`at \\S*start \\(${project}/cli/process.ts:7:`)),
  });
});

test('two first starts at once both run, and one folder is left', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ stdout }) => stdout)).toEqual([`${project}\n`, `${project}\n`]);
  expect(folders()).toHaveLength(1);
});

test('where nothing can be kept, tsx runs the sources', async () => {
  writeFileSync(join(project, '.cache'), 'a file in place of the folder');
  expect(await start('part')).toMatchObject({ code: 0, stdout: `${project}\nthe part is loaded\n`, stderr: '' });
});

test('a source that cannot be compiled is named, with its line', async () => {
  write('part.ts', ['export const part = (): void => undefined;', 'const = 1;']);
  const { code, stderr } = await start('part');
  expect(code).toBe(1);
  expect(stderr).toContain('part.ts:2:6');
});

test('every source that is compiled in is hashed', () => {
  const { INPUTS }: { INPUTS: readonly string[] } = require('../../../cli/compile/start');
  const { metafile } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: ['cli/process.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'out',
  });
  const sources = new Set(Object.keys(metafile.inputs).map((path) => path.split('/')[0]));
  expect([...sources].filter((folder) => !INPUTS.includes(folder ?? ''))).toEqual([]);
});
