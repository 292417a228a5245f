import { inWords } from '../shared/aws-errors';
import { UnsafeToProceedError } from '../shared/errors';
import type { Login } from '../shared/logins';
import { type Run, TAG } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { judgeError } from '../shared/rds-errors';
import { decideOnRefusal, type RefusalCause } from '../shared/rds-refusals';
import type { LiveCluster, Repairs } from './aws';
import type { ChosenTarget } from './choose-target';
import type { Environment, Input, BesideProgress, RestoredBeside } from './contract';

/** One call's work on the cluster that is restored. */
export interface RepairWork {
  readonly repairs: Repairs;
  readonly input: Extract<Input, { action: 'restore' }>;
  readonly run: Run;
  readonly environment: Environment;
  readonly nowMs: number;
  readonly live: LiveCluster;
  readonly identifier: string;
  readonly cluster: ClusterFact | undefined;
  readonly target: ChosenTarget;
  /** Undefined: none is there that is closed. */
  readonly closedGroupId: string | undefined;
  readonly master: Login;
  readonly progress: BesideProgress;
}

const SOON_SECONDS = 5;

export function done(
  work: RepairWork,
  phase: RestoredBeside['phase'],
  detail: string,
  {
    progress = {},
    nextPollSeconds = 20,
  }: { readonly progress?: BesideProgress; readonly nextPollSeconds?: number } = {},
): RestoredBeside {
  const { target, cluster } = work;
  return {
    phase,
    detail,
    clusterIdentifier: work.identifier,
    clusterArn: cluster?.arn ?? null,
    restoredTo: target.restoredTo,
    clampedFrom: target.clampedFrom,
    recoveryPointArn: target.recoveryPointArn,
    isIsolated: work.closedGroupId !== undefined,
    keepUntil: cluster?.tags[TAG.keepUntil] ?? work.input.keepUntil ?? null,
    masterSecretArn: work.master.secretArn,
    readerSecretId: work.environment.READER_SECRET_ID,
    databaseName: work.environment.DATABASE_NAME,
    liveClusterArn: work.live.arn,
    nextPollSeconds: phase === 'ready' ? 0 : Math.max(SOON_SECONDS, nextPollSeconds),
    progress: {
      passwordSet: work.progress.passwordSet ?? null,
      writer: work.progress.writer ?? null,
      refusedSince: null,
      refusedFor: null,
      ...progress,
    },
  };
}

/** AWS does not do it now: says when to ask again, or ends where asking again is of no use. */
export function refused(work: RepairWork, cause: RefusalCause, reason: string): RestoredBeside {
  const { progress, nowMs } = work;
  const before = (progress.refusedFor ?? cause) === cause ? (progress.refusedSince ?? null) : null;
  const since = before ?? new Date(nowMs).toISOString();
  const decision = decideOnRefusal(cause, nowMs - Date.parse(since));
  if (decision.kind === 'giveUp') throw new UnsafeToProceedError(decision.reason, reason);
  const detail = before === null ? reason : `${reason}, since ${since}`;
  return done(work, work.cluster === undefined ? 'restoring' : 'preparing', detail, {
    progress: { refusedSince: since, refusedFor: cause },
    nextPollSeconds: decision.afterSeconds,
  });
}

/** What an error of RDS means for the call that it is of; thrown again where it is none that is known. */
export function afterError(work: RepairWork, error: unknown): RestoredBeside {
  const meaning = judgeError(error);
  switch (meaning) {
    case 'unknown':
      throw error;
    case 'exists':
    case 'gone':
      return done(work, 'restoring', inWords(error), { nextPollSeconds: SOON_SECONDS });
    case 'rejectCandidate':
      throw new UnsafeToProceedError('no-restorable-recovery-point', inWords(error));
    default:
      return refused(work, meaning, inWords(error));
  }
}
