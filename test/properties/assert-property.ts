import { relative } from 'node:path';
import * as fc from 'fast-check';

/** The only door to fast-check: test/deterministic.test.ts refuses another. */
export { fc };

/**
 * One seed for every property of `npm test`, so that it finds today what it found yesterday. The soak draws others
 * (`npm run soak -- --properties`) and says which in PROPERTY_SEED.
 */
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20260105);
/** Undefined: as many as each property asks for. */
const RUNS = process.env['PROPERTY_RUNS'];
/** The path of a failure: goes straight to that case, without those before it. */
const PATH = process.env['PROPERTY_PATH'];

export function runsOf(usual: number): number {
  return RUNS === undefined ? usual : Number(RUNS);
}

export interface PropertyOptions {
  /** In `npm test`. */
  readonly runs: number;
  /** Whether a smaller case is looked for when one fails: not where a case costs seconds. */
  readonly shrinks?: boolean;
}

/** Throws what fast-check reports, with the command that plays the failing case again. */
export async function assertProperty<T>(
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  { runs, shrinks = true }: PropertyOptions,
): Promise<void> {
  const details = await fc.check(property, {
    seed: SEED,
    numRuns: PATH === undefined ? runsOf(runs) : 1,
    endOnFailure: !shrinks,
    ...(PATH === undefined ? {} : { path: PATH }),
  });
  if (!details.failed) return;
  const { currentTestName = '', testPath = '' } = expect.getState();
  const again = [
    `PROPERTY_SEED=${details.seed}`,
    ...(details.counterexamplePath === null ? [] : [`PROPERTY_PATH=${details.counterexamplePath}`]),
    `npm run soak -- --properties ${relative(process.cwd(), testPath)} -t '${asPattern(currentTestName)}'`,
  ].join(' ');
  throw new Error(`${fc.defaultReportMessage(details) ?? ''}\n\nAgain: ${again}`, { cause: details.errorInstance });
}

/** Jest takes a regular expression, the shell single quotes. */
function asPattern(name: string): string {
  return name.replace(/[^\w ]/g, '.');
}
