import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { createHandler, type Surroundings } from '../shared/create-handler';
import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { aws, type Vault } from './aws';
import { Environment, Input, Output } from './contract';
import { decide, isSnapshotArnOf, type Policy, type RecoveryPoint, type Verdict } from './decide';

const DAY_MS = 86_400_000;
/** Where to look, in turn: as a rule the first answers with one page. */
const WINDOWS_MS: readonly (number | undefined)[] = [2 * DAY_MS, 14 * DAY_MS, undefined];
const SKIPPED_SHOWN = 10;

/** Finds the recovery point to restore: its age against the objective, and what else there is. */
export const build = (vault: Vault, now?: () => number) =>
  createHandler({
    name: 'findLatestRecoveryPoint',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: async (input, surroundings) => {
      const { environment, metrics } = surroundings;
      const verdict = await find(vault, input, surroundings);
      if (verdict.kind === 'wrongRequest') throw new InvalidRequestError(verdict.message);
      if (verdict.kind === 'none') throw noneUsable(verdict, environment);

      const objectiveSeconds = environment.RPO_MINUTES * 60;
      metrics.addMetric('RecoveryPointAgeSeconds', MetricUnit.Seconds, verdict.chosen.ageSeconds);
      return {
        chosen: verdict.chosen,
        freshness: verdict.chosen.ageSeconds <= objectiveSeconds ? ('fresh' as const) : ('stale' as const),
        objectiveSeconds,
        chosenBecause: verdict.because,
        runnersUp: [...verdict.runnersUp],
        skipped: verdict.skipped.slice(0, SKIPPED_SHOWN),
        skippedCount: verdict.skipped.length,
      };
    },
  });

export const handler = build(aws);

async function find(vault: Vault, input: Input, surroundings: Surroundings<Environment>): Promise<Verdict> {
  const { environment, now } = surroundings;
  const policy: Policy = {
    sourceClusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs: now(),
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * 60_000,
    request: input,
  };
  const named = input.recoveryPointArn ?? input.adoptedRecoveryPointArn;
  const namedPoint =
    named && isSnapshotArnOf(surroundings.region, named)
      ? await vault.describe(environment.VAULT_NAME, named)
      : undefined;
  if (input.recoveryPointArn) return decide(namedPoint ? [namedPoint] : [], policy);

  let verdict: Verdict = { kind: 'none', skipped: [] };
  for (const windowMs of WINDOWS_MS) {
    const listed = await vault.list(listRequest(windowMs, policy, environment));
    verdict = decide(withPoint(listed, namedPoint), policy);
    if (verdict.kind !== 'none') return verdict;
  }
  return verdict;
}

function listRequest(windowMs: number | undefined, policy: Policy, environment: Environment) {
  const latestMs = policy.request.notAfter ? Date.parse(policy.request.notAfter) : policy.nowMs;
  return {
    vaultName: environment.VAULT_NAME,
    resourceArn: environment.SOURCE_CLUSTER_ARN,
    createdAfter: windowMs === undefined ? undefined : new Date(latestMs - windowMs),
    // A second later, since AWS does not say whether the bound is inside; decide() draws the exact line.
    createdBefore: policy.request.notAfter ? new Date(latestMs + 1000) : undefined,
  };
}

function withPoint(listed: readonly RecoveryPoint[], point: RecoveryPoint | undefined): readonly RecoveryPoint[] {
  const known = point === undefined || listed.some((each) => each.recoveryPointArn === point.recoveryPointArn);
  return known ? listed : [...listed, point];
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
