import type { Played } from './players';

/** What a soak came to, as `--json` prints it. */
export interface SoakReport {
  readonly runs: number;
  /** How many plays broke an invariant. */
  readonly red: number;
  /** Median, of the processes that play: with those that they start, without start and synthesis. */
  readonly cpuSecondsPerRun: number;
  /** Of the red plays. `npm run soak -- --seed SEED --runs 1` plays one of them again. */
  readonly seeds: readonly number[];
  /** How many plays met nothing of what was drawn for them. */
  readonly idle: number;
  readonly firstSeed: number;
}

export function summarise(played: readonly Played[], firstSeed: number): SoakReport {
  const red = played.filter(({ broken }) => broken.length > 0);
  return {
    runs: played.length,
    red: red.length,
    cpuSecondsPerRun: median(played.map(({ cpuSeconds }) => cpuSeconds)),
    seeds: red.map(({ seed }) => seed).sort((a, b) => a - b),
    idle: played.filter(({ isIdle }) => isIdle).length,
    firstSeed,
  };
}

export function toText({ runs, red, cpuSecondsPerRun, seeds, idle }: SoakReport): string {
  return [
    `${runs} plays, ${red} red, ${idle} in which nothing of what was drawn met anything; ${cpuSecondsPerRun} CPU seconds a play (median).`,
    ...seeds.map((seed) => `Again: npm run soak -- --seed ${seed} --runs 1`),
    '',
  ].join('\n');
}

/** What of a red play is to be known. */
export function describeRed({ seed, broken, story }: Played): string {
  return [`Seed ${seed}:`, ...broken.map((line) => `  ${line}`), `  ${story}`, ''].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 100) / 100;
}
