import type { Durations } from './kernel/durations';
import type { Faults } from './kernel/faults';
import type { Random } from './kernel/random';
import type { Scheduler } from './kernel/scheduler';
import type { Trace } from './kernel/trace';

/**
 * The services of a region. Each adds its own door beside its class (`declare module '../../world'`), so that this file
 * names none of them and is in no import circle with them; `service-table.ts` says what stands behind each door.
 */
export interface RegionalServices {}

/** The services that are no region's, whose control planes are in us-east-1; by doors of their own as above. */
export interface GlobalServices {}

/** One simulation: two regions, the services that are global, one clock. */
export interface World extends GlobalServices {
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

/** One simulated region. */
export interface Region extends RegionalServices {
  readonly name: string;
  readonly world: World;
}
