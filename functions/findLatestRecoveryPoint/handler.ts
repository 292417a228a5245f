import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { createHandler } from '../shared/create-handler';
import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { aws, type Vault } from './aws';
import { Environment, Input, Output } from './contract';
import type { Verdict } from './decide';
import { find } from './find';

const SKIPPED_SHOWN = 10;

/** Finds the recovery point to restore: its age against the objective, and what else there is. */
export const build = (vault: Vault, now?: () => number) =>
  createHandler({
    name: 'findLatestRecoveryPoint',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: async (input, surroundings) => {
      const { environment, metrics, region, now: clock } = surroundings;
      const verdict = await find(vault, {
        vaultName: environment.VAULT_NAME,
        region,
        sourceClusterArn: environment.SOURCE_CLUSTER_ARN,
        nowMs: clock(),
        minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * 60_000,
        request: input,
      });
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

function noneUsable(verdict: Extract<Verdict, { kind: 'none' }>, environment: Environment): UnsafeToProceedError {
  const seen = verdict.skipped.slice(0, 3).map((each) => `${each.recoveryPointArn} ${each.reason}`);
  const found =
    seen.length === 0 ? 'there is none' : `${verdict.skipped.length} passed over, the newest: ${seen.join('; ')}`;
  return new UnsafeToProceedError(
    'no-usable-recovery-point',
    `no recovery point of ${environment.SOURCE_CLUSTER_ARN} in the vault ${environment.VAULT_NAME} can be restored (${found})`,
  );
}
