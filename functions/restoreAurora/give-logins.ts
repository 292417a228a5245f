import { isWrongPassword } from '../shared/data-api';
import { giveLogin, giveRights, hasRole, type RunSql } from '../shared/database-roles';
import { UnsafeToProceedError } from '../shared/errors';
import type { ClusterFact } from '../shared/rds-facts';
import { type CandidateResult, refused, type Work } from './work';

/**
 * Gives the role of the workload the password of its secret: the restored database has that of its snapshot. False where
 * the master user is not let in.
 */
export async function giveLogins(work: Work, cluster: ClusterFact): Promise<boolean> {
  const { database, environment, logins } = work;
  const { secretArn } = logins.master;
  const run: RunSql = (sql, parameters) =>
    database.execute({ clusterArn: cluster.arn, secretArn }, environment.DATABASE_NAME, sql, parameters);
  try {
    // Also where there is nothing to give: nothing is published that the master user cannot open.
    const isThere = await hasRole(run, logins.application);
    if (logins.application.secretArn !== secretArn) await give(run, isThere, work);
    return true;
  } catch (error) {
    if (isWrongPassword(error)) return false;
    throw error;
  }
}

/** RDS says nothing of a password: it is asked for once more, and again until it is taken. */
export function passwordNotTaken(work: Work): CandidateResult {
  const reason = `${work.logins.master.username} is not let in with the password of ${work.environment.MASTER_SECRET_NAME}`;
  return refused({ ...work, progress: { ...work.progress, passwordSet: false } }, 'notYet', reason);
}

async function give(run: RunSql, isThere: boolean, { environment, logins: { application } }: Work): Promise<void> {
  if (!isThere && !environment.MAY_CREATE_ROLES) {
    throw new UnsafeToProceedError(
      'no-database-secret',
      `the restored database has no role ${application.username}, which ${environment.APPLICATION_SECRET_NAME} is of`,
    );
  }
  await giveLogin(run, application, isThere ? 'alter' : 'create');
  if (!isThere) await giveRights(run, application, 'application');
}
