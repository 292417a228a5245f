import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { table } from '../cli/output/table';
import { cpuSecondsOfTree } from './process-tree';

const PROJECT = join(__dirname, '..');
const JEST = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
const Measured = z.object({ file: z.string(), cpuSeconds: z.number() });

type MeasuredFile = z.output<typeof Measured>;

/**
 * Runs the suite and says what each folder of test/ costs in CPU seconds, user and system.
 * @param args `--files` for a row a file; the rest goes to jest, as a folder of tests
 */
export async function measureSuite(args: readonly string[]): Promise<string> {
  const perFile = args.includes('--files');
  const scratch = mkdtempSync(join(tmpdir(), 'pilot-light-suite-'));
  const output = join(scratch, 'files.jsonl');
  try {
    const beganAt = performance.now();
    const before = cpuSecondsOfTree(process.pid);
    process.exitCode = await runJest(
      args.filter((arg) => arg !== '--files'),
      output,
    );
    const after = cpuSecondsOfTree(process.pid);
    const wallSeconds = (performance.now() - beganAt) / 1000;
    const files = readMeasured(output);
    const total = before === undefined || after === undefined ? undefined : after - before;
    return print(perFile ? files : byFolder(files), total, wallSeconds);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Its results go to standard error, as they come. */
async function runJest(args: readonly string[], output: string): Promise<number> {
  const environment = join(PROJECT, 'test', 'environment', 'measured.ts');
  const child = spawn(process.execPath, [JEST, `--env=${environment}`, ...args], {
    cwd: PROJECT,
    env: { ...process.env, SUITE_CPU_FILE: output },
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function readMeasured(output: string): readonly MeasuredFile[] {
  if (!existsSync(output)) return [];
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Measured.parse(JSON.parse(line)));
}

function byFolder(files: readonly MeasuredFile[]): readonly MeasuredFile[] {
  const folders = new Map<string, number>();
  for (const { file, cpuSeconds } of files) {
    const folder = dirname(file).split('/').slice(0, 2).join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + cpuSeconds);
  }
  return [...folders].map(([file, cpuSeconds]) => ({ file: `${file}/`, cpuSeconds }));
}

/** @param total CPU seconds of jest's own process and all that it has started; undefined where there is no /proc */
function print(rows: readonly MeasuredFile[], total: number | undefined, wallSeconds: number): string {
  const sum = rows.reduce((seconds, row) => seconds + row.cpuSeconds, 0);
  const sorted = rows.toSorted((one, other) => other.cpuSeconds - one.cpuSeconds);
  const cells = sorted.map(({ file, cpuSeconds }) => [file, cpuSeconds.toFixed(1)]);
  if (total !== undefined) cells.push(['jest itself', (total - sum).toFixed(1)]);
  cells.push(['total', (total ?? sum).toFixed(1)]);
  return [
    table(['tests', 'CPU s'], cells),
    total === undefined
      ? 'Of the workers alone: child processes and jest itself are not counted without /proc.'
      : 'User and system, with child processes such as PostgreSQL. Jest itself: the first process, and the start of each worker.',
    `${wallSeconds.toFixed(0)} s of wall time.`,
  ].join('\n');
}
