import { UnsafeToProceedError } from '../shared/errors';
import { TAG, writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { judgeError } from '../shared/rds-errors';
import { afterFailedWriter, askForWriter, describeAttempts, secondsLeft } from '../shared/writer-attempts';
import type { BesideProgress, RestoredBeside } from './contract';
import { CREATED_BY, type Preparation } from './decide';
import { afterError, done, type RepairWork } from './work';

/** Asks for everything that an available cluster lacks: the writer first, which takes longest. */
export async function prepare(
  work: RepairWork,
  cluster: ClusterFact,
  steps: readonly Preparation[],
): Promise<RestoredBeside> {
  let progress: BesideProgress = {
    passwordSet: work.progress.passwordSet ?? null,
    writer: work.progress.writer ?? null,
  };
  for (const step of steps) {
    try {
      const learned = await take(step, work, cluster);
      progress = { ...progress, ...learned };
    } catch (error) {
      if (judgeError(error) === 'exists') continue;
      return afterError({ ...work, progress: { ...work.progress, ...progress } }, error);
    }
  }
  const attempts = progress.writer ?? null;
  if (attempts !== null && steps.includes('createWriter')) {
    const nextPollSeconds = secondsLeft(attempts, work.nowMs);
    return done(work, 'preparing', `the writer: ${describeAttempts(attempts)}`, { progress, nextPollSeconds });
  }
  return done(work, 'preparing', `asked for ${steps.join(', ')}`, { progress });
}

async function take(step: Preparation, work: RepairWork, cluster: ClusterFact): Promise<BesideProgress> {
  const { repairs, nowMs } = work;
  switch (step) {
    case 'createWriter': {
      const identifier = writerIdentifierOf(cluster.identifier);
      const tags = { ...work.environment.TAGS, [work.run.tag]: work.run.id, [TAG.createdBy]: CREATED_BY };
      const attempts = await askForWriter(work.progress.writer ?? null, nowMs, {
        zones: () => repairs.zones(cluster),
        create: (zone) => repairs.createWriter(cluster, { identifier, tags, zone }),
      });
      return { writer: attempts ?? null };
    }
    case 'enableDataApi':
      await repairs.enableDataApi(cluster);
      return {};
    case 'modifyCluster':
      await repairs.setPassword(cluster, passwordFor(cluster, work));
      return { passwordSet: true };
  }
}

/** The master user's name is that of the data: the secret cannot give it another. */
function passwordFor({ masterUsername }: ClusterFact, { master, environment }: RepairWork): string {
  if (masterUsername === undefined || masterUsername === master.username) return master.password;
  throw new UnsafeToProceedError(
    'no-database-secret',
    `${environment.MASTER_SECRET_ID} is of the user ${master.username}, and the restored database has ${masterUsername}`,
  );
}

/** Deletes a writer of ours that does not come any more, so that another can be made. It holds no data: the volume does. */
export async function removeWriter(
  work: RepairWork,
  { identifier, status, zone, tags }: InstanceFact,
): Promise<RestoredBeside> {
  if (tags[TAG.createdBy] !== CREATED_BY) {
    throw new UnsafeToProceedError('not-ours', `the instance ${identifier} is ${status}, and not of our making`);
  }
  try {
    await work.repairs.deleteInstance(identifier);
  } catch (error) {
    if (judgeError(error) !== 'gone') return afterError(work, error);
  }
  const reason = `${identifier} was ${status}${zone === undefined ? '' : ` in ${zone}`}`;
  const writer = afterFailedWriter(work.progress.writer ?? null, { zone, reason }, work.nowMs);
  return done(work, 'preparing', `deleting the writer, to make it again: ${describeAttempts(writer)}`, {
    progress: { writer },
  });
}
