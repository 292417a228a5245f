import type { Problem } from '../../input/problems';
import type { ReferenceWorkload } from './reference-workload';
import type { Config } from './schema';

/** The first minor version of each major one that can pause; of later ones all can (Aurora User Guide, Aurora Serverless v2 capacity). */
const FIRST_TO_PAUSE: Readonly<Record<string, number>> = { 14: 12, 15: 7, 16: 3 };
/** What a writer that does not pause has at least, where the cluster's minimum is 0. */
const LEAST_ACUS = 0.5;

/** Why the reader cannot pause, though that is what is asked for. */
export function* readerProblems({ reader }: ReferenceWorkload, { database, cluster }: Config): Generator<Problem> {
  if (reader !== 'pauses') return;
  const path = ['workload', 'reader'];
  if (database === 'global')
    yield { path, message: 'write "follows", or "snapshot" for database: no member of a global database pauses' };
  if (cluster.minCapacity > LEAST_ACUS)
    yield {
      path,
      message: `write "follows", or ${LEAST_ACUS} for cluster.minCapacity, which is ${cluster.minCapacity}: a reader pauses only where the minimum of the whole cluster is 0, and then its writer may shrink to ${LEAST_ACUS}`,
    };
  const [major = '', minor = ''] = cluster.engineVersion.split('.');
  const first = FIRST_TO_PAUSE[major];
  if (first !== undefined && Number(minor) < first)
    yield {
      path,
      message: `write "follows", or ${major}.${first} or a later one for cluster.engineVersion: Aurora PostgreSQL ${cluster.engineVersion} does not pause`,
    };
}
