import { failoverCacheOf } from '../infra/config/failover-cache';
import type { Config } from '../infra/config/schema';
import type { Assumptions } from './assumptions';
import { kept } from './components/cache';
import { secondaryLines } from './components/standby';
import type { DeployedResources } from './deployed-resources';
import { type Line, line } from './line';
import { HOURS_PER_MONTH } from './month';

/** A later phase: what it adds a month to what is configured. */
export interface Phase {
  /** What to write in the configuration. */
  readonly setting: string;
  readonly isConfigured: boolean;
  readonly lines: readonly Line[];
  /** What the manual system's authors expected it to add. */
  readonly firstEstimate: number | null;
  readonly note: string;
}

export function laterPhases(config: Config, deployed: DeployedResources, assume: Assumptions): readonly Phase[] {
  const { cluster, standbyRegion, primaryRegion } = config;
  const engine = failoverCacheOf(config)?.engine;
  const waiting = engine === undefined ? [] : kept({ region: standbyRegion, engine }, 0);
  const awake = wokenReaders(config, deployed, assume);
  const global = (instances: number) => [
    ...secondaryLines({ instances, minCapacity: cluster.minCapacity }, assume, { primaryRegion, standbyRegion }),
    ...awake,
  ];
  const and = awake.length === 0 ? '' : ', and the reader';
  return [
    {
      setting: 'standby: "warm"',
      isConfigured: config.standby === 'warm',
      lines: waiting,
      firstEstimate: 25,
      note: waiting.length === 0 ? 'Lambda that nobody calls costs nothing' : 'a cache that waits; idle Lambda is free',
    },
    {
      setting: 'database: "global"',
      isConfigured: deployed.secondary?.instances === 0,
      lines: global(0),
      firstEstimate: null,
      note: `storage and writes${and === '' ? ' alone' : and}`,
    },
    {
      setting: 'database: "global", cluster.replica: "instance"',
      isConfigured: deployed.secondary !== undefined && deployed.secondary.instances > 0,
      lines: global(1),
      firstEstimate: 25,
      note: `and ${cluster.minCapacity} ACUs all month${and}`,
    },
  ];
}

/** Readers that sleep now, and would not as members of a global database, of which none pauses. */
function wokenReaders({ cluster, primaryRegion }: Config, { database }: DeployedResources, assume: Assumptions) {
  if (database === undefined || database.readersFollowWriter) return [];
  const acus = database.readers * (Math.max(assume.acus, cluster.minCapacity) - assume['reader-acus']);
  return [line('readers that pause no longer', 'auroraAcu', acus * HOURS_PER_MONTH, primaryRegion)];
}
