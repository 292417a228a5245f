import type { Surroundings } from '../shared/create-handler';
import { InvariantViolationError } from '../shared/errors';
import { failoverRun, type Run, validationRun } from '../shared/names';
import type { AuroraApi } from './aws';
import { type Choice, chooseCandidate, type Policy, type Rejection } from './choose-candidate';
import type { Environment, Input, Output } from './contract';
import { needsAcceptance, noneLeft } from './no-candidate';
import { perform } from './perform';
import { type CandidateProgress, type Done, type Logins, NOTHING_YET, type Work } from './work';

type Chosen = Extract<Choice, { kind: 'candidate' }>;

/** Picks the recovery point and does what can be done for it now; one that cannot be restored gives way to the next. */
export async function advance(
  database: AuroraApi,
  input: Input,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<Output> {
  const nowMs = now();
  const run = runOf(input, environment);
  // Read first: without the passwords nothing that is restored is of use. At once: each request may take seconds.
  const [logins, clusters] = await Promise.all([readLogins(database, environment), database.clusters(run.prefix)]);
  const policy: Policy = {
    run,
    nowMs,
    asOfMs: input.asOf ? Date.parse(input.asOf) : nowMs,
    fallbackMaxAgeMs: (input.fallbackMaxAgeMinutes ?? environment.FALLBACK_MAX_AGE_MINUTES) * 60_000,
  };
  const choose = (rejected: readonly Rejection[]) => chooseCandidate(input.candidates, rejected, clusters, policy);
  let rejected: readonly Rejection[] = input.progress?.rejected ?? [];
  let progress: CandidateProgress = { ...NOTHING_YET, ...input.progress };
  for (let attempt = 0; attempt <= input.candidates.length; attempt += 1) {
    const choice = choose(rejected);
    if (choice.kind === 'noneLeft') throw noneLeft(choice.rejected);
    if (choice.kind === 'tooOld') throw needsAcceptance(choice, policy);
    // What was known is known of the one that was worked on: another one begins anew.
    if (choice.rejected.length > (input.progress?.rejected.length ?? 0)) progress = NOTHING_YET;
    const { recoveryPointArn } = choice.candidate;
    const work: Work = {
      database,
      input,
      run,
      environment,
      nowMs,
      now,
      candidate: choice.candidate,
      clusterIdentifier: choice.clusterIdentifier,
      cluster: clusters.find((cluster) => cluster.identifier === choice.clusterIdentifier),
      progress,
      logins,
      hasAlternative: choose([...choice.rejected, { recoveryPointArn, reason: '' }]).kind === 'candidate',
    };
    const result = await perform(work);
    if (result.kind === 'done') {
      const others = clusters.map(({ identifier }) => identifier).filter((each) => each !== work.clusterIdentifier);
      return toOutput(work, choice, result, others);
    }
    logger.warn('falling back to the next recovery point', { ...choice.candidate, reason: result.reason });
    rejected = [...choice.rejected, { recoveryPointArn, reason: result.reason }];
  }
  throw new InvariantViolationError('more recovery points were rejected than there are');
}

async function readLogins(database: AuroraApi, environment: Environment): Promise<Logins> {
  const { MASTER_SECRET_NAME, APPLICATION_SECRET_NAME } = environment;
  const [master, application] = await Promise.all([
    database.login(MASTER_SECRET_NAME),
    database.login(APPLICATION_SECRET_NAME),
  ]);
  return { master, application };
}

function runOf(input: Input, { WORKLOAD_NAME }: Environment): Run {
  return input.mode === 'validation'
    ? validationRun(WORKLOAD_NAME, input.validationId)
    : failoverRun(WORKLOAD_NAME, input.failoverId);
}

function toOutput(work: Work, choice: Chosen, done: Done, abandoned: string[]): Output {
  return {
    phase: done.phase,
    detail: done.detail,
    recoveryPointArn: choice.candidate.recoveryPointArn,
    recoveryPointCreatedAt: choice.candidate.createdAt,
    clusterIdentifier: choice.clusterIdentifier,
    clusterArn: work.cluster?.arn ?? null,
    secretArn: work.logins.application.secretArn,
    masterSecretArn: work.logins.master.secretArn,
    actions: [...done.actions],
    waitFor: done.waitFor,
    nextPollSeconds: done.nextPollSeconds,
    abandoned,
    progress: { ...done.progress, rejected: [...choice.rejected] },
  };
}
