import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDurations } from '../../simulator/kernel/durations';
import { readFaults } from '../../simulator/kernel/faults';
import { InputFileError, readJsonFile } from '../../simulator/kernel/input-file';
import { Random } from '../../simulator/kernel/random';
import { parseDuration } from '../../simulator/kernel/virtual-duration';
import type { TimelineListener } from '../../simulator/rehearsal/timeline';
import { EXIT_CODES, UsageError } from '../command';
import { createView } from '../output/view';
import { synthesise } from '../synthesise';

const PROJECT = join(__dirname, '..', '..');

/** What every scenario takes; `readOptions` reads them. */
export const COMMON_OPTIONS = {
  seed: { type: 'string', default: '1' },
  durations: { type: 'string', default: 'default' },
  faults: { type: 'string' },
  evidence: { type: 'string' },
  trace: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const COMMON_USAGE = `  --seed N            whole number, 0 or more: the same seed gives the same run, byte for byte (default 1)
  --durations WHICH   default, slow, fast, or a JSON file of seconds by name
  --faults FILE       a JSON list of faults (docs/SIMULATOR.md)
  --evidence FILE     writes the evidence that was recorded
  --trace FILE        writes everything that happened, one JSON object a line
  --json              prints the report as one JSON object, and nothing else`;

export interface CommonValues {
  readonly seed: string;
  readonly durations: string;
  readonly faults?: string | undefined;
  readonly evidence?: string | undefined;
  readonly trace?: string | undefined;
  readonly json: boolean;
}

/** The options of every scenario, validated before anything is synthesised. */
export function commonOptions(values: CommonValues) {
  const seed = Number(values.seed);
  if (!/^\d+$/.test(values.seed) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`--seed: "${values.seed}" is not a whole number of 0 or more. Write for example --seed 7`);
  }
  // Both files are read here too, so that a mistake in them is found before anything is synthesised.
  readDurations(values.durations, new Random(seed));
  if (values.faults !== undefined) readFaults(values.faults);
  return {
    schemaPath: join(PROJECT, 'workload', 'schema.sql'),
    frontendDirectory: join(PROJECT, 'workload', 'frontend'),
    seed,
    durations: values.durations,
    faultsPath: values.faults,
  };
}

export interface ScenarioResult<Report> {
  readonly report: Report;
  readonly evidence: string | undefined;
  readonly trace: string;
}

/** Synthesises, lets the scenario run under the eyes of the user, writes what was asked for, and prints the report. */
export async function runScenario<Report extends { readonly verdict: 'passed' | 'failed' | 'refused' }>(
  values: CommonValues,
  run: (assemblyDirectory: string, listener: TimelineListener) => Promise<ScenarioResult<Report>>,
  summarise: (report: Report) => string,
): Promise<number> {
  const assembly = await synthesise();
  try {
    const view = createView(values.json ? 'none' : process.stdout.isTTY ? 'live' : 'plain');
    const { report, evidence, trace } = await view.follow((listener) => run(assembly.directory, listener));
    if (values.evidence !== undefined && evidence !== undefined) writeFileSync(values.evidence, evidence);
    if (values.trace !== undefined) writeFileSync(values.trace, trace);
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : summarise(report));
    return exitCode(report.verdict);
  } finally {
    await assembly.remove();
  }
}

export function readOffset(option: string, text: string): number {
  const offsetMs = parseDuration(text);
  if (offsetMs !== undefined) return offsetMs;
  throw new UsageError(`${option}: "${text}" is not a duration. Write for example ${option} 6h20m`);
}

export function readInput(path: string): Readonly<Record<string, unknown>> {
  const input = readJsonFile(path);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new UsageError(`--input: ${path}: the input of an execution is a JSON object such as {"mode": "drill", ...}`);
}

/** A mistake in a file that the user named is a mistake in how the command was used. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputFileError) throw new UsageError(error.message);
    throw error;
  }
}

function exitCode(verdict: 'passed' | 'failed' | 'refused'): number {
  switch (verdict) {
    case 'passed':
      return EXIT_CODES.ok;
    case 'refused':
      return EXIT_CODES.unsafe;
    case 'failed':
      return EXIT_CODES.failed;
  }
}
