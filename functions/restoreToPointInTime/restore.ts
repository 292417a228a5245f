import type { Surroundings } from '../shared/create-handler';
import { writerOf } from '../shared/cluster-readiness';
import { isWrongPassword, sqlStateOf } from '../shared/data-api';
import { loginStatement } from '../shared/database-roles';
import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import { repairRun, shortHash, TAG } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import type { Repairs } from './aws';
import { type ChosenTarget, chooseTarget } from './choose-target';
import type { Environment, RestoredBeside } from './contract';
import { CREATED_BY, decide } from './decide';
import { prepare, removeWriter } from './prepare';
import { afterError, done, refused, type RepairWork } from './work';

/** Does the next thing for the cluster that one recovery restores. */
export async function restore(
  repairs: Repairs,
  input: RepairWork['input'],
  { environment, now }: Surroundings<Environment>,
): Promise<RestoredBeside> {
  const nowMs = now();
  const run = repairRun(environment.WORKLOAD_NAME, input.recoveryId);
  // RDS has no idempotency token for a restore, so the identifier is it: of what was asked for, which never changes.
  const identifier = `${run.prefix}${shortHash(input.at ?? input.recoveryPointArn ?? '')}`;
  const [live, clusters, master, closedGroupId] = await Promise.all([
    repairs.live(environment.CLUSTER_IDENTIFIER),
    repairs.clusters(run.prefix),
    repairs.login(environment.MASTER_SECRET_ID),
    repairs.securityGroupId(environment.SECURITY_GROUP_PARAMETER),
  ]);
  if (live === undefined) {
    throw new UnsafeToProceedError(
      'no-live-cluster',
      `${environment.CLUSTER_IDENTIFIER} is not in ${environment.PRIMARY_REGION}`,
    );
  }
  const cluster = clusters.find((each) => each.identifier === identifier);
  const target = targetOf(cluster) ?? (await chooseTarget(repairs, live, input, { environment, nowMs }));
  const work: RepairWork = {
    repairs,
    input,
    run,
    environment,
    nowMs,
    live,
    identifier,
    cluster,
    target,
    closedGroupId,
    master,
    progress: input.progress ?? {},
  };
  return await perform(work);
}

/** What was decided when it was restored: a later call is not to decide otherwise, since the log moves on. */
function targetOf(cluster: ClusterFact | undefined): ChosenTarget | undefined {
  const restoredTo = cluster?.tags[TAG.restoredTo];
  if (cluster === undefined || restoredTo === undefined) return undefined;
  const { tags } = cluster;
  return {
    restoredTo,
    clampedFrom: tags[TAG.clampedFrom] ?? null,
    recoveryPointArn: tags[TAG.recoveryPoint] ?? null,
  };
}

async function perform(work: RepairWork): Promise<RestoredBeside> {
  const { repairs, cluster, run } = work;
  const writer = cluster === undefined ? undefined : await repairs.instance(writerOf(cluster));
  const verdict = decide({ cluster, writer, run, isPasswordSet: work.progress.passwordSet ?? false });
  switch (verdict.kind) {
    case 'restore':
      return await begin(work);
    case 'refuse':
      throw new UnsafeToProceedError(verdict.reason, verdict.detail);
    case 'startCluster':
      return await start(work);
    case 'wait':
      return done(work, verdict.phase, verdict.detail);
    case 'removeWriter':
      return await removeWriter(work, verdict.writer);
    case 'prepare':
      return await prepare(work, existing(work), verdict.steps);
    case 'ready':
      return await giveLogin(work, existing(work));
  }
}

async function begin(work: RepairWork): Promise<RestoredBeside> {
  const { repairs, live, target, identifier } = work;
  const cluster = {
    identifier,
    securityGroupIds: work.closedGroupId === undefined ? live.securityGroupIds : [work.closedGroupId],
    tags: tagsOf(work),
  };
  try {
    if (target.recoveryPointArn === null) await repairs.restoreToTime(live, target.restoredTo, cluster);
    else await repairs.restoreSnapshot(live, target.recoveryPointArn, cluster);
  } catch (error) {
    return afterError(work, error);
  }
  const from = target.recoveryPointArn ?? `the log of ${work.environment.CLUSTER_IDENTIFIER}`;
  return done(work, 'restoring', `restoring ${identifier} as of ${target.restoredTo}, from ${from}`, {
    // What was done to a cluster that is gone is done to none.
    progress: { passwordSet: null },
  });
}

async function start(work: RepairWork): Promise<RestoredBeside> {
  try {
    await work.repairs.startCluster(work.identifier);
    return done(work, 'preparing', `starting ${work.identifier}`);
  } catch (error) {
    return afterError(work, error);
  }
}

/**
 * Gives the reader, with whose secret a person reads, the present password: the data has that of its moment. RDS says
 * nothing of the master's password: it is asked for once more, and again until it is taken.
 */
async function giveLogin(work: RepairWork, cluster: ClusterFact): Promise<RestoredBeside> {
  const { repairs, master, environment } = work;
  const reader =
    environment.READER_SECRET_ID === environment.MASTER_SECRET_ID
      ? undefined
      : await repairs.login(environment.READER_SECRET_ID);
  const sql = reader === undefined ? 'select 1' : loginStatement(reader, 'alter');
  try {
    await repairs.execute({ clusterArn: cluster.arn, secretArn: master.secretArn }, environment.DATABASE_NAME, sql);
    return done(work, 'ready', `${cluster.identifier} is ready`);
  } catch (error) {
    // PostgreSQL, undefined_object: data from before the reader was made. The master user has been let in.
    if (sqlStateOf(error) === '42704') return done(work, 'ready', `${cluster.identifier} is ready, without a reader`);
    if (!isWrongPassword(error)) throw error;
    const again = { ...work, progress: { ...work.progress, passwordSet: false } };
    return refused(
      again,
      'notYet',
      `${master.username} is not let in with the password of ${environment.MASTER_SECRET_ID}`,
    );
  }
}

export function tagsOf({ environment, run, target, input }: RepairWork): Readonly<Record<string, string>> {
  return {
    ...environment.TAGS,
    [run.tag]: run.id,
    [TAG.createdBy]: CREATED_BY,
    [TAG.restoredTo]: target.restoredTo,
    ...(target.clampedFrom === null ? {} : { [TAG.clampedFrom]: target.clampedFrom }),
    ...(target.recoveryPointArn === null ? {} : { [TAG.recoveryPoint]: target.recoveryPointArn }),
    ...(input.keepUntil == null ? {} : { [TAG.keepUntil]: input.keepUntil }),
  };
}

function existing({ cluster, identifier }: RepairWork): ClusterFact {
  if (cluster === undefined) throw new InvariantViolationError(`the cluster ${identifier} is gone`);
  return cluster;
}
