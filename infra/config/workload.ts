import * as z from 'zod';
import { ExistingWorkload } from './existing-workload';
import { ReferenceWorkload } from './reference-workload';

/** What is protected: our own, deployed along with it, or one that runs already. */
export const Workload = z.discriminatedUnion('kind', [ReferenceWorkload, ExistingWorkload], {
  error: 'write {"kind": "reference"}, or {"kind": "existing", …} with its ARNs and its activation template',
});
export type Workload = z.output<typeof Workload>;

/** A configuration over the defaults of its kind of workload; what is no configuration is left for the schema to refuse. */
export function withDefaultsOfKind(overrides: unknown): unknown {
  if (!isObject(overrides) || !isObject(overrides['workload'])) return overrides;
  if (overrides['workload']['kind'] !== 'existing') return overrides;
  const own = overrides['validation'] ?? {};
  // The reference workload's table of heartbeats is not there.
  return { ...overrides, validation: isObject(own) ? { heartbeat: null, checks: [], newestRows: [], ...own } : own };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
