import type { CacheFact } from '../../shared/cache-facts';
import type { ExecutionFacts } from '../common/facts';
import type { Read } from '../common/read';
import type { FailoverRecord } from './record';

export interface TrafficFact {
  readonly serves: 'primary' | 'standby';
  /** It was decided that this region serves, and is not known whether that was carried out. */
  readonly isPending: boolean;
  /** Who moved it last, when and why; undefined where nobody ever has. */
  readonly decidedBy: string | undefined;
  readonly decidedAt: string | undefined;
  readonly reason: string | undefined;
}

/** What exists in AWS now, of what this failover may have built. */
export interface Moment {
  readonly traffic: Read<TrafficFact>;
  /** Identifiers of the clusters that carry this failover's tag. */
  readonly clusters: Read<readonly string[]>;
  /** The stacks of a failover that exist, and a cache that its stack has lost, as `stack NAME` and `cache NAME`. */
  readonly stacks: Read<readonly string[]>;
  /** The cache that is made beside a failover, whoever made it; undefined where there is none. */
  readonly cache: Read<CacheFact | undefined>;
}

/** What an earlier drill has recorded of itself. */
export interface EarlierDrill {
  readonly execution: string;
  readonly startedAt: string;
  readonly verdict: string;
  /** Null where it did not prove the standby. */
  readonly rtoSeconds: number | null;
  readonly steps: readonly { readonly name: string; readonly seconds: number }[];
}

/** All that a report is made of. */
export interface FailoverFacts extends ExecutionFacts, Moment {
  readonly record: FailoverRecord;
  /** With which a drill is compared, the oldest first; none of a failover. */
  readonly earlierDrills: Read<readonly EarlierDrill[]>;
}

/** What is known while an execution runs: nothing is read then. */
export type RunningFacts = Omit<FailoverFacts, keyof Moment | 'earlierDrills'>;
