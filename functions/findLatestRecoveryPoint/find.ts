import { newestFirst } from '../shared/newest-first';
import type { Input } from './contract';
import { decide, isSnapshotArnOf, type Policy, type RecoveryPoint, type Verdict } from './decide';
import type { Vault } from './aws';

export interface Search extends Policy {
  readonly vaultName: string;
  /** The region of the vault. */
  readonly region: string;
}

/** Looks in the vault for what a failover would restore now: everything that asks for it asks here. */
export async function find(vault: Vault, search: Search): Promise<Verdict> {
  const { request, vaultName, region } = search;
  const named = request.recoveryPointArn ?? request.adoptedRecoveryPointArn;
  const namedPoint = named && isSnapshotArnOf(region, named) ? await vault.describe(vaultName, named) : undefined;
  if (request.recoveryPointArn) return decide(namedPoint ? [namedPoint] : [], search);

  const seen = new Map<string, RecoveryPoint>();
  if (namedPoint) seen.set(namedPoint.recoveryPointArn, namedPoint);
  const resourceArn = search.sourceClusterArn;
  let verdict: Verdict = { kind: 'none', skipped: [] };
  // As a rule the first window has it, with one page.
  for await (const points of newestFirst(
    (window, isAll) => vault.list({ vaultName, resourceArn, window, isAll }),
    request.notAfter
      ? { latestMs: Date.parse(request.notAfter), isOpen: false }
      : { latestMs: search.nowMs, isOpen: true },
  )) {
    for (const point of points) seen.set(point.recoveryPointArn, point);
    verdict = decide([...seen.values()], search);
    if (verdict.kind !== 'none') return verdict;
  }
  return verdict;
}

/** No wish: the newest that can be restored. */
export const NEWEST: Input = {};
