import type { ClusterFact } from '../shared/rds-facts';
import { UnsafeToProceedError } from '../shared/errors';
import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import type { RefusalCause } from '../shared/rds-refusals';
import { describeAttempts, secondsLeft, type WriterAttempts } from '../shared/writer-attempts';
import { createWriter } from './create-writer';
import type { RestoreStep } from './decide';
import { type CandidateResult, done, hasTime, refused, type Work } from './work';

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'noWriterYet'; readonly attempts: WriterAttempts }
  | { readonly kind: 'refused'; readonly cause: RefusalCause; readonly reason: string };

/**
 * Asks for everything that an available cluster lacks; what is not possible yet does not hold up the rest, and what there
 * is no time left for is the next call's.
 */
export async function prepareCluster(
  work: Work,
  cluster: ClusterFact,
  steps: readonly RestoreStep[],
): Promise<CandidateResult> {
  const actions: string[] = [];
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    if (outcomes.length > 0 && !hasTime(work)) break;
    const outcome = await take(step, work, cluster);
    outcomes.push(outcome);
    if (outcome.kind === 'taken') actions.push(step);
    else if (outcome.kind === 'refused' && outcome.cause !== 'notYet') {
      return refused(work, outcome.cause, outcome.reason, actions);
    }
  }
  for (const outcome of outcomes) {
    if (outcome.kind === 'noWriterYet') return pause(work, outcome.attempts, actions);
  }
  const postponed = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? outcome.reason : []));
  if (postponed.length > 0) return refused(work, 'notYet', `not possible yet: ${postponed.join('; ')}`, actions);
  const awaited = outcomes.length === steps.length ? 'connectable' : null;
  return done(work, 'preparing', `asked for ${actions.join(', ')}`, actions, awaited);
}

async function take(step: RestoreStep, work: Work, cluster: ClusterFact): Promise<Outcome> {
  const { database, input } = work;
  try {
    switch (step) {
      case 'createWriter': {
        const attempts = await createWriter(work, cluster);
        return attempts === undefined ? { kind: 'taken' } : { kind: 'noWriterYet', attempts };
      }
      case 'enableDataApi':
        await database.enableDataApi(cluster);
        return { kind: 'taken' };
      case 'modifyCluster':
        await database.modify(cluster, {
          masterPassword: work.progress.passwordSet === true ? undefined : passwordFor(cluster, work),
          // Protection that somebody has put on a cluster under validation is not ours to take off.
          ...(input.mode === 'validation' ? {} : { deletionProtection: input.mode === 'failover' }),
        });
        return { kind: 'taken' };
    }
  } catch (error) {
    return afterError(step, error);
  }
}

/** The master user's name is the snapshot's: the secret cannot give it another. */
function passwordFor({ masterUsername }: ClusterFact, { logins: { master }, environment }: Work): string {
  if (masterUsername === undefined || masterUsername === master.username) return master.password;
  throw new UnsafeToProceedError(
    'no-database-secret',
    `${environment.MASTER_SECRET_NAME} is of the user ${master.username}, and the restored database has ${masterUsername}`,
  );
}

function afterError(step: RestoreStep, error: unknown): Outcome {
  const meaning = judgeError(error);
  if (meaning === 'exists') return { kind: 'taken' };
  if (meaning === 'unknown' || meaning === 'rejectCandidate') throw error;
  // What is gone is seen to be by the next call.
  const cause = meaning === 'gone' ? 'notYet' : meaning;
  return { kind: 'refused', cause, reason: `${step} (${inWords(error)})` };
}

function pause(work: Work, attempts: WriterAttempts, actions: readonly string[]): CandidateResult {
  const outcome = done(work, 'preparing', `the writer: ${describeAttempts(attempts)}`, actions, null, attempts);
  return { ...outcome, nextPollSeconds: secondsLeft(attempts, work.nowMs) };
}
