import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDurations } from '../../simulator/kernel/durations';
import { readFaults } from '../../simulator/kernel/faults';
import { InputFileError, readJsonFile } from '../../simulator/kernel/input-file';
import { parseDuration } from '../../simulator/kernel/virtual-duration';
import { Random } from '../../simulator/kernel/random';
import { DEFAULT_DARK_AT_MS, type RehearsalOptions } from '../../simulator/rehearsal/options';
import { rehearse } from '../../simulator/rehearsal/rehearse';
import type { RehearsalReport } from '../../simulator/rehearsal/report';
import { EXIT_CODES, readOptions, UsageError, type Command } from '../command';
import { createView } from '../output/view';
import { summarise } from '../output/summary';
import { synthesise } from '../synthesise';

const PROJECT = join(__dirname, '..', '..');

const USAGE = `pilotlight rehearse [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, runs the workload for some virtual hours,
takes the primary region dark and starts the regional-failover state machine.

  --seed N            whole number, 0 or more: the same seed gives the same run, byte for byte (default 1)
  --mode MODE         failover (default), or drill: everything but traffic, then it takes itself down
  --dark-at OFFSET    when the primary goes dark, from the start of virtual time: 6h20m (default; a drill: never)
  --durations WHICH   default, slow, fast, or a JSON file of seconds by name
  --faults FILE       a JSON list of faults (docs/SIMULATOR.md)
  --input FILE        the input of the execution, as JSON, instead of the rehearsal's own
  --evidence FILE     writes the evidence that the state machine recorded
  --trace FILE        writes everything that happened, one JSON object a line
  --json              prints the report as one JSON object, and nothing else

Exit code: 0 the workload serves from the standby and every check passed, 1 it failed, 2 usage,
3 the state machine refused to go on because it was not safe.`;

export const rehearseCommand: Command = {
  name: 'rehearse',
  summary: 'rehearse a regional failover against two simulated regions',
  usage: USAGE,
  async run(words) {
    const values = readOptions(
      words,
      {
        seed: { type: 'string', default: '1' },
        mode: { type: 'string', default: 'failover' },
        'dark-at': { type: 'string' },
        durations: { type: 'string', default: 'default' },
        faults: { type: 'string' },
        input: { type: 'string' },
        evidence: { type: 'string' },
        trace: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      USAGE,
    );
    const request = asUsage(() => validate(values));
    const assembly = await synthesise();
    try {
      const view = createView(values.json ? 'none' : process.stdout.isTTY ? 'live' : 'plain');
      const { report, evidence, trace } = await view.follow((listener) =>
        rehearse({ ...request, assemblyDirectory: assembly.directory }, listener),
      );
      if (values.evidence !== undefined && evidence !== undefined) writeFileSync(values.evidence, evidence);
      if (values.trace !== undefined) writeFileSync(values.trace, trace);
      process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : summarise(report));
      return exitCode(report);
    } finally {
      await assembly.remove();
    }
  },
};

function exitCode(report: RehearsalReport): number {
  switch (report.verdict) {
    case 'passed':
      return EXIT_CODES.ok;
    case 'refused':
      return EXIT_CODES.unsafe;
    case 'failed':
      return EXIT_CODES.failed;
  }
}

function validate(values: {
  readonly seed: string;
  readonly mode: string;
  readonly 'dark-at'?: string | undefined;
  readonly durations: string;
  readonly faults?: string | undefined;
  readonly input?: string | undefined;
}): Omit<RehearsalOptions, 'assemblyDirectory'> {
  const seed = Number(values.seed);
  if (!/^\d+$/.test(values.seed) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`--seed: "${values.seed}" is not a whole number of 0 or more. Write for example --seed 7`);
  }
  if (values.mode !== 'failover' && values.mode !== 'drill') {
    throw new UsageError(`--mode: there is no mode "${values.mode}". Write failover or drill`);
  }
  const random = new Random(seed);
  // Both files are read here too, so that a mistake in them is found before anything is synthesised.
  readDurations(values.durations, random);
  if (values.faults !== undefined) readFaults(values.faults);
  return {
    schemaPath: join(PROJECT, 'workload', 'schema.sql'),
    frontendDirectory: join(PROJECT, 'workload', 'frontend'),
    seed,
    mode: values.mode,
    darkAtMs:
      values['dark-at'] === undefined ? defaultDarkness(values.mode) : readOffset('--dark-at', values['dark-at']),
    durations: values.durations,
    faultsPath: values.faults,
    input: values.input === undefined ? undefined : readInput(values.input),
  };
}

function defaultDarkness(mode: 'failover' | 'drill'): number | undefined {
  return mode === 'failover' ? DEFAULT_DARK_AT_MS : undefined;
}

function readOffset(option: string, text: string): number {
  const offsetMs = parseDuration(text);
  if (offsetMs !== undefined) return offsetMs;
  throw new UsageError(`${option}: "${text}" is not a duration. Write for example ${option} 6h20m`);
}

function readInput(path: string): Readonly<Record<string, unknown>> {
  const input = readJsonFile(path);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new UsageError(`--input: ${path}: the input of an execution is a JSON object such as {"mode": "drill", ...}`);
}

/** A mistake in a file that the user named is a mistake in how the command was used. */
function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputFileError) throw new UsageError(error.message);
    throw error;
  }
}
