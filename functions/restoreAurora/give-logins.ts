import { isWrongPassword, sqlStateOf } from '../shared/data-api';
import { loginStatement, rightsStatements } from '../shared/database-roles';
import { UnsafeToProceedError } from '../shared/errors';
import type { ClusterFact } from '../shared/rds-facts';
import type { Progress } from './contract';
import { type CandidateResult, done, hasTime, refused, type Work } from './work';

type Given = NonNullable<Progress['logins']>;

/**
 * Gives the role of the workload the password of its secret, and goes on with what comes `next`: the restored database has
 * that of its snapshot. Each statement may come twice; a call that has no time for the next one leaves it to another call.
 */
export async function withLogins(
  work: Work,
  cluster: ClusterFact,
  next: (given: Work) => CandidateResult | Promise<CandidateResult>,
): Promise<CandidateResult> {
  let given: Given = work.progress.logins ?? { how: 'alter', done: 0 };
  let isAsked = false;
  for (const sql of statements(work, given.how).slice(given.done)) {
    if (isAsked && !hasTime(work)) return remember(work, given);
    const outcome = await take(work, cluster, sql);
    isAsked = true;
    if (outcome === 'notLetIn') return passwordNotTaken(work);
    // Remembered before it is made: of a role that is there nobody could say whether it was given its rights.
    if (outcome === 'noRole') return remember(work, toCreate(work));
    given = { ...given, done: given.done + 1 };
  }
  if (isAsked && !hasTime(work)) return remember(work, given);
  return await next(withGiven(work, given));
}

/** Where there is nothing to give, too, one is run: nothing is published that the master user cannot open. */
function statements({ logins: { master, application } }: Work, how: Given['how']): readonly string[] {
  if (application.secretArn === master.secretArn) return ['select 1'];
  if (how === 'alter') return [loginStatement(application, 'alter')];
  return [loginStatement(application, 'create'), ...rightsStatements(application, 'application')];
}

async function take(work: Work, cluster: ClusterFact, sql: string): Promise<'taken' | 'noRole' | 'notLetIn'> {
  const { database, environment, logins } = work;
  const { secretArn } = logins.master;
  try {
    await database.execute({ clusterArn: cluster.arn, secretArn }, environment.DATABASE_NAME, sql);
    return 'taken';
  } catch (error) {
    if (isWrongPassword(error)) return 'notLetIn';
    // PostgreSQL: undefined_object, and duplicate_object of a role that an earlier call has made.
    if (sqlStateOf(error) === '42704' && sql.startsWith('alter role')) return 'noRole';
    if (sqlStateOf(error) === '42710') return 'taken';
    throw error;
  }
}

/** An older backup has no such role. */
function toCreate({ environment, logins: { application } }: Work): Given {
  if (environment.MAY_CREATE_ROLES) return { how: 'create', done: 0 };
  throw new UnsafeToProceedError(
    'no-database-secret',
    `the restored database has no role ${application.username}, which ${environment.APPLICATION_SECRET_NAME} is of`,
  );
}

/** RDS says nothing of a password: it is asked for once more, and again until it is taken. */
function passwordNotTaken(work: Work): CandidateResult {
  const reason = `${work.logins.master.username} is not let in with the password of ${work.environment.MASTER_SECRET_NAME}`;
  return refused({ ...work, progress: { ...work.progress, passwordSet: false } }, 'notYet', reason);
}

function remember(work: Work, given: Given): CandidateResult {
  const detail = `logins: ${given.done} of ${statements(work, given.how).length} statements`;
  return done(withGiven(work, given), 'preparing', detail, ['giveLogins'], null);
}

function withGiven(work: Work, logins: Given): Work {
  return { ...work, progress: { ...work.progress, logins } };
}
