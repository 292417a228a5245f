import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import type { WaitFor } from '../shared/fields';
import { writerOf } from '../shared/cluster-readiness';
import { type Run, TAG, writerIdentifierOf } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import type { AuroraApi, Placement } from './aws';
import type { Environment, Input, Output } from './contract';
import { decide, type RestoreStep } from './decide';
import { judgeError } from '../shared/rds-errors';
import { decideOnRefusal } from '../shared/rds-refusals';

/** One call's work on one recovery point. */
export interface Work {
  readonly database: AuroraApi;
  readonly input: Input;
  readonly run: Run;
  readonly environment: Environment;
  readonly nowMs: number;
  readonly recoveryPointArn: string;
  readonly clusterIdentifier: string;
  readonly cluster: ClusterFact | undefined;
  /** Since when AWS has been refusing the present step. */
  readonly refusedSince: string | null;
}

export interface Done {
  readonly kind: 'done';
  readonly phase: Output['phase'];
  readonly detail: string;
  readonly actions: readonly string[];
  readonly waitFor: WaitFor | null;
  readonly nextPollSeconds: number;
  readonly refusedSince: string | null;
}

export type CandidateResult = Done | { readonly kind: 'rejected'; readonly reason: string };

const SOON_SECONDS = 5;
/** Aurora's minimum, and free (Aurora User Guide, Backup storage): what is removed within hours needs no backups. */
const SHORTEST_RETENTION_DAYS = 1;
const NOTHING_PUBLISHED = { clusterArn: undefined, secretArn: undefined };

/** Does the next thing for one recovery point. */
export async function perform(work: Work): Promise<CandidateResult> {
  const { database, input, environment, cluster } = work;
  const verdict = decide({
    cluster,
    writer: cluster === undefined ? undefined : await database.instance(writerOf(cluster)),
    run: work.run,
    mode: input.mode,
    published:
      input.mode === 'validation' || cluster?.secretArn === undefined ? NOTHING_PUBLISHED : await readPublished(work),
  });
  switch (verdict.kind) {
    case 'restore':
      return await restore(work);
    case 'prepare':
      return await prepare(work, verdict.steps);
    case 'publish':
      await database.writeParameter(environment.CLUSTER_ARN_PARAMETER, verdict.clusterArn);
      await database.writeParameter(environment.SECRET_ARN_PARAMETER, verdict.secretArn);
      await verifyPublished(work, verdict);
      return done(work, 'ready', 'the database is ready', ['publishParameters'], null);
    case 'ready':
      return done(work, 'ready', 'the database is ready', [], null);
    case 'waitGone':
      return done(work, 'restoring', 'an earlier cluster of this name is being deleted', [], 'clusterGone');
    case 'waitAvailable':
      return done(work, 'restoring', verdict.detail, [], 'available');
    case 'waitConnectable':
      return done(work, 'preparing', verdict.detail, [], 'connectable');
    case 'notOurs':
      throw new UnsafeToProceedError('not-ours', verdict.detail);
    case 'writerFailed':
      throw new UnsafeToProceedError('restored-cluster-failed', verdict.detail);
  }
}

async function restore(work: Work): Promise<CandidateResult> {
  const { database, environment, recoveryPointArn: snapshotArn, clusterIdentifier } = work;
  const snapshot = await database.snapshot(snapshotArn);
  if (snapshot === undefined) return { kind: 'rejected', reason: 'RDS does not have the snapshot' };
  if (snapshot.status !== 'available') return refused(work, 'notYet', `the snapshot is ${snapshot.status}`);
  try {
    const request = { clusterIdentifier, snapshotArn, snapshot, tags: tagsOf(work), ...placementOf(work) };
    await database.restore(request, environment);
  } catch (error) {
    const judgement = judgeError(error);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // Somebody made it since we looked: the next call sees whose it is.
    if (judgement === 'exists') return done(work, 'restoring', 'the cluster exists already', [], null);
    if (judgement === 'rejectCandidate') return { kind: 'rejected', reason };
    if (judgement === 'unknown') throw error;
    return refused(work, judgement, reason);
  }
  return done(work, 'restoring', `restoring ${clusterIdentifier}`, ['restoreCluster'], 'available');
}

