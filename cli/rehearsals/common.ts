import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readDurations } from '../../simulator/kernel/durations';
import { InputFileError } from '../../input/input-file';
import { Random } from '../../simulator/kernel/random';
import type { Received } from '../../rehearsal/stage/mails';
import { RehearsalOptionsError, VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import type { Phase, TimelineListener } from '../../rehearsal/stage/timeline-event';
import type { RehearsedWorkload } from '../../rehearsal/workload/workload';
import { EXIT_CODES, type Io, UsageError } from '../command';
import { mailHint, mailText } from '../output/mails';
import { createView } from '../output/create-view';
import { readRehearsedConfiguration } from '../configuration';
import { checkFaults } from './check-faults';
import { readOwnWorkload, synthesiseRehearsed } from '../rehearsed';

/** What every rehearsal takes; `readOptions` reads them. */
export const COMMON_OPTIONS = {
  seed: { type: 'string', default: '1' },
  durations: { type: 'string', default: 'default' },
  faults: { type: 'string' },
  workload: { type: 'string' },
  evidence: { type: 'string' },
  trace: { type: 'string' },
  mails: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export const COMMON_USAGE = `  --seed N            whole number, 0 or more: the same seed gives the same run, byte for byte (default 1)
  --durations WHICH   default, slow, fast, or a JSON file of seconds by name
  --faults FILE       a JSON list of faults (docs/SIMULATOR.md)
  --workload FILE     what makes and uses a workload that runs already: its code, stacks, SQL, and what a client sends
                      (docs/PILOT_LIGHT_IMPLEMENTATION.md, "Rehearsing a workload of yours")
  --evidence FILE     writes the evidence that was recorded
  --trace FILE        writes everything that happened, one JSON object a line
  --mails             prints every mail before the summary, as it was received: the whole rehearsal's, from every topic
  --json              prints the report as one JSON object and nothing else; of a run that could not be finished,
                      {"verdict": "failed", "error": {"name", "message"}}. Its field mails has every mail`;

export interface CommonValues {
  readonly seed: string;
  readonly durations: string;
  readonly faults?: string | undefined;
  readonly workload?: string | undefined;
  readonly evidence?: string | undefined;
  readonly trace?: string | undefined;
  readonly mails: boolean;
  readonly json: boolean;
}

/**
 * The options of every rehearsal, checked before anything is started.
 * @throws UsageError that says what to write instead
 */
export function commonOptions(values: CommonValues, { environment }: Io) {
  const seed = Number(values.seed);
  if (!/^\d+$/.test(values.seed) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`--seed: "${values.seed}" is not a whole number of 0 or more. Write for example --seed 7`);
  }
  // Read here for their mistakes; the rehearsal reads them again.
  readDurations(values.durations, new Random(seed));
  const config = readRehearsedConfiguration(environment);
  if (values.faults !== undefined) checkFaults(values.faults, config);
  for (const option of ['evidence', 'trace'] as const) requireWritable(option, values[option]);
  if (values.trace !== undefined && values.evidence !== undefined && resolve(values.trace) === resolve(values.evidence))
    throw new UsageError(`--trace: ${values.trace} is the file of --evidence, too. Write another`);
  return {
    seed,
    durations: values.durations,
    faultsPath: values.faults,
    own: readOwnWorkload(values.workload, config, environment),
  };
}

export type CommonOptions = ReturnType<typeof commonOptions>;

export interface RehearsalResult<Report> {
  readonly report: Report;
  readonly evidence: string | undefined;
  readonly trace: string;
}

/** Runs it with a workload against the assembly in a folder. */
export type Rehearsal<Report> = (
  rehearsed: { readonly assemblyDirectory: string; readonly workload: RehearsedWorkload },
  listener: TimelineListener,
) => Promise<RehearsalResult<Report>>;

/**
 * Synthesises, lets the rehearsal run under the eyes of the user, writes what was asked for, and prints the report.
 * @param phases of the rehearsal, in their order
 * @param load loads the simulator, which takes a second: that is spent while another process synthesises, and not at all
 *   after a usage error
 */
export async function runRehearsal<Report extends Received & { readonly verdict: 'passed' | 'failed' | 'refused' }>(
  io: Io,
  values: CommonValues,
  options: Pick<CommonOptions, 'own' | 'seed'>,
  phases: readonly Phase[],
  load: () => Rehearsal<Report>,
  summarise: (report: Report, columns: number | undefined) => string,
): Promise<number> {
  try {
    const kind = values.json ? 'none' : io.stdout.isTTY === true ? 'live' : 'plain';
    const view = createView(kind, ['synthesise', ...phases], io.stdout);
    const { report, evidence, trace } = await optionsAsUsage(() =>
      view.follow((listener) => rehearseFromSources(options, io, load, listener)),
    );
    if (values.trace !== undefined) writeFileSync(values.trace, trace);
    if (values.evidence !== undefined) writeEvidence(values.evidence, evidence, io);
    if (values.json) io.stdout.write(asJson(report));
    else {
      io.stdout.write(values.mails ? mailText(report) : mailHint(report));
      io.stdout.write(summarise(report, io.stdout.columns));
    }
    return exitCode(report.verdict);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (values.json) io.stdout.write(asJson(unfinished(error)));
    throw error;
  }
}

/** A mistake in a file that the user named, or in options together, is a mistake in how the command was used. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw usageOf(error);
  }
}

/** Options that do not go together with what is deployed are a mistake in how the command was used, too. */
export async function optionsAsUsage<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof RehearsalOptionsError ? usageOf(error) : error;
  }
}

