import type { Surroundings } from '../shared/create-handler';
import { isWrongPassword } from '../shared/data-api';
import { giveLogin, giveRights, hasRole, type RolePurpose, type RunSql } from '../shared/database-roles';
import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import type { Login } from '../shared/logins';
import type { RoleDatabase } from './aws';
import type { Environment, Output } from './contract';
import { decide, type Did } from './decide';

/** One role after the other: whoever logs in already is left alone. */
export async function advance(primary: RoleDatabase, { environment }: Surroundings<Environment>): Promise<Output> {
  const wanted: readonly (readonly [RolePurpose, string])[] = [
    ['application', environment.APPLICATION_SECRET_NAME],
    ['reader', environment.READER_SECRET_NAME],
  ];
  const roles: Output['roles'] = [];
  for (const [purpose, secretName] of wanted) {
    const login = await primary.login(secretName);
    roles.push({ role: login.username, did: await ensure(primary, environment, login, purpose) });
  }
  return { roles };
}

async function ensure(
  primary: RoleDatabase,
  environment: Environment,
  login: Login,
  purpose: RolePurpose,
): Promise<Did> {
  if (await logsIn(primary, environment, login)) return decide({ logsIn: true, isThere: true });
  const { secretArn } = await primary.login(environment.MASTER_SECRET_NAME);
  const database = { clusterArn: environment.CLUSTER_ARN, secretArn };
  const run: RunSql = (sql, parameters) => primary.execute(database, environment.DATABASE_NAME, sql, parameters);
  const isThere = await hasRole(run, login).catch((error: unknown) => {
    if (!isWrongPassword(error)) throw error;
    throw new UnsafeToProceedError(
      'no-database-secret',
      `the master user is not let in with the password of ${environment.MASTER_SECRET_NAME}`,
    );
  });
  await giveLogin(run, login, isThere ? 'alter' : 'create');
  await giveRights(run, login, purpose);
  if (await logsIn(primary, environment, login)) return decide({ logsIn: false, isThere });
  throw new InvariantViolationError(`the role ${login.username} was given its password, and cannot log in with it`);
}

async function logsIn(primary: RoleDatabase, environment: Environment, { secretArn }: Login): Promise<boolean> {
  const database = { clusterArn: environment.CLUSTER_ARN, secretArn };
  try {
    await primary.execute(database, environment.DATABASE_NAME, 'select 1');
    return true;
  } catch (error) {
    if (isWrongPassword(error)) return false;
    throw error;
  }
}
