import { acceptedSeconds } from '../shared/acceptance';
import { type Run, TAG } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { clusterStanding } from '../shared/rds-statuses';
import { ageSeconds, type DatedRecoveryPoint, type RecoveryPoint } from '../shared/recovery-points';
import type { ChoicePolicy } from './policy';

/** What an unfinished failover has begun with, and what became of it. */
export interface Adopted {
  readonly recoveryPointArn: string;
  /** As the vault has it, if it has it still. */
  readonly point: RecoveryPoint | undefined;
  /** What the failover has restored from it; `unasked` where the caller does not say which failover it is. */
  readonly restored: 'unasked' | { readonly run: Run; readonly cluster: ClusterFact | undefined };
}

export type Adoption =
  | { readonly kind: 'adopt'; readonly point: DatedRecoveryPoint }
  | { readonly kind: 'takeNewest' }
  /** Users write to what was restored from it, and that is not there as it should be. */
  | { readonly kind: 'lost'; readonly detail: string };

/**
 * Whether to go on with what an unfinished failover has begun with. A restore that stands saves most of an hour; but it is
 * older with every hour that the failover lies unfinished, so it gives way to a newer recovery point where it is older
 * than anybody has accepted.
 * @param newest the newest that could be restored instead
 */
export function decideAdoption(
  adopted: Adopted,
  newest: DatedRecoveryPoint | undefined,
  policy: ChoicePolicy,
): Adoption {
  const { request, asOfMs } = policy;
  if (adopted.restored === 'unasked') return { kind: 'takeNewest' };
  const { run, cluster } = adopted.restored;
  const problem = whyNotStanding(adopted.recoveryPointArn, run, cluster);
  if (request.serves === 'standby' && problem !== undefined) return { kind: 'lost', detail: problem };
  const point = datedPoint(adopted, cluster);
  if (problem !== undefined || point === undefined) return { kind: 'takeNewest' };
  // What users write to is taken whatever it is of: there is no other that has their writes.
  if (request.serves === 'standby') return { kind: 'adopt', point };
  if (request.notAfter && point.createdAtMs > Date.parse(request.notAfter)) return { kind: 'takeNewest' };
  const isAccepted = ageSeconds(point, asOfMs) <= acceptedSeconds(policy);
  const isNewest = newest === undefined || newest.createdAtMs <= point.createdAtMs;
  return isAccepted || isNewest ? { kind: 'adopt', point } : { kind: 'takeNewest' };
}

function whyNotStanding(recoveryPointArn: string, run: Run, cluster: ClusterFact | undefined): string | undefined {
  if (cluster === undefined) return `the cluster that was restored from ${recoveryPointArn} is not there`;
  const { identifier, status, tags } = cluster;
  const isOurs =
    tags[run.tag] === run.id && tags[TAG.recoveryPoint] === recoveryPointArn && tags[TAG.createdBy] === 'restoreAurora';
  if (!isOurs) return `the cluster ${identifier} does not carry the tags of a restore of this failover`;
  const standing = clusterStanding(status);
  const isStanding = standing === 'available' || standing === 'changing' || standing === 'stopped';
  return isStanding ? undefined : `the cluster ${identifier} is ${status}`;
}

/** A recovery point may expire before the cluster that was restored from it is done with. */
function datedPoint(
  { recoveryPointArn, point }: Adopted,
  cluster: ClusterFact | undefined,
): DatedRecoveryPoint | undefined {
  const createdAtMs = point?.createdAtMs ?? Date.parse(cluster?.tags[TAG.recoveryPointCreatedAt] ?? '');
  if (Number.isNaN(createdAtMs)) return undefined;
  return { ...(point ?? unknownPoint(recoveryPointArn)), createdAtMs };
}

function unknownPoint(arn: string): RecoveryPoint {
  return {
    arn,
    resourceArn: undefined,
    status: 'unknown',
    createdAtMs: undefined,
    completedAtMs: undefined,
    deleteAtMs: undefined,
    sizeBytes: undefined,
    encryptionKeyArn: undefined,
  };
}
