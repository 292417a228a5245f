import type { Assumptions } from './assumptions';
import { kept } from './components/cache';
import { COUNTED } from './counted';
import type { DeployedResources } from './deployed-resources';
import { type Line, line } from './line';
import { HOURS_PER_MONTH } from './month';
import { type OrchestrationUse, PRICE_OF_REQUEST } from './orchestration';

export type RunKind = 'validation' | 'drill' | 'failover';

/** RDS bills an instance for ten minutes at least (Amazon Aurora pricing). */
const LEAST_HOURS = 10 / 60;

/** What one run costs: its orchestration as the simulator counted it, and the database that it restores. */
export function runLines(kind: RunKind, deployed: DeployedResources, assume: Assumptions): readonly Line[] {
  const orchestration = orchestrationLines(COUNTED[kind], deployed.standbyRegion);
  return [...orchestration, ...(kind === 'failover' ? serving(deployed, assume) : restored(deployed, assume))];
}

function orchestrationLines(use: OrchestrationUse, region: string): readonly Line[] {
  return [
    line('state transitions', 'stateTransition', use.stateTransitions, region),
    line('invocations', 'lambdaRequests', use.invocations, region),
    line('Lambda', 'lambdaCompute', use.gigabyteSeconds, region),
    ...Object.entries(use.requests).flatMap(([request, count]) => {
      const price = PRICE_OF_REQUEST[request];
      return price === undefined ? [] : [line(request, price, count, region)];
    }),
  ];
}

/** While the cluster is created from a snapshot nothing is billed for it (Aurora User Guide, DB cluster status). */
function restored({ standbyRegion: region, database }: DeployedResources, assume: Assumptions): readonly Line[] {
  const hours = Math.max(assume['restored-hours'], LEAST_HOURS);
  const acus = Math.max(assume['restored-acus'], database?.minCapacity ?? 0);
  return [line('restored writer', 'auroraAcu', acus * hours, region), ...storedFor(hours, assume, region)];
}

/** The standby's writer, beside the primary, which is billed even while it is down. */
function serving(deployed: DeployedResources, assume: Assumptions): readonly Line[] {
  const { standbyRegion: region, primaryRegion, caches, database, secondary } = deployed;
  const hours = assume['served-days'] * 24;
  const acus = Math.max(assume.acus, database?.minCapacity ?? 0);
  const share = hours / HOURS_PER_MONTH;
  const ready = caches.some((cache) => cache.region === region);
  const started = ready ? [] : caches.filter((cache) => cache.region === primaryRegion);
  return [
    line('writer', 'auroraAcu', acus * hours, region),
    // A global database's storage is there all month.
    ...(secondary === undefined ? storedFor(hours, assume, region) : []),
    ...started.flatMap(({ engine }) =>
      kept({ engine, region }, assume['cache-gb']).map((each) => ({
        ...each,
        quantity: each.quantity * share,
        usd: each.usd * share,
      })),
    ),
  ];
}

function storedFor(hours: number, { gb }: Assumptions, region: string): readonly Line[] {
  const share = hours / HOURS_PER_MONTH;
  return [line('storage', 'auroraStorage', gb * share, region)];
}
