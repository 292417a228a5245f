import type { Durations } from './kernel/durations';
import type { Faults } from './kernel/faults';
import type { Random } from './kernel/random';
import type { Scheduler } from './kernel/scheduler';
import type { Trace } from './kernel/trace';

/**
 * One simulation: two regions, the services that are global, one clock.
 *
 * What is built on top declares its own door here, beside its class (`declare module '../../world'`): this file names no
 * service, so no service is in a circle with it. `create-world.ts` puts something behind every door.
 */
export interface World {
  readonly accountId: string;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly durations: Durations;
  readonly faults: Faults;
  readonly regions: ReadonlyMap<string, Region>;
  /** The region of that name; an error that names the regions there are, if there is none. */
  region(name: string): Region;
  /** Whether the region is dark now: its endpoints do not answer and nothing in it runs. */
  isDark(region: string): boolean;
}

/** One simulated region. Each regional service declares its own door here, as above. */
export interface Region {
  readonly name: string;
  readonly world: World;
}
