import { type Ask, askAboutAge, inMinutes } from '../shared/acceptance';
import { ageSeconds, type DatedRecoveryPoint, type RecoveryPoint, selectUsable } from '../shared/recovery-points';
import { type Adopted, decideAdoption } from './adopt';
import type { Candidate, Output } from './contract';
import type { ChoicePolicy } from './policy';

export type Skipped = {
  readonly recoveryPointArn: string;
  readonly createdAt: string | null;
  readonly reason: string;
};

export type Verdict =
  | {
      readonly kind: 'chosen';
      readonly chosen: Candidate;
      readonly because: 'newest' | 'requested' | 'adopted';
      readonly newer: Output['newer'];
      readonly ask: Ask | null;
      readonly runnersUp: readonly Candidate[];
      readonly skipped: readonly Skipped[];
    }
  | { readonly kind: 'none'; readonly skipped: readonly Skipped[] }
  | { readonly kind: 'lost'; readonly detail: string }
  | { readonly kind: 'wrongRequest'; readonly message: string };

const RUNNERS_UP = 10;

/** Chooses what to restore: what was asked for, else what an unfinished failover has restored, else the newest. */
export function decide(points: readonly RecoveryPoint[], adopted: Adopted | undefined, policy: ChoicePolicy): Verdict {
  const { request, asOfMs } = policy;
  if (request.recoveryPointArn) return decideRequested(points, request.recoveryPointArn, policy);

  const { usable, unusable } = selectUsable(points, { ...policy, notAfter: request.notAfter });
  const skipped = unusable.map(({ point, reason }) => toSkipped(point, reason));
  const [newest] = usable;
  const adoption = adopted && decideAdoption(adopted, newest, policy);
  if (adoption?.kind === 'lost') return adoption;
  const restored = adoption?.kind === 'adopt' ? adoption.point : usableAdopted(usable, adopted);
  const chosen = restored ?? newest;
  if (chosen === undefined) return { kind: 'none', skipped };
  const newer = newest !== undefined && newest.createdAtMs > chosen.createdAtMs ? newest : undefined;
  return {
    kind: 'chosen',
    chosen: toCandidate(chosen, asOfMs),
    because: restored === undefined ? 'newest' : 'adopted',
    newer: newer === undefined ? null : toNewer(newer, asOfMs),
    ask: restored === undefined ? askAboutNewest(chosen, policy) : askAboutRestored(restored, newer, policy),
    runnersUp: usable
      .filter(({ arn }) => arn !== chosen.arn)
      .slice(0, RUNNERS_UP)
      .map((point) => toCandidate(point, asOfMs)),
    skipped,
  };
}

/** A caller that does not say which failover it continues goes on with what it began with, while it can be restored. */
function usableAdopted(
  usable: readonly DatedRecoveryPoint[],
  adopted: Adopted | undefined,
): DatedRecoveryPoint | undefined {
  return adopted?.restored === 'unasked' ? usable.find(({ arn }) => arn === adopted.recoveryPointArn) : undefined;
}

function askAboutNewest(chosen: DatedRecoveryPoint, policy: ChoicePolicy): Ask | null {
  return askAboutAge('The newest recovery point that can be restored', ageSeconds(chosen, policy.asOfMs), policy);
}

/** Its age was accepted when the unfinished failover began; what has come since was not known then. */
function askAboutRestored(
  restored: DatedRecoveryPoint,
  newer: DatedRecoveryPoint | undefined,
  { request, asOfMs, objectiveSeconds }: ChoicePolicy,
): Ask | null {
  if (newer === undefined || request.serves === 'standby') return null;
  const differenceSeconds = (newer.createdAtMs - restored.createdAtMs) / 1000;
  if (differenceSeconds <= objectiveSeconds) return null;
  return {
    reason: 'newer-passed-over',
    text:
      `The unfinished failover has restored a recovery point that is ${inMinutes(ageSeconds(restored, asOfMs))} minutes ` +
      `old, and one that is ${inMinutes(ageSeconds(newer, asOfMs))} minutes old can be restored instead.`,
  };
}

