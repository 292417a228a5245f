import type { ReferenceWorkload } from './reference-workload';
import type { Config } from './schema';

/** A cache that a failover makes in the standby region, in a stack of its own. */
export type FailoverCache = Omit<ReferenceWorkload['cache'], 'engine'> & {
  readonly engine: Exclude<ReferenceWorkload['cache']['engine'], 'none'>;
};

/** Undefined where the workload has no cache, where the standby region keeps one, and beside a workload that runs already. */
export function failoverCacheOf({ workload }: Pick<Config, 'workload'>): FailoverCache | undefined {
  if (workload.kind === 'existing') return undefined;
  const { engine, ...cache } = workload.cache;
  return engine === 'none' || cache.standby === 'always' ? undefined : { engine, ...cache };
}
