import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import { missingUntil, writerOf } from '../shared/cluster-readiness';
import type { ClusterFact } from '../shared/rds-facts';
import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import { removeWriter } from './create-writer';
import { decide } from './decide';
import { withLogins } from './give-logins';
import { prepareCluster } from './prepare-cluster';
import { publish, readPublished } from './publish';
import { restoreCluster } from './restore-cluster';
import { type CandidateResult, done, refused, type Work } from './work';

const NOTHING_PUBLISHED = { clusterArn: undefined, secretArn: undefined };

/** Does the next thing for one recovery point. */
export async function perform(work: Work): Promise<CandidateResult> {
  const { database, input, cluster } = work;
  const writer = cluster === undefined ? undefined : await database.instance(writerOf(cluster));
  const isConnectable = cluster !== undefined && missingUntil('connectable', cluster, writer).length === 0;
  const verdict = decide({
    cluster,
    writer,
    run: work.run,
    recoveryPointArn: work.candidate.recoveryPointArn,
    mode: input.mode,
    isPasswordSet: work.progress.passwordSet ?? false,
    secretArn: work.logins.application.secretArn,
    // What the workload reads is of no concern before there is something to publish.
    published: input.mode !== 'validation' && isConnectable ? await readPublished(work) : NOTHING_PUBLISHED,
  });
  switch (verdict.kind) {
    case 'restore':
      // What was done to a cluster that is gone is done to none.
      return await restoreCluster({ ...work, progress: { ...work.progress, passwordSet: null, logins: null } });
    case 'startCluster':
      return await startCluster(work, existing(work));
    case 'prepare':
      return await prepareCluster(work, existing(work), verdict.steps);
    case 'removeWriter':
      return await removeWriter(work, verdict.writer);
    case 'publish':
      return await withLogins(work, existing(work), (given) => publish(given, verdict));
    case 'ready':
      // What is published has them.
      if (input.mode !== 'validation') return done(work, 'ready', 'the database is ready', [], null);
      return await withLogins(work, existing(work), (given) => done(given, 'ready', 'the database is ready', [], null));
    case 'waitGone':
      return done(work, 'restoring', 'an earlier cluster of this name is being deleted', [], 'clusterGone');
    case 'waitWriterGone': {
      const { identifier, status } = verdict.writer;
      const detail = `the writer ${identifier} is ${status}; it is made again when it is gone`;
      return done(work, 'preparing', detail, [], { instanceGone: identifier });
    }
    case 'waitAvailable':
      return done(work, 'restoring', verdict.detail, [], 'available');
    case 'waitConnectable':
      return done(work, 'preparing', verdict.detail, [], 'connectable');
    case 'notOurs':
      throw new UnsafeToProceedError('not-ours', verdict.detail);
    case 'misconfigured':
      throw new UnsafeToProceedError('restored-cluster-failed', verdict.detail);
  }
}

/** One that somebody has stopped, or that could not use its key for a while. */
async function startCluster(work: Work, cluster: ClusterFact): Promise<CandidateResult> {
  const was = `the cluster ${cluster.identifier} is ${cluster.status}`;
  try {
    await work.database.startCluster(cluster);
  } catch (error) {
    const meaning = judgeError(error);
    if (meaning === 'unknown' || meaning === 'exists' || meaning === 'rejectCandidate') throw error;
    return refused(work, meaning === 'gone' ? 'notYet' : meaning, `${was} and cannot be started: ${inWords(error)}`);
  }
  return done(work, 'preparing', `${was}: starting it`, ['startCluster'], null);
}

function existing({ cluster, clusterIdentifier }: Work): ClusterFact {
  if (cluster === undefined) throw new InvariantViolationError(`the cluster ${clusterIdentifier} is gone`);
  return cluster;
}
