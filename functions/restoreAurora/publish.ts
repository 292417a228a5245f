import { InvariantViolationError } from '../shared/errors';
import { type CandidateResult, done, hasTime, type Work } from './work';

export interface Published {
  readonly clusterArn: string;
  readonly secretArn: string;
}

/** What the workload reads now. */
export async function readPublished({
  database,
  environment,
}: Work): Promise<{ readonly [Name in keyof Published]: string | undefined }> {
  const [clusterArn, secretArn] = await Promise.all([
    database.readParameter(environment.CLUSTER_ARN_PARAMETER),
    database.readParameter(environment.SECRET_ARN_PARAMETER),
  ]);
  return { clusterArn, secretArn };
}

/** From here on the workload reads this database; where there is no time left, the next call reads the parameters back. */
export async function publish(work: Work, wanted: Published): Promise<CandidateResult> {
  const { database, environment } = work;
  await Promise.all([
    database.writeParameter(environment.CLUSTER_ARN_PARAMETER, wanted.clusterArn),
    database.writeParameter(environment.SECRET_ARN_PARAMETER, wanted.secretArn),
  ]);
  const actions = ['giveLogins', 'publishParameters'];
  if (!hasTime(work)) return done(work, 'preparing', 'the parameters are written', actions, null);
  const { clusterArn, secretArn } = await readPublished(work);
  if (clusterArn === wanted.clusterArn && secretArn === wanted.secretArn) {
    return done(work, 'ready', 'the database is ready', actions, null);
  }
  throw new InvariantViolationError('the parameters that the workload reads do not hold what was just written to them');
}