/** An operator who names a recovery point gets that one or an error: never another one in its place. */
function decideRequested(points: readonly RecoveryPoint[], arn: string, policy: ChoicePolicy): Verdict {
  const point = points.find((each) => each.arn === arn);
  if (point === undefined) {
    return wrongRequest(
      `${arn} is no cluster snapshot in the standby vault. Write the ARN of one that is, or leave it out`,
    );
  }
  if (point.resourceArn !== policy.clusterArn) {
    return wrongRequest(
      `${arn} belongs to ${point.resourceArn ?? 'no resource'}. Write one of ${policy.clusterArn}, or leave it out`,
    );
  }
  const notAfter = policy.request.notAfter;
  if (notAfter && point.createdAtMs !== undefined && point.createdAtMs > Date.parse(notAfter)) {
    return wrongRequest(`${arn} was created after notAfter (${notAfter}). Leave out one of the two`);
  }
  // One that is about to expire is a choice that an operator may make.
  const { usable, unusable } = selectUsable([point], { ...policy, minimumLifetimeMs: Number.NEGATIVE_INFINITY });
  const [requested] = usable;
  if (requested === undefined) {
    return { kind: 'none', skipped: unusable.map(({ reason }) => toSkipped(point, reason)) };
  }
  return {
    kind: 'chosen',
    chosen: toCandidate(requested, policy.asOfMs),
    because: 'requested',
    newer: null,
    ask: askAboutAge('The recovery point that was asked for', ageSeconds(requested, policy.asOfMs), policy),
    runnersUp: [],
    skipped: [],
  };
}

/** Where a recovery point has to be for a restore: RDS restores snapshots of its own region only. */
export interface BackupPlace {
  readonly region: string;
  readonly accountId: string;
}

/**
 * Whether the name can be looked up at all. AWS Backup's snapshots of clusters have a name of its own, which no manual
 * snapshot can have (AWS Backup Developer Guide, "Resource ARNs":
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html#resource-arns-table); a failover may restore
 * no others.
 */
export function isBackupArnOf({ region, accountId }: BackupPlace, recoveryPointArn: string): boolean {
  const [, , service, arnRegion, account, type, name] = recoveryPointArn.split(':');
  const isHere = service === 'rds' && arnRegion === region && account === accountId;
  return isHere && type === 'cluster-snapshot' && name === 'awsbackup';
}

/** What is wrong with a name that cannot be looked up, and what to write instead. */
export function noBackupOf({ region, accountId }: BackupPlace, recoveryPointArn: string, vaultName: string): string {
  return (
    `recoveryPointArn: ${recoveryPointArn} is no backup of a cluster in ${region}. Write an ARN of the vault ${vaultName}, ` +
    `which begins with arn:aws:rds:${region}:${accountId}:cluster-snapshot:awsbackup: here, or leave it out`
  );
}

function wrongRequest(text: string): Verdict {
  return { kind: 'wrongRequest', message: `recoveryPointArn: ${text}` };
}

function toCandidate(point: DatedRecoveryPoint, asOfMs: number): Candidate {
  return {
    recoveryPointArn: point.arn,
    createdAt: new Date(point.createdAtMs).toISOString(),
    ageSeconds: ageSeconds(point, asOfMs),
    sizeBytes: point.sizeBytes ?? null,
    encryptionKeyArn: point.encryptionKeyArn ?? null,
  };
}

/** By its name, and how old it is. */
export function toNewer(point: DatedRecoveryPoint, asOfMs: number): Output['newer'] {
  const { recoveryPointArn, createdAt, ageSeconds: age } = toCandidate(point, asOfMs);
  return { recoveryPointArn, createdAt, ageSeconds: age };
}

function toSkipped(point: RecoveryPoint, reason: string): Skipped {
  const createdAt = point.createdAtMs === undefined ? null : new Date(point.createdAtMs).toISOString();
  return { recoveryPointArn: point.arn, createdAt, reason };
}