async function prepare(work: Work, steps: readonly RestoreStep[]): Promise<CandidateResult> {
  const actions: string[] = [];
  const postponed: string[] = [];
  for (const step of steps) {
    try {
      await take(step, work);
      actions.push(step);
    } catch (error) {
      const judgement = judgeError(error);
      const reason = error instanceof Error ? error.message : String(error);
      if (judgement === 'exists') actions.push(step);
      else if (judgement === 'notYet') postponed.push(`${step} (${reason})`);
      else if (judgement === 'noCapacity' || judgement === 'quota') return refused(work, judgement, reason);
      else throw error;
    }
  }
  if (postponed.length === 0) return done(work, 'preparing', `asked for ${steps.join(', ')}`, actions, 'connectable');
  return done(work, 'preparing', `not possible yet: ${postponed.join('; ')}`, actions, null);
}

async function take(step: RestoreStep, work: Work): Promise<void> {
  const { database, input } = work;
  const cluster = existing(work);
  switch (step) {
    case 'createWriter':
      return await database.createWriter(cluster, writerIdentifierOf(cluster.identifier), tagsOf(work));
    case 'enableDataApi':
      return await database.enableDataApi(cluster);
    case 'modifyCluster':
      // Protection that somebody has put on a cluster under validation is not ours to take off.
      return await database.modify(
        cluster,
        input.mode === 'validation' ? {} : { deletionProtection: input.mode === 'failover' },
      );
  }
}

function refused(work: Work, judgement: 'notYet' | 'noCapacity' | 'quota', reason: string): CandidateResult {
  const since = work.refusedSince ?? new Date(work.nowMs).toISOString();
  const decision = decideOnRefusal(judgement, work.nowMs - Date.parse(since));
  if (decision.kind === 'reject') return { kind: 'rejected', reason };
  if (decision.kind === 'giveUp') throw new UnsafeToProceedError(decision.reason, reason);
  const outcome = done(work, work.cluster === undefined ? 'restoring' : 'preparing', reason, [], null);
  return { ...outcome, nextPollSeconds: decision.afterSeconds, refusedSince: since };
}

function done(
  work: Work,
  phase: Output['phase'],
  detail: string,
  actions: readonly string[],
  wait: 'available' | 'connectable' | 'clusterGone' | null,
): Done {
  return {
    kind: 'done',
    phase,
    detail,
    actions,
    waitFor: toWaitFor(work, wait),
    nextPollSeconds: phase === 'ready' ? 0 : SOON_SECONDS,
    refusedSince: null,
  };
}

function toWaitFor(work: Work, wait: 'available' | 'connectable' | 'clusterGone' | null): WaitFor | null {
  const { clusterIdentifier } = work;
  const since = new Date(work.nowMs).toISOString();
  if (wait === null) return null;
  if (wait === 'clusterGone') return { target: 'clusterGone', clusterIdentifier, since };
  return { target: 'cluster', clusterIdentifier, until: wait, since };
}

function tagsOf(work: Work): Record<string, string> {
  return {
    ...(work.input.mode === 'validation' ? work.environment.VALIDATION_TAGS : work.environment.TAGS),
    [work.run.tag]: work.run.id,
    [TAG.recoveryPoint]: work.recoveryPointArn,
    [TAG.createdBy]: 'restoreAurora',
  };
}

function placementOf({ input, environment }: Work): Placement {
  return input.mode === 'validation'
    ? {
        subnetGroupName: environment.VALIDATION_DB_SUBNET_GROUP_NAME,
        securityGroupIds: environment.VALIDATION_VPC_SECURITY_GROUP_IDS,
        backupRetentionDays: SHORTEST_RETENTION_DAYS,
      }
    : {
        subnetGroupName: environment.DB_SUBNET_GROUP_NAME,
        securityGroupIds: environment.VPC_SECURITY_GROUP_IDS,
        backupRetentionDays: environment.BACKUP_RETENTION_DAYS,
      };
}

async function readPublished({ database, environment }: Work) {
  return {
    clusterArn: await database.readParameter(environment.CLUSTER_ARN_PARAMETER),
    secretArn: await database.readParameter(environment.SECRET_ARN_PARAMETER),
  };
}

async function verifyPublished(work: Work, wanted: { clusterArn: string; secretArn: string }): Promise<void> {
  const { clusterArn, secretArn } = await readPublished(work);
  if (clusterArn === wanted.clusterArn && secretArn === wanted.secretArn) return;
  throw new InvariantViolationError('the parameters that the workload reads do not hold what was just written to them');
}

function existing({ cluster, clusterIdentifier }: Work): ClusterFact {
  if (cluster === undefined) throw new InvariantViolationError(`the cluster ${clusterIdentifier} is gone`);
  return cluster;
}
