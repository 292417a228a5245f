import type { Parameters, Rows } from './data-api';
import type { Login } from './logins';
import { scramVerifier } from './scram';

/** Runs one statement as the master user. */
export type RunSql = (sql: string, parameters?: Parameters) => Promise<Rows>;

/** What a role is for: the application's, or that of the checks, which only look. */
export type RolePurpose = 'application' | 'reader';

export async function hasRole(run: RunSql, { username }: Pick<Login, 'username'>): Promise<boolean> {
  return (await run('select 1 from pg_catalog.pg_roles where rolname = :role', { role: username })).length > 0;
}

export async function giveLogin(run: RunSql, login: Login, how: 'create' | 'alter'): Promise<void> {
  await run(loginStatement(login, how));
}

/**
 * Makes a role of the database with the password of its secret, or gives it that. A verifier stands for the password: the
 * statement may be logged.
 */
export function loginStatement({ username, password, versionId }: Login, how: 'create' | 'alter'): string {
  return `${how} role ${quote(username)} login password '${scramVerifier(password, versionId)}'`;
}

export async function giveRights(run: RunSql, login: Pick<Login, 'username'>, purpose: RolePurpose): Promise<void> {
  for (const statement of rightsStatements(login, purpose)) await run(statement);
}

/**
 * What a role may do: rows of the schema `public`, of tables that are there and of those that the master user is yet to
 * make; the reader rows to read only. Neither makes or changes a table. Each may be repeated.
 */
export function rightsStatements({ username }: Pick<Login, 'username'>, purpose: RolePurpose): readonly string[] {
  const role = quote(username);
  return RIGHTS[purpose].map((statement) => statement.replace('ROLE', () => role));
}

const RIGHTS: Readonly<Record<RolePurpose, readonly string[]>> = {
  application: [
    'grant usage on schema public to ROLE',
    'grant select, insert, update, delete on all tables in schema public to ROLE',
    'grant usage, select on all sequences in schema public to ROLE',
    'alter default privileges in schema public grant select, insert, update, delete on tables to ROLE',
    'alter default privileges in schema public grant usage, select on sequences to ROLE',
  ],
  reader: [
    'alter role ROLE set default_transaction_read_only = on',
    // Of what is restored the checks are the master user's, in this role.
    'grant ROLE to current_user',
    'grant usage on schema public to ROLE',
    'grant select on all tables in schema public to ROLE',
    'alter default privileges in schema public grant select on tables to ROLE',
  ],
};

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
