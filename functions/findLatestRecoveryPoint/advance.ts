import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { isVaultMissing, missingVaultError } from '../shared/missing-vault';
import { clusterIdentifierOf, failoverRun } from '../shared/names';
import { readUntilUsable } from '../shared/recovery-point-vault';
import { newestUsable, type RecoveryPoint } from '../shared/recovery-points';
import type { Adopted } from './adopt';
import type { StandbyVault } from './aws';
import type { Environment, Input, Output } from './contract';
import { decide, isBackupArnOf, noBackupOf, type BackupPlace, toNewer, type Verdict } from './decide';
import type { ChoicePolicy } from './policy';

const SKIPPED_SHOWN = 10;

/** Reads the vault and chooses what to restore; nothing to restore is an error that says what was passed over. */
export async function advance(
  vault: StandbyVault,
  request: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  try {
    return await choose(vault, request, surroundings);
  } catch (error) {
    if (!isVaultMissing(error)) throw error;
    const text = missingVaultError(error, surroundings.region, surroundings.environment.VAULT_NAME);
    throw new UnsafeToProceedError('no-usable-recovery-point', text);
  }
}

async function choose(
  vault: StandbyVault,
  request: Input,
  { environment, metrics, region, accountId, now }: Surroundings<Environment>,
): Promise<Output> {
  const objectiveSeconds = environment.RPO_MINUTES * 60;
  const nowMs = now();
  const policy: ChoicePolicy = {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs,
    asOfMs: request.asOf ? Date.parse(request.asOf) : nowMs,
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * 60_000,
    objectiveSeconds,
    acceptedMinutes: request.acceptRecoveryPointAgeMinutes,
    request,
  };
  const place = { region, accountId };
  const points = await readPoints(vault, environment.VAULT_NAME, place, policy);
  const verdict = decide(points, await readAdopted(vault, environment, place, request), policy);
  if (verdict.kind === 'wrongRequest') throw new InvalidRequestError(verdict.message);
  if (verdict.kind === 'lost') throw servesSomethingElse(verdict.detail, region);
  if (verdict.kind === 'none' && request.notAfter && verdict.skipped.length === 0) {
    throw new InvalidRequestError(
      `notAfter: the vault ${environment.VAULT_NAME} has no recovery point of ${request.notAfter} or before. Write a later time, or leave it out`,
    );
  }
  if (verdict.kind === 'none') throw noneUsable(verdict, environment);

  metrics.addMetric('RecoveryPointAgeSeconds', MetricUnit.Seconds, verdict.chosen.ageSeconds);
  return {
    chosen: verdict.chosen,
    freshness: verdict.chosen.ageSeconds <= objectiveSeconds ? 'fresh' : 'stale',
    objectiveSeconds,
    chosenBecause: verdict.because,
    newer: verdict.newer,
    newest: await readNewest(vault, points, environment.VAULT_NAME, policy),
    ask: verdict.ask,
    runnersUp: [...verdict.runnersUp],
    skipped: verdict.skipped.slice(0, SKIPPED_SHOWN),
    skippedCount: verdict.skipped.length,
  };
}

/** The point that was asked for by name, or the vault from its newest end to the first that can be used. */
async function readPoints(
  vault: StandbyVault,
  vaultName: string,
  place: BackupPlace,
  policy: ChoicePolicy,
): Promise<readonly RecoveryPoint[]> {
  const { clusterArn, request } = policy;
  const { recoveryPointArn, notAfter } = request;
  if (recoveryPointArn) {
    // The role may not even ask for others: that would be refused as a missing permission.
    if (!isBackupArnOf(place, recoveryPointArn))
      throw new InvalidRequestError(noBackupOf(place, recoveryPointArn, vaultName));
    const named = await vault.describe(vaultName, recoveryPointArn);
    return named === undefined ? [] : [named];
  }
  const latest = notAfter
    ? { latestMs: Date.parse(notAfter), isOpen: false }
    : { latestMs: policy.nowMs, isOpen: true };
  return await readUntilUsable(vault.list({ vaultName, clusterArn }), { ...policy, notAfter }, latest);
}

/** The newest that can be restored; where another one was asked for, the vault is read once more, if that is wanted. */
async function readNewest(
  vault: StandbyVault,
  points: readonly RecoveryPoint[],
  vaultName: string,
  policy: ChoicePolicy,
): Promise<Output['newest']> {
  const { clusterArn, request, asOfMs } = policy;
  const isSpecific = Boolean(request.recoveryPointArn ?? request.notAfter);
  if (isSpecific && !request.compareWithNewest) return null;
  const all = isSpecific ? await readUntilUsable(vault.list({ vaultName, clusterArn }), policy) : points;
  const newest = newestUsable(all, policy);
  return newest === undefined ? null : toNewer(newest, asOfMs);
}

/** What an unfinished failover has begun with, and the cluster that it has restored from it. */
async function readAdopted(
  vault: StandbyVault,
  { VAULT_NAME, WORKLOAD_NAME }: Environment,
  place: BackupPlace,
  { recoveryPointArn: requested, adoptedRecoveryPointArn: recoveryPointArn, failoverId }: Input,
): Promise<Adopted | undefined> {
  // With a global database it may have been the replica.
  if (requested || !recoveryPointArn || !isBackupArnOf(place, recoveryPointArn)) return undefined;
  const point = await vault.describe(VAULT_NAME, recoveryPointArn);
  if (!failoverId) return { recoveryPointArn, point, restored: 'unasked' };
  const run = failoverRun(WORKLOAD_NAME, failoverId);
  const cluster = await vault.cluster(clusterIdentifierOf(run, recoveryPointArn));
  return { recoveryPointArn, point, restored: { run, cluster } };
}

function servesSomethingElse(detail: string, region: string): UnsafeToProceedError {
  return new UnsafeToProceedError(
    'standby-serves',
    `users are served from ${region}, and ${detail}: nothing else may be put in its place`,
  );
}

function noneUsable(verdict: Extract<Verdict, { kind: 'none' }>, environment: Environment): UnsafeToProceedError {
  const seen = verdict.skipped.slice(0, 3).map((each) => `${each.recoveryPointArn} ${each.reason}`);
  const found =
    seen.length === 0 ? 'there is none' : `${verdict.skipped.length} passed over, the newest: ${seen.join('; ')}`;
  return new UnsafeToProceedError(
    'no-usable-recovery-point',
    `no recovery point of ${environment.SOURCE_CLUSTER_ARN} in the vault ${environment.VAULT_NAME} can be restored (${found})`,
  );
}
