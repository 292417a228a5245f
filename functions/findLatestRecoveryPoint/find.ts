import type { Input } from './contract';
import { decide, isSnapshotArnOf, type Policy, type RecoveryPoint, type Verdict } from './decide';
import type { Vault } from './aws';

const DAY_MS = 86_400_000;
/** Where to look, in turn: as a rule the first answers with one page. */
const WINDOWS_MS: readonly (number | undefined)[] = [2 * DAY_MS, 14 * DAY_MS, undefined];

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

  let verdict: Verdict = { kind: 'none', skipped: [] };
  for (const windowMs of WINDOWS_MS) {
    const listed = await vault.list(listRequest(windowMs, search));
    verdict = decide(withPoint(listed, namedPoint), search);
    if (verdict.kind !== 'none') return verdict;
  }
  return verdict;
}

/** No wish: the newest that can be restored. */
export const NEWEST: Input = {};

function listRequest(windowMs: number | undefined, { request, nowMs, vaultName, sourceClusterArn }: Search) {
  const latestMs = request.notAfter ? Date.parse(request.notAfter) : nowMs;
  return {
    vaultName,
    resourceArn: sourceClusterArn,
    createdAfter: windowMs === undefined ? undefined : new Date(latestMs - windowMs),
    // A second later, since AWS does not say whether the bound is inside; decide() draws the exact line.
    createdBefore: request.notAfter ? new Date(latestMs + 1000) : undefined,
  };
}

function withPoint(listed: readonly RecoveryPoint[], point: RecoveryPoint | undefined): readonly RecoveryPoint[] {
  const known = point === undefined || listed.some((each) => each.recoveryPointArn === point.recoveryPointArn);
  return known ? listed : [...listed, point];
}
