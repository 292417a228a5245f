import type { Cache } from '../deployed-resources';
import { type Line, line } from '../line';
import { HOURS_PER_MONTH } from '../month';
import { type Component, MILLION, type Question } from './component';

/** What a cache is billed for at least (Amazon ElastiCache pricing). */
const LEAST_GB: Readonly<Record<Cache['engine'], number>> = { valkey: 0.1, redis: 1 };

/** Caches across zones by themselves: the primary's costs the same before and after. */
export function cache({ deployed, assume }: Question): Component | undefined {
  const { caches, primaryRegion } = deployed;
  if (caches.length === 0) return undefined;
  const primary = caches.filter(({ region }) => region === primaryRegion);
  const standby = caches.filter(({ region }) => region !== primaryRegion);
  const before = primary.flatMap((each) => [
    ...kept(each, assume['cache-gb']),
    line('requests', each.engine === 'redis' ? 'redisRequests' : 'valkeyRequests', assume.ecpus * MILLION, each.region),
  ]);
  return {
    id: 'cache',
    name: 'ElastiCache Serverless',
    before,
    // A cache that waits is empty: it is billed for the least.
    after: [...before, ...standby.flatMap((each) => kept(each, 0))],
    note:
      standby.length > 0
        ? 'one waits in the standby region'
        : `${primary[0]?.engine === 'redis' ? 'Redis OSS' : 'Valkey'}; none waits in the standby region`,
  };
}

/** A cache that holds this much all month. */
export function kept({ engine, region }: Cache, gb: number): readonly Line[] {
  const hours = Math.max(gb, LEAST_GB[engine]) * HOURS_PER_MONTH;
  return [line(`data (${engine})`, engine === 'redis' ? 'redisData' : 'valkeyData', hours, region)];
}
