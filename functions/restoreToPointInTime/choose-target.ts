import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { readUntilUsable } from '../shared/recovery-point-vault';
import { newestUsable, selectUsable, type UsePolicy } from '../shared/recovery-points';
import type { LiveCluster, Repairs } from './aws';
import type { Environment, Input } from './contract';
import { decideTarget } from './decide-target';

type RestoreInput = Extract<Input, { action: 'restore' }>;

/** Which data is restored, and from where. */
export interface ChosenTarget {
  /** ISO 8601: the instant of the data. */
  readonly restoredTo: string;
  readonly clampedFrom: string | null;
  /** Null: from the log of the live cluster. */
  readonly recoveryPointArn: string | null;
}

/**
 * What is to be restored: the moment itself; the last one that the log reaches; before the log begins, the newest
 * recovery point of the primary's vault that was created by then; or the recovery point that was asked for.
 *
 * @throws InvalidRequestError where there is nothing so old
 */
export async function chooseTarget(
  repairs: Repairs,
  live: LiveCluster,
  { at, recoveryPointArn }: RestoreInput,
  { environment, nowMs }: { readonly environment: Environment; readonly nowMs: number },
): Promise<ChosenTarget> {
  const { VAULT_NAME: vaultName, CLUSTER_ARN: clusterArn, MINIMUM_LIFETIME_MINUTES } = environment;
  const policy: UsePolicy = { clusterArn, nowMs, minimumLifetimeMs: MINIMUM_LIFETIME_MINUTES * 60_000, notAfter: at };
  if (recoveryPointArn != null) return await namedPoint(repairs, recoveryPointArn, vaultName, policy);
  const moment = at ?? '';
  const target = decideTarget(moment, live);
  if (target.kind === 'moment') {
    return { restoredTo: target.restoredTo, clampedFrom: target.clampedFrom, recoveryPointArn: null };
  }
  const list = repairs.recoveryPoints({ vaultName, clusterArn });
  const latest = { latestMs: Date.parse(moment) + 1, isOpen: false };
  const point = newestUsable(await readUntilUsable(list, policy, latest), policy);
  if (point !== undefined) {
    return { restoredTo: new Date(point.createdAtMs).toISOString(), clampedFrom: null, recoveryPointArn: point.arn };
  }
  const later = await list({ afterMs: Date.parse(moment), beforeMs: undefined }, true);
  const { usable } = selectUsable(later.points, { ...policy, notAfter: null });
  const oldest = usable.at(-1);
  const times = [...(oldest === undefined ? [] : [oldest.createdAtMs]), Date.parse(live.earliest ?? '')].filter(
    (time) => !Number.isNaN(time),
  );
  if (times.length === 0) {
    throw new UnsafeToProceedError(
      'no-usable-recovery-point',
      `neither the log nor ${vaultName} has anything to restore`,
    );
  }
  throw new InvalidRequestError(
    `at: ${moment} is before everything that can be restored. Write ${new Date(Math.min(...times)).toISOString()}, the earliest, or later`,
  );
}

async function namedPoint(repairs: Repairs, arn: string, vaultName: string, policy: UsePolicy): Promise<ChosenTarget> {
  const point = await repairs.recoveryPoint(vaultName, arn);
  if (point === undefined) throw new InvalidRequestError(`recoveryPointArn: ${arn} is not in the vault ${vaultName}`);
  const { usable, unusable } = selectUsable([point], policy);
  const [found] = usable;
  if (found === undefined) throw new InvalidRequestError(`recoveryPointArn: ${arn} ${unusable[0]?.reason ?? ''}`);
  return { restoredTo: new Date(found.createdAtMs).toISOString(), clampedFrom: null, recoveryPointArn: found.arn };
}
