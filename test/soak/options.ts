import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface SoakOptions {
  readonly runs: number;
  /** Of the first play; each other has the next one. */
  readonly seed: number;
  /** Where the seed is from. */
  readonly seedFrom: string;
  readonly jobs: number;
  readonly json: boolean;
}

export const USAGE = `Usage: npm run soak -- [--runs N] [--seed S] [--jobs J] [--json]
       npm run soak -- --properties [WORDS FOR JEST, such as a file]

  --runs N      how many plays (default 100)
  --seed S      the seed of the first play; play i has S + i (default: it follows from the hash of the last commit)
  --jobs J      how many plays at a time, each in a process of its own (default 1)
  --json        one JSON object on standard output, and nothing else
  --properties  every fast-check property with more cases and another seed: PROPERTY_SEED, PROPERTY_RUNS, PROPERTY_PATH
`;

/** A word that means nothing here: the message says what to write. */
export class SoakUsageError extends Error {
  override readonly name = 'SoakUsageError';
}

const DEFAULT_RUNS = 100;
const MOST_RUNS = 1_000_000;
const MOST_SEED = 2 ** 32 - 1;

/** @throws SoakUsageError */
export function readOptions(words: readonly string[], lastCommit: () => string = commitHash): SoakOptions {
  const given = new Map<string, string>();
  let json = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--json') json = true;
    else if (word === '--runs' || word === '--seed' || word === '--jobs') {
      if (given.has(word)) throw new SoakUsageError(`${word} is there twice: write it once`);
      index += 1;
      given.set(word, words[index] ?? '');
    } else throw new SoakUsageError(`"${word}" is no option: write --runs, --seed, --jobs or --json`);
  }
  const runs = wholeNumber('--runs', given.get('--runs'), 1, MOST_RUNS) ?? DEFAULT_RUNS;
  const jobs = wholeNumber('--jobs', given.get('--jobs'), 1, availableParallelism()) ?? 1;
  const seed = wholeNumber('--seed', given.get('--seed'), 0, MOST_SEED);
  if (seed !== undefined) return { runs, jobs, json, seed, seedFrom: '--seed' };
  const hash = lastCommit();
  return { runs, jobs, json, seed: seedOf(hash), seedFrom: `commit ${hash.slice(0, 12)}` };
}

/** 31 bits of the hash, so that the seeds that follow are whole numbers of 32 bits. */
export function seedOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) >>> 1;
}

/** @throws SoakUsageError where there is no commit to take a seed from */
export function commitHash(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new SoakUsageError('the last commit cannot be read, so no seed follows from it: write --seed S');
  }
}

function wholeNumber(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new SoakUsageError(`${option} "${text}": write a whole number from ${least} to ${most}`);
}
