import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** One play, as the process that played it tells of it. */
export interface Played {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly isIdle: boolean;
  readonly cpuSeconds: number;
  /** The play and its endings, as JSON. */
  readonly story: string;
}

/** A process plays so many, and is followed by a new one: what V8 keeps of old plays costs more than a start. */
const PLAYS_OF_A_PROCESS = 60;
/** A young generation that holds a play: what it leaves behind is then mostly dead. */
const FLAGS = ['--max-semi-space-size=64', '--import', 'tsx'];

/** Plays the seeds in as many processes; `onPlayed` hears of each. */
export async function playAll(
  seeds: readonly number[],
  jobs: number,
  onPlayed: (played: Played) => void,
): Promise<readonly Played[]> {
  const left = [...seeds];
  const played: Played[] = [];
  const one = async (): Promise<void> => {
    while (left.length > 0) {
      const player = new Player();
      for (let count = 0; count < PLAYS_OF_A_PROCESS && !player.isGone; count += 1) {
        const seed = left.shift();
        if (seed === undefined) break;
        const result = await player.play(seed);
        played.push(result);
        onPlayed(result);
      }
      player.end();
    }
  };
  await Promise.all(Array.from({ length: jobs }, one));
  return played;
}

class Player {
  readonly #child: ChildProcess = fork(join(__dirname, 'worker.ts'), { execArgv: FLAGS });
  isGone = false;

  /** A process that ends in the midst of a play makes that play red. */
  play(seed: number): Promise<Played> {
    return new Promise((resolve) => {
      const onMessage = (played: Played) => {
        this.#child.off('exit', onExit);
        resolve(played);
      };
      const onExit = (code: number | null, signal: string | null) => {
        this.isGone = true;
        const broken = [`the process that played it ended: ${signal ?? `exit code ${code}`}`];
        resolve({ seed, broken, isIdle: false, cpuSeconds: 0, story: '' });
      };
      this.#child.once('message', onMessage);
      this.#child.once('exit', onExit);
      this.#child.send(seed);
    });
  }

  end(): void {
    if (!this.isGone) this.#child.disconnect();
  }
}
