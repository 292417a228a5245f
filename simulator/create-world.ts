import { readDurations } from './kernel/durations';
import { faultNamesOf, refuseUnknownNames } from './fault-names';
import type { FaultNames } from './kernel/fault-names';
import { type FaultRule, Faults } from './kernel/faults';
import { Random } from './kernel/random';
import { Scheduler } from './kernel/scheduler';
import { Trace } from './kernel/trace';
import { Network } from './network/network';
import { modelledTypes } from './resource-types';
import { GLOBAL_SERVICES, REGIONAL_SERVICES } from './service-table';
import { watchZones } from './services/rds/zone-loss';
import type { Providers } from './services/cloudformation/resource-work';
import { Dispatcher } from './wire/dispatcher';
import type { Region, RegionalServices, World } from './world';

export type WorldOptions = {
  readonly seed: number;
  /** The instant at which virtual time begins, and from which the faults count, in milliseconds since 1970. */
  readonly startMs: number;
  /** `default`, `slow`, `fast`, or the path of a file. */
  readonly durations?: string;
  readonly faults?: readonly FaultRule[];
  readonly accountId: string;
  readonly regions: readonly string[];
};

/** The control planes of the global services answer here (AWS Fault Isolation Boundaries). */
const GLOBAL_REGION = 'us-east-1';

/** What `World` has beside the kernel. */
const WORLD_DOORS = { ...GLOBAL_SERVICES, dispatcher: { Class: Dispatcher }, network: { Class: Network } };

/**
 * A simulation with empty regions.
 * @throws UnknownFaultNameError when a fault names what is not simulated: it would match nothing
 */
export function createWorld(options: WorldOptions): World {
  const regions = new Map<string, Region>();
  const world = open<World, keyof typeof WORLD_DOORS, []>(kernelOf(options, regions), WORLD_DOORS);
  const types = modelledTypes();
  for (const name of options.regions) {
    const region = open<Region, keyof RegionalServices, [Providers]>({ name, world }, REGIONAL_SERVICES, types);
    regions.set(name, region);
    for (const door of namesOf(REGIONAL_SERVICES)) world.dispatcher.register(name, region[door].service);
  }
  for (const door of namesOf(GLOBAL_SERVICES)) world.dispatcher.register(GLOBAL_REGION, world[door].service);
  for (const region of regions.values()) watchZones(region);
  refuseUnknownNames(options.faults ?? [], world);
  for (const { atMs, detail } of world.faults.changes()) {
    world.scheduler.at(atMs, () => world.trace.record({ kind: 'fault', detail }));
  }
  return world;
}

/** The names that the faults of a simulation with these regions can have. */
export function faultNames(regions: readonly string[]): FaultNames {
  return faultNamesOf(createWorld({ seed: 0, startMs: 0, accountId: '', regions }));
}

function kernelOf(
  { seed, startMs, durations = 'default', faults: rules = [], accountId }: WorldOptions,
  regions: ReadonlyMap<string, Region>,
): Omit<World, keyof typeof WORLD_DOORS> {
  const scheduler = new Scheduler(startMs);
  const random = new Random(seed);
  const faults = new Faults(rules, startMs, random);
  return {
    accountId,
    scheduler,
    random,
    trace: new Trace(() => scheduler.now()),
    durations: readDurations(durations, random),
    faults,
    regions,
    region(name) {
      const region = regions.get(name);
      if (region !== undefined) return region;
      throw new Error(`No region ${name} in this simulation. There are ${[...regions.keys()].join(', ')}`);
    },
    isDark: (region) => faults.isDark(region, scheduler.now()),
  };
}

/**
 * Makes what stands behind each door. Until the last one is made the owner is not whole: a class keeps its owner, and
 * reaches through its doors later.
 */
function open<Owner extends object, Door extends keyof Owner, More extends readonly unknown[]>(
  foundation: Omit<Owner, Door>,
  doors: { readonly [Each in Door]: { readonly Class: new (owner: Owner, ...more: More) => Owner[Each] } },
  ...more: More
): Owner {
  const owner = foundation as Owner;
  for (const door of namesOf(doors)) owner[door] = new doors[door].Class(owner, ...more);
  return owner;
}

function namesOf<Doors extends object>(doors: Doors): readonly (keyof Doors)[] {
  return Object.keys(doors) as (keyof Doors)[];
}