function usageOf(error: unknown): unknown {
  const isMistake = error instanceof InputFileError || error instanceof RehearsalOptionsError;
  return isMistake ? new UsageError(error.message) : error;
}

async function rehearseFromSources<Report>(
  { own, seed }: Pick<CommonOptions, 'own' | 'seed'>,
  { environment }: Io,
  load: () => Rehearsal<Report>,
  listener: TimelineListener,
): Promise<RehearsalResult<Report>> {
  listener({
    kind: 'phase',
    atMs: VIRTUAL_START_MS,
    phase: 'synthesise',
    text: 'synthesising the CDK app (the clock is virtual)',
  });
  const synthesis = synthesiseRehearsed(own, {
    seed,
    environment,
    tell: (text) => listener({ kind: 'change', atMs: VIRTUAL_START_MS, text }),
  });
  // An assembly that fails while the simulator is being loaded is reported below, not as an unhandled rejection.
  synthesis.catch(() => undefined);
  const rehearsal = load();
  const { assembly, workload } = await synthesis;
  try {
    return await rehearsal({ assemblyDirectory: assembly.directory, workload }, listener);
  } finally {
    await assembly.remove();
  }
}

/** Found before the run, not after it. */
function requireWritable(option: string, path: string | undefined): void {
  if (path === undefined) return;
  const folder = dirname(resolve(path));
  const complaint = !existsSync(folder)
    ? `the folder ${folder} does not exist`
    : !statSync(folder).isDirectory()
      ? `${folder} is not a folder`
      : existsSync(path) && statSync(path).isDirectory()
        ? 'it is a folder'
        : isWritable(existsSync(path) ? path : folder)
          ? undefined
          : 'writing is not permitted there';
  if (complaint === undefined) return;
  throw new UsageError(`--${option}: ${path} cannot be written: ${complaint}. Write the path of a file`);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function writeEvidence(path: string, evidence: string | undefined, { stderr }: Io): void {
  if (evidence === undefined) stderr.write(`No evidence was recorded: ${path} was not written.\n`);
  else writeFileSync(path, evidence);
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

function unfinished(error: unknown) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { verdict: 'failed', error: { name, message } };
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
