import type { ClusterData, DataLogin } from '../../data/data-store';
import { AwsError } from '../../service';

/** As Aurora makes them: the master user is no superuser, and owns the database that the cluster was made with. */
export async function createMasterUser(
  data: ClusterData,
  { username, password }: DataLogin,
  database: string | undefined,
): Promise<void> {
  const name = quote(username);
  await data.query(
    `CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser PASSWORD ${text(password)}`,
    [],
    'template1',
  );
  // Aurora also makes a database `postgres` beside the one that was asked for; here that is made only without one.
  await data.query(
    `CREATE DATABASE ${quote(database ?? 'postgres')} OWNER ${name} STRATEGY file_copy`,
    [],
    'template1',
  );
}

export async function setPassword(data: ClusterData, { username, password }: DataLogin): Promise<void> {
  await data.query(`ALTER ROLE ${quote(username)} PASSWORD ${text(password)}`, [], 'template1');
}

/** RDS API, ModifyDBCluster and CreateDBCluster, MasterUserPassword. */
export function checkPassword(password: string): void {
  if (/^[!#-.0-?A-~]{8,41}$/.test(password)) return;
  throw new AwsError(
    'InvalidParameterValue',
    "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used, 8 to 41 of them.",
  );
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
