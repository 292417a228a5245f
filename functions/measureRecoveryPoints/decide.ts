import { isUsable, newestUsable, type RecoveryPoint, type UsePolicy } from '../shared/recovery-points';
import type { Output, Vault } from './contract';

/** What one vault holds of the last day, or older where there is nothing newer; undefined: it did not answer. */
export interface VaultFacts {
  readonly vaultName: string;
  readonly region: string;
  readonly points: readonly RecoveryPoint[] | undefined;
  /** What of it can be used. */
  readonly policy: UsePolicy;
}

const MINUTE_MS = 60_000;

/** How old the newest usable point of each vault is, and how far the copies are behind. */
export function decide(standby: VaultFacts, primary: VaultFacts, nowMs: number): Output {
  const copied = newestUsable(standby.points ?? [], standby.policy)?.createdAtMs;
  const made = newestMade(primary, standby);
  const copyLagMs = copied === undefined || made === undefined ? undefined : Math.max(0, made - copied);
  return {
    standby: judge(standby, nowMs),
    primary: { ...judge(primary, nowMs), ageMinutes: made === undefined ? null : inMinutes(nowMs - made) },
    copyLagMinutes: copyLagMs === undefined ? null : inMinutes(copyLagMs),
  };
}

/**
 * When the newest backup was made. A rule with continuous backup on keeps no snapshot in the primary vault for longer than
 * its copy takes: the copy, done or under way, is the proof that there was one.
 */
function newestMade(primary: VaultFacts, standby: VaultFacts): number | undefined {
  if (primary.points === undefined) return undefined;
  const copies = (standby.points ?? []).filter(
    (point) => isUsable(point, standby.policy) || point.status === 'CREATING',
  );
  const made = [...primary.points.filter((point) => isUsable(point, primary.policy)), ...copies].flatMap(
    ({ createdAtMs }) => createdAtMs ?? [],
  );
  return made.length === 0 ? undefined : Math.max(...made);
}

function judge({ vaultName, region, points, policy }: VaultFacts, nowMs: number): Vault {
  const newest = newestUsable(points ?? [], policy);
  const states: Record<string, number> = {};
  for (const { status } of points ?? []) states[status] = (states[status] ?? 0) + 1;
  return {
    vaultName,
    region,
    isReadable: points !== undefined,
    newestRecoveryPointArn: newest?.arn ?? null,
    ageMinutes: newest === undefined ? null : inMinutes(nowMs - newest.createdAtMs),
    idleMinutes: newest?.completedAtMs === undefined ? null : inMinutes(nowMs - newest.completedAtMs),
    states,
  };
}

function inMinutes(ms: number): number {
  return Math.max(0, Math.round(ms / (MINUTE_MS / 10)) / 10);
}
