import { UnsafeToProceedError } from '../shared/errors';
import type { Login } from '../shared/logins';
import type { WaitFor } from '../shared/fields';
import { type Run, TAG } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { decideOnRefusal, type RefusalCause } from '../shared/rds-refusals';
import type { AuroraApi } from './aws';
import type { RestoreCandidate } from './choose-candidate';
import type { Environment, Input, Output, Progress } from './contract';

/** What the next call has to know of the recovery point that this one has worked on. */
export type CandidateProgress = Omit<Progress, 'rejected'>;

export interface Logins {
  readonly master: Login;
  readonly application: Login;
}

/** One call's work on one recovery point. */
export interface Work {
  readonly database: AuroraApi;
  readonly input: Input;
  readonly run: Run;
  readonly environment: Environment;
  /** When this call began. */
  readonly nowMs: number;
  readonly now: () => number;
  readonly candidate: RestoreCandidate;
  readonly clusterIdentifier: string;
  readonly cluster: ClusterFact | undefined;
  readonly progress: CandidateProgress;
  /** The users of the database, as this region's secrets have them. */
  readonly logins: Logins;
  /** Whether another one may be restored without asking, if this one cannot be now. */
  readonly hasAlternative: boolean;
}

export interface Done {
  readonly kind: 'done';
  readonly phase: Output['phase'];
  readonly detail: string;
  readonly actions: readonly string[];
  readonly waitFor: WaitFor | null;
  readonly nextPollSeconds: number;
  readonly progress: CandidateProgress;
}

export type CandidateResult = Done | { readonly kind: 'rejected'; readonly reason: string };

export type Awaited =
  | 'available'
  | 'connectable'
  | 'clusterGone'
  | { readonly instanceGone: string }
  /** Nothing that can be seen: call again. */
  | null;

const SOON_SECONDS = 5;
export const NOTHING_YET: CandidateProgress = {
  refusedSince: null,
  refusedFor: null,
  passwordSet: null,
  logins: null,
  writer: null,
};

/** Nothing was refused: what is known of writers that did not come is kept until there is one. */
export function done(
  work: Work,
  phase: Output['phase'],
  detail: string,
  actions: readonly string[],
  awaited: Awaited,
  writer: Progress['writer'] = work.progress.writer,
): Done {
  return {
    kind: 'done',
    phase,
    detail,
    actions,
    // The longer there is no writer, the less often it is asked for: an execution's history has an end.
    waitFor: toWaitFor(work, awaited, writer?.since ?? new Date(work.nowMs).toISOString()),
    nextPollSeconds: phase === 'ready' ? 0 : SOON_SECONDS,
    progress: {
      ...NOTHING_YET,
      passwordSet: work.progress.passwordSet === true || actions.includes('modifyCluster'),
      logins: work.progress.logins ?? null,
      writer: phase === 'ready' ? null : writer,
    },
  };
}

/** The function's 60 s less the two attempts of 17 s that a request may take (functions/shared/clients.ts). */
const LAST_REQUEST_AFTER_MS = 25_000;

/** Whether one more request ends within this call, however slow it is; what is done is remembered for the next call. */
export function hasTime({ now, nowMs }: Work): boolean {
  return now() - nowMs < LAST_REQUEST_AFTER_MS;
}

/** A snapshot that RDS still does not have ready by then gives way to another recovery point, where there is one. */
const GIVE_WAY_MS = 10 * 60_000;

/** AWS does not do it now: says when to ask again, or ends the failover where asking again is of no use. */
export function refused(
  work: Work,
  cause: RefusalCause,
  reason: string,
  actions: readonly string[] = [],
): CandidateResult {
  const { progress, nowMs, cluster } = work;
  const before = (progress.refusedFor ?? cause) === cause ? progress.refusedSince : null;
  const since = before ?? new Date(nowMs).toISOString();
  const refusedForMs = nowMs - Date.parse(since);
  if (cause === 'notYet' && cluster === undefined && refusedForMs >= GIVE_WAY_MS && work.hasAlternative) {
    return { kind: 'rejected', reason: `${reason} since ${since}` };
  }
  const decision = decideOnRefusal(cause, refusedForMs);
  if (decision.kind === 'giveUp') throw new UnsafeToProceedError(decision.reason, reason);
  const detail = before === null ? reason : `${reason}, since ${since}`;
  const outcome = done(work, cluster === undefined ? 'restoring' : 'preparing', detail, actions, null);
  return {
    ...outcome,
    nextPollSeconds: decision.afterSeconds,
    progress: { ...outcome.progress, refusedSince: since, refusedFor: cause },
  };
}

function toWaitFor({ clusterIdentifier }: Work, awaited: Awaited, since: string): WaitFor | null {
  if (awaited === null) return null;
  if (awaited === 'clusterGone') return { target: 'clusterGone', clusterIdentifier, since };
  if (typeof awaited === 'object') {
    return { target: 'instanceGone', instanceIdentifier: awaited.instanceGone, since };
  }
  return { target: 'cluster', clusterIdentifier, until: awaited, since };
}

export function tagsOf({ input, environment, run, candidate }: Work): Record<string, string> {
  return {
    ...(input.mode === 'validation' ? environment.VALIDATION_TAGS : environment.TAGS),
    [run.tag]: run.id,
    [TAG.recoveryPoint]: candidate.recoveryPointArn,
    [TAG.recoveryPointCreatedAt]: candidate.createdAt,
    [TAG.createdBy]: 'restoreAurora',
  };
}
