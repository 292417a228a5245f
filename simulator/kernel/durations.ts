import { existsSync } from 'node:fs';
import * as z from 'zod';
import { InputFileError, readJsonFile } from '../../input/input-file';
import { nearestName } from '../../input/nearest-name';
import { parseFile } from '../../input/problems';
import table from './durations.json';
import type { Random } from './random';

/** How long simulated operations take, in seconds of virtual time. The figures and their sources are in docs/SIMULATOR.md. */
export type DurationName = keyof typeof table.default;

const names = Object.keys(table.default) as [DurationName, ...DurationName[]];
const SECONDS = 'write a number of seconds, 0 or more';
const Overrides = z.strictObject(
  Object.fromEntries(names.map((name) => [name, z.number(SECONDS).nonnegative(SECONDS).optional()])) as Record<
    DurationName,
    z.ZodOptional<z.ZodNumber>
  >,
);

/** A duration varies by this share either way from one operation to the next, by the seed. */
const SPREAD = 0.05;

export class Durations {
  readonly #seconds: Readonly<Record<DurationName, number>>;
  readonly #random: Random;
  readonly #listeners: ((name: DurationName, durationMs: number) => void)[] = [];

  constructor(seconds: Readonly<Record<DurationName, number>>, random: Random) {
    this.#seconds = seconds;
    this.#random = random;
  }

  /** The figure itself, in milliseconds. */
  middleMs(name: DurationName): number {
    return this.#seconds[name] * 1000;
  }

  /** What an operation takes at least, in milliseconds, whatever the seed. */
  leastMs(name: DurationName): number {
    return Math.floor(this.middleMs(name) * (1 - SPREAD));
  }

  /**
   * The duration of one operation, in whole milliseconds: the figure, spread by the seed.
   * @param moreMs what comes on top of it, by the size of what is worked on
   */
  drawMs(name: DurationName, moreMs = 0): number {
    const factor = 1 + SPREAD * (2 * this.#random.next(`durations/${name}`) - 1);
    const durationMs = Math.round(this.#seconds[name] * 1000 * factor) + moreMs;
    for (const listener of this.#listeners) listener(name, durationMs);
    return durationMs;
  }

  /** Calls `listener` with every duration drawn from now on: what the critical path is computed from. */
  listen(listener: (name: DurationName, durationMs: number) => void): void {
    this.#listeners.push(listener);
  }
}

/** Reads the choice of durations: `default`, `slow`, `fast`, or the path of a JSON file with some of the same names. */
export function readDurations(choice: string, random: Random): Durations {
  if (choice === 'default') return new Durations(table.default, random);
  if (choice === 'slow' || choice === 'fast') return new Durations({ ...table.default, ...table[choice] }, random);
  return new Durations({ ...table.default, ...readOverrides(choice) }, random);
}

const CHOICES = ['default', 'slow', 'fast'];

function readOverrides(path: string): Partial<Record<DurationName, number>> {
  if (!existsSync(path)) {
    const near = nearestName(path, CHOICES);
    throw new InputFileError(
      `--durations: there is no choice "${path}", and no such file.${near === undefined ? '' : ` Did you mean ${near}?`} ` +
        `Write ${CHOICES.join(', ')}, or the path of a JSON file`,
    );
  }
  const durations = parseFile(Overrides, readJsonFile(path), { entry: 'duration' });
  return durations as Partial<Record<DurationName, number>>;
}
