import { readFileSync } from 'node:fs';
import * as z from 'zod';
import table from './durations.json';
import type { Random } from './random';

/** How long simulated operations take, in seconds of virtual time. The figures and their sources are in docs/SIMULATOR.md. */
export type DurationName = keyof typeof table.default;

const names = Object.keys(table.default) as [DurationName, ...DurationName[]];
const Overrides = z.strictObject(
  Object.fromEntries(names.map((name) => [name, z.number().nonnegative().optional()])) as Record<
    DurationName,
    z.ZodOptional<z.ZodNumber>
  >,
);

/** A duration varies by this share either way from one operation to the next, by the seed. */
const SPREAD = 0.05;

export class Durations {
  readonly #seconds: Readonly<Record<DurationName, number>>;
  readonly #random: Random;

  constructor(seconds: Readonly<Record<DurationName, number>>, random: Random) {
    this.#seconds = seconds;
    this.#random = random;
  }

  /** The figure itself, in milliseconds. */
  middleMs(name: DurationName): number {
    return this.#seconds[name] * 1000;
  }

  /** The duration of one operation, in whole milliseconds: the figure, spread by the seed. */
  drawMs(name: DurationName): number {
    const factor = 1 + SPREAD * (2 * this.#random.next(`durations/${name}`) - 1);
    return Math.round(this.#seconds[name] * 1000 * factor);
  }
}

/** Reads the choice of durations: `default`, `slow`, `fast`, or the path of a JSON file with some of the same names. */
export function readDurations(choice: string, random: Random): Durations {
  if (choice === 'default') return new Durations(table.default, random);
  if (choice === 'slow' || choice === 'fast') return new Durations({ ...table.default, ...table[choice] }, random);
  return new Durations({ ...table.default, ...readOverrides(choice) }, random);
}

/** What is wrong with a file that the user wrote: names the file, the line where it can, and the field. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

function readOverrides(path: string): Partial<Record<DurationName, number>> {
  const parsed = Overrides.safeParse(readJsonFile(path));
  if (parsed.success) return parsed.data as Partial<Record<DurationName, number>>;
  throw new InputFileError(`${path}: ${describeIssues(parsed.error)}. Known names: ${names.join(', ')} (seconds)`);
}

/** Reads a JSON file; a syntax error is reported with its line. */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputFileError(`${path}: cannot be read. Give the path of a JSON file`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? text.split('\n').length : text.slice(0, Number(position)).split('\n').length;
    throw new InputFileError(`${path}: line ${line}: not valid JSON (${message})`);
  }
}

/** One sentence for each thing that is wrong, with the path of the field. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.length > 0 ? `field ${issue.path.map(String).join('.')}: ` : ''}${issue.message}`)
    .join('; ');
}
