import { cpuSecondsOfTree } from '../../bench/process-tree';
import { drawPlay } from './draw/draw-play';
import type { Played } from './players';
import { runPlay } from './run-play';

/** Plays one seed after the other, as it is told. */
process.on('message', (seed: number) => {
  void play(seed).then((played) => process.send?.(played));
});

async function play(seed: number): Promise<Played> {
  const drawn = drawPlay(seed);
  const before = cpuSeconds();
  try {
    const { broken, isIdle, met, endings } = await runPlay(drawn);
    return {
      seed,
      broken,
      isIdle,
      cpuSeconds: cpuSeconds() - before,
      story: JSON.stringify({ play: drawn, met, endings }),
    };
  } catch (error) {
    // What the play cannot go on with is our bug, in the simulator or in the play.
    const broken = [error instanceof Error ? `${error.stack}` : String(error)];
    return { seed, broken, isIdle: false, cpuSeconds: cpuSeconds() - before, story: JSON.stringify({ play: drawn }) };
  }
}

/** Of this process and of those that it has started, PostgreSQL's; without /proc, of this process alone. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return cpuSecondsOfTree(process.pid) ?? (user + system) / 1e6;
}
