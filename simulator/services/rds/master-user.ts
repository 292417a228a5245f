import type { ClusterData } from '../../data/data-store';

/** As Aurora makes them: the master user is no superuser, and owns the database that the cluster was made with. */
export async function createMasterUser(data: ClusterData, user: string, database: string | undefined): Promise<void> {
  const name = quote(user);
  await data.query(`CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser`, [], 'template1');
  // Aurora also makes a database `postgres` beside the one that was asked for; here that is made only without one.
  await data.query(
    `CREATE DATABASE ${quote(database ?? 'postgres')} OWNER ${name} STRATEGY file_copy`,
    [],
    'template1',
  );
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
