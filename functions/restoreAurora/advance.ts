import type { Surroundings } from '../shared/create-handler';
import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import { failoverRun, type Run, validationRun } from '../shared/names';
import type { AuroraApi } from './aws';
import type { Environment, Input, Output } from './contract';
import { type Choice, chooseCandidate, type Policy, type Rejection } from './decide';
import { type Done, perform, type Work } from './perform';

type Chosen = Extract<Choice, { kind: 'candidate' }>;

/** Picks the recovery point and does what can be done for it now; one that cannot be restored gives way to the next. */
export async function advance(
  database: AuroraApi,
  input: Input,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<Output> {
  const nowMs = now();
  const run = runOf(input, environment);
  const clusters = await database.clusters(run.prefix);
  const policy: Policy = {
    run,
    nowMs,
    fallbackMaxAgeMs: environment.FALLBACK_MAX_AGE_MINUTES * 60_000,
  };
  let rejected: readonly Rejection[] = input.progress?.rejected ?? [];
  let refusedSince = input.progress?.refusedSince ?? null;
  for (let attempt = 0; attempt <= input.candidates.length; attempt += 1) {
    const choice = chooseCandidate(input.candidates, rejected, clusters, policy);
    if (choice.kind === 'noneLeft') throw noneLeft(choice.rejected);
    const work: Work = {
      database,
      input,
      run,
      environment,
      nowMs,
      recoveryPointArn: choice.candidate.recoveryPointArn,
      clusterIdentifier: choice.clusterIdentifier,
      cluster: clusters.find((cluster) => cluster.identifier === choice.clusterIdentifier),
      refusedSince,
    };
    const result = await perform(work);
    if (result.kind === 'done')
      return toOutput(
        work,
        choice,
        result,
        clusters.map((each) => each.identifier),
      );
    logger.warn('falling back to the next recovery point', { ...choice.candidate, reason: result.reason });
    rejected = [...choice.rejected, { recoveryPointArn: work.recoveryPointArn, reason: result.reason }];
    refusedSince = null;
  }
  throw new InvariantViolationError('more recovery points were rejected than there are');
}

function runOf(input: Input, { WORKLOAD_NAME }: Environment): Run {
  return input.mode === 'validation'
    ? validationRun(WORKLOAD_NAME, input.validationId)
    : failoverRun(WORKLOAD_NAME, input.failoverId);
}

function toOutput(work: Work, choice: Chosen, done: Done, clusterIdentifiers: readonly string[]): Output {
  return {
    phase: done.phase,
    detail: done.detail,
    recoveryPointArn: choice.candidate.recoveryPointArn,
    recoveryPointCreatedAt: choice.candidate.createdAt,
    clusterIdentifier: choice.clusterIdentifier,
    clusterArn: work.cluster?.arn ?? null,
    secretArn: work.cluster?.secretArn ?? null,
    actions: [...done.actions],
    waitFor: done.waitFor,
    nextPollSeconds: done.nextPollSeconds,
    abandoned: clusterIdentifiers.filter((identifier) => identifier !== choice.clusterIdentifier),
    progress: { rejected: [...choice.rejected], refusedSince: done.refusedSince },
  };
}

function noneLeft(rejected: readonly Rejection[]): UnsafeToProceedError {
  const reasons = rejected.map((each) => `${each.recoveryPointArn}: ${each.reason}`).join('; ');
  return new UnsafeToProceedError('no-restorable-recovery-point', `no recovery point could be restored (${reasons})`);
}
