import { writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import { afterFailedWriter, askForWriter, describeAttempts, type WriterAttempts } from '../shared/writer-attempts';
import { type CandidateResult, done, refused, tagsOf, type Work } from './work';

/** Returns what is known of the writers that did not come where none can be asked for now. */
export function createWriter(work: Work, cluster: ClusterFact): Promise<WriterAttempts | undefined> {
  const { database, nowMs } = work;
  const identifier = writerIdentifierOf(cluster.identifier);
  return askForWriter(work.progress.writer ?? null, nowMs, {
    zones: () => database.zones(cluster),
    create: (zone) => database.createWriter(cluster, { identifier, tags: tagsOf(work), zone }),
  });
}

/** Deletes a writer of ours that does not come any more, so that another can be made. */
export async function removeWriter(work: Work, { identifier, status, zone }: InstanceFact): Promise<CandidateResult> {
  const reason = `${identifier} was ${status}${zone === undefined ? '' : ` in ${zone}`}`;
  try {
    await work.database.deleteWriter(identifier);
  } catch (error) {
    const meaning = judgeError(error);
    if (meaning === 'unknown' || meaning === 'exists' || meaning === 'rejectCandidate') throw error;
    if (meaning !== 'gone') {
      return refused(work, meaning, `deleting ${identifier}, which is ${status}: ${inWords(error)}`);
    }
  }
  const attempts = afterFailedWriter(work.progress.writer ?? null, { zone, reason }, work.nowMs);
  const detail = `deleting the writer, to make it again: ${describeAttempts(attempts)}`;
  return done(work, 'preparing', detail, ['deleteWriter'], { instanceGone: identifier }, attempts);
}
