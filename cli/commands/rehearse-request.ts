import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readDurations } from '../../simulator/kernel/durations';
import { readFaults } from '../../simulator/kernel/faults';
import { InputFileError, readJsonFile } from '../../simulator/kernel/input-file';
import { Random } from '../../simulator/kernel/random';
import { parseDuration } from '../../simulator/kernel/virtual-duration';
import { DEFAULT_DARK_AT_MS, type RehearsalOptions } from '../../simulator/rehearsal/options';
import { UsageError } from '../command';

const PROJECT = join(__dirname, '..', '..');

/** What the user wrote after `pilotlight rehearse`. */
export interface RehearseWords {
  readonly seed: string;
  readonly mode?: string | undefined;
  readonly 'dark-at'?: string | undefined;
  readonly durations: string;
  readonly faults?: string | undefined;
  readonly input?: string | undefined;
  readonly evidence?: string | undefined;
  readonly trace?: string | undefined;
}

type Mode = RehearsalOptions['mode'];
type Input = NonNullable<RehearsalOptions['input']>;

/** The whole of virtual time is simulated, client by client: a month of it takes minutes. */
const LATEST_DARKNESS = '30d';

/**
 * Checks everything that can be checked before anything is started.
 * @throws UsageError that says what to write instead
 */
export function readRequest(words: RehearseWords): Omit<RehearsalOptions, 'assemblyDirectory'> {
  try {
    const seed = readSeed(words.seed);
    const input = words.input === undefined ? undefined : readInput(words.input);
    const mode = readMode(words.mode, input);
    // Read here for their mistakes; the rehearsal reads them again.
    readDurations(words.durations, new Random(seed));
    if (words.faults !== undefined) readFaults(words.faults);
    for (const option of ['evidence', 'trace'] as const) requireWritable(option, words[option]);
    return {
      schemaPath: join(PROJECT, 'workload', 'schema.sql'),
      frontendDirectory: join(PROJECT, 'workload', 'frontend'),
      seed,
      mode,
      darkAtMs: readDarkAt(words['dark-at'], mode),
      durations: words.durations,
      faultsPath: words.faults,
      input,
    };
  } catch (error) {
    // A mistake in a file that the user named is a mistake in how the command was used.
    if (error instanceof InputFileError) throw new UsageError(error.message);
    throw error;
  }
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new UsageError(`--seed: "${text}" is not a whole number of 0 or more. Write for example --seed 7`);
}

/** The input's own mode counts where --mode is left out; any other mode in it is the state machine's to refuse. */
function readMode(word: string | undefined, input: Input | undefined): Mode {
  const wanted = input?.['mode'];
  const fromInput = wanted === 'failover' || wanted === 'drill' ? wanted : undefined;
  if (word === undefined) return fromInput ?? 'failover';
  if (word !== 'failover' && word !== 'drill') {
    throw new UsageError(`--mode: there is no mode "${word}". Write failover or drill`);
  }
  if (fromInput !== undefined && fromInput !== word) {
    throw new UsageError(`--mode ${word}: the input says "${fromInput}". Leave --mode out, or change the input`);
  }
  return word;
}

function readDarkAt(text: string | undefined, mode: Mode): number | undefined {
  if (text === undefined) return mode === 'failover' ? DEFAULT_DARK_AT_MS : undefined;
  const offsetMs = parseDuration(text);
  if (offsetMs === undefined) {
    throw new UsageError(`--dark-at: "${text}" is not a duration. Write for example --dark-at 6h20m`);
  }
  if (offsetMs > (parseDuration(LATEST_DARKNESS) ?? 0)) {
    throw new UsageError(
      `--dark-at: ${text} is too late. Write at most ${LATEST_DARKNESS}, for example --dark-at 6h20m`,
    );
  }
  return offsetMs;
}

function readInput(path: string): Input {
  const input = readJsonFile(path);
  if (isObject(input)) return input;
  throw new UsageError(`--input: ${path}: the input of an execution is a JSON object such as {"mode": "drill", ...}`);
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
