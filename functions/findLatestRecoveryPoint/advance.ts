import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { readUntilUsable } from '../shared/recovery-point-vault';
import type { RecoveryPoint } from '../shared/recovery-points';
import type { StandbyVault } from './aws';
import type { Environment, Input, Output } from './contract';
import { decide, isSnapshotArnOf, type Policy, type Verdict } from './decide';

const SKIPPED_SHOWN = 10;

/** Reads the vault and chooses what to restore; nothing to restore is an error that says what was passed over. */
export async function advance(
  vault: StandbyVault,
  request: Input,
  { environment, metrics, region, now }: Surroundings<Environment>,
): Promise<Output> {
  const policy: Policy = {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs: now(),
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * 60_000,
    request,
  };
  const verdict = decide(await readPoints(vault, environment.VAULT_NAME, region, policy), policy);
  if (verdict.kind === 'wrongRequest') throw new InvalidRequestError(verdict.message);
  if (verdict.kind === 'none') throw noneUsable(verdict, environment);

  const objectiveSeconds = environment.RPO_MINUTES * 60;
  metrics.addMetric('RecoveryPointAgeSeconds', MetricUnit.Seconds, verdict.chosen.ageSeconds);
  return {
    chosen: verdict.chosen,
    freshness: verdict.chosen.ageSeconds <= objectiveSeconds ? 'fresh' : 'stale',
    objectiveSeconds,
    chosenBecause: verdict.because,
    runnersUp: [...verdict.runnersUp],
    skipped: verdict.skipped.slice(0, SKIPPED_SHOWN),
    skippedCount: verdict.skipped.length,
  };
}

/** The point that was asked for by name, or the vault from its newest end to the first that can be used. */
async function readPoints(
  vault: StandbyVault,
  vaultName: string,
  region: string,
  policy: Policy,
): Promise<readonly RecoveryPoint[]> {
  const { clusterArn, request } = policy;
  const named = request.recoveryPointArn ?? request.adoptedRecoveryPointArn;
  const namedPoint = named && isSnapshotArnOf(region, named) ? await vault.describe(vaultName, named) : undefined;
  const known = namedPoint ? [namedPoint] : [];
  if (request.recoveryPointArn) return known;
  const { notAfter } = request;
  const latest = notAfter
    ? { latestMs: Date.parse(notAfter), isOpen: false }
    : { latestMs: policy.nowMs, isOpen: true };
  return await readUntilUsable(vault.list({ vaultName, clusterArn }), { ...policy, notAfter }, latest, known);
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
