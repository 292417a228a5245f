import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { table } from '../cli/output/table';
import { synthesise } from '../cli/synthesise';
import { VIRTUAL_START_MS } from '../rehearsal/stage/options';
import { memoryOfTree } from './process-tree';

const PROJECT = join(__dirname, '..');
const RUNS = ['first run', 'second run'];
const SAMPLE_MS = 100;
const TraceEntry = z.object({ at: z.string() });
const Report = z.object({
  verdict: z.string(),
  apiCalls: z.number(),
  stateTransitions: z.number(),
  stateTransitionsUsd: z.number(),
  rtoSeconds: z.number().nullable(),
  criticalPathSeconds: z.number(),
});

interface Run {
  readonly wallSeconds: number;
  readonly virtualSeconds: number;
  readonly peak: { readonly ownMegabytes: number; readonly treeMegabytes: number };
  readonly report: z.infer<typeof Report>;
}

/** `npm run rehearse` as a user runs it: a process of its own, synthesis included, twice. */
export async function measureRehearsal(): Promise<string> {
  const synthesisSeconds = await timeSynthesis();
  const runs: Run[] = [];
  for (const _ of RUNS) runs.push(await rehearseOnce());
  const row = (label: string, value: (run: Run) => string) => [label, ...runs.map(value)];
  return table(
    ['rehearsal', ...RUNS],
    [
      row('verdict', ({ report }) => report.verdict),
      row('wall time, synthesis included', ({ wallSeconds }) => `${wallSeconds.toFixed(1)} s`),
      row('synthesis by itself', () => `${synthesisSeconds.toFixed(1)} s`),
      row('virtual time', ({ virtualSeconds }) => `${(virtualSeconds / 3600).toFixed(2)} h`),
      row('virtual to wall', ({ virtualSeconds, wallSeconds }) => `${Math.round(virtualSeconds / wallSeconds)} : 1`),
      row('peak memory, Node', ({ peak }) => megabytes(peak.ownMegabytes)),
      row('peak memory, with PostgreSQL', ({ peak }) => megabytes(peak.treeMegabytes)),
      row('API calls', ({ report }) => String(report.apiCalls)),
      row(
        'state transitions',
        ({ report }) => `${report.stateTransitions} ($${report.stateTransitionsUsd.toFixed(4)})`,
      ),
      row(
        'RTO / critical path',
        ({ report }) => `${report.rtoSeconds ?? '-'} s / ${Math.round(report.criticalPathSeconds)} s`,
      ),
    ],
  );
}

async function timeSynthesis(): Promise<number> {
  const beganAt = performance.now();
  const assembly = await synthesise();
  const seconds = (performance.now() - beganAt) / 1000;
  await assembly.remove();
  return seconds;
}

async function rehearseOnce(): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-light-bench-'));
  try {
    const trace = join(folder, 'trace.jsonl');
    const beganAt = performance.now();
    const { stdout, peak } = await run(['rehearse', '--json', '--trace', trace]);
    const wallSeconds = (performance.now() - beganAt) / 1000;
    const virtualSeconds = (lastInstant(readFileSync(trace, 'utf8')) - VIRTUAL_START_MS) / 1000;
    return { wallSeconds, virtualSeconds, peak, report: Report.parse(JSON.parse(stdout)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(words: readonly string[]): Promise<{ stdout: string; peak: Run['peak'] }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=32', 'cli/pilotlight.js', ...words], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const peak = { ownMegabytes: 0, treeMegabytes: 0 };
  const sampling = setInterval(() => {
    const now = child.pid === undefined ? undefined : memoryOfTree(child.pid);
    peak.ownMegabytes = Math.max(peak.ownMegabytes, now?.ownMegabytes ?? 0);
    peak.treeMegabytes = Math.max(peak.treeMegabytes, now?.treeMegabytes ?? 0);
  }, SAMPLE_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(sampling);
      if (code === 0) resolve({ stdout, peak });
      else reject(new Error(`The rehearsal ended with exit code ${code}.\n${stdout}`));
    });
  });
}

/** Where there is no /proc, nothing was sampled. */
function megabytes(value: number): string {
  return value === 0 ? 'not measured here' : `${Math.round(value)} MB`;
}

function lastInstant(trace: string): number {
  return Date.parse(TraceEntry.parse(JSON.parse(trace.trimEnd().split('\n').at(-1) ?? '{}')).at);
}
