import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { own } from './copy-tree';
import { type PostgresBinaries, publish } from './postgres-binaries';
import { ADMINISTRATOR, PostgresServer } from './postgres-server';
import { VIRTUAL_TIME_SQL } from './virtual-time';
import { scratchDirectory } from './scratch-directory';

/** What every new server starts with, beside what initdb makes. */
const SETUP = [
  ...VIRTUAL_TIME_SQL,
  // The groups that Aurora gives its master user (Aurora User Guide, Aurora PostgreSQL roles and users).
  'CREATE ROLE rds_superuser NOLOGIN',
  'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION',
  // As replication tools do it: a session that is a replica's fires no triggers and checks no foreign keys.
  'GRANT SET ON PARAMETER session_replication_role TO rds_superuser',
  // In Aurora the members of rds_superuser may make the extensions that it supports (Aurora User Guide, Understanding
  // the rds_superuser role). Here the one that validations use is there from the beginning, and is theirs to run.
  'CREATE EXTENSION amcheck',
  'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO rds_superuser',
];

/**
 * Who is let in. Only the owner can enter the directory that holds the socket, so the administrator needs no password;
 * every other user logs in as with Aurora. On Windows there is no such socket.
 */
const ACCESS = [
  `local all ${ADMINISTRATOR} trust`,
  `local replication ${ADMINISTRATOR} trust`,
  'local all all scram-sha-256',
  `host all ${ADMINISTRATOR} 127.0.0.1/32 trust`,
  `host replication ${ADMINISTRATOR} 127.0.0.1/32 trust`,
  'host all all 127.0.0.1/32 scram-sha-256',
  '',
].join('\n');

/** Only one template is kept: a third less to copy for each cluster and each snapshot. */
const RESHAPE = [
  "UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'",
  'DROP DATABASE template0',
  'DROP DATABASE postgres',
];

/**
 * A data directory ready to be copied: initdb takes about a second, a copy a tenth of that. It is made once and kept in
 * the temporary directory for later runs.
 */
export async function preparedTemplate(binaries: PostgresBinaries): Promise<string> {
  const recipe = createHash('sha256')
    .update(JSON.stringify([SETUP, RESHAPE, ACCESS]))
    .digest('hex')
    .slice(0, 8);
  const owner = binaries.runAs.uid ?? process.getuid?.() ?? 0;
  const name = join(scratchDirectory(), `pilot-light-template-${binaries.version}-${recipe}-${owner}`);
  if (isOwnedBy(name, owner)) return name;
  const making = mkdtempSync(`${name}-`);
  own(making, binaries.runAs);
  try {
    await initialise(binaries, making);
    writeFileSync(join(making, 'pg_hba.conf'), ACCESS);
    await setUp(binaries, making);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  return publish(making, name, 0o700);
}

function isOwnedBy(path: string, owner: number): boolean {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32' || lstatSync(path).uid === owner) return true;
  throw new Error(`${path} belongs to somebody else: remove it, or set TMPDIR to a directory of your own`);
}

function initialise(binaries: PostgresBinaries, directory: string): Promise<void> {
  const parameters = ['-D', directory, '-U', ADMINISTRATOR, '--no-sync', '--no-locale', '-E', 'UTF8'];
  // Write-ahead log in pieces of 1 MB instead of 16 keeps copies small.
  const child = spawn(binaries.initdb, [...parameters, '--wal-segsize=1', '--auth=trust', '--no-instructions'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C' },
    ...binaries.runAs,
  });
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed with exit code ${String(code)}: ${log}`));
    });
  });
}

async function setUp(binaries: PostgresBinaries, directory: string): Promise<void> {
  const server = await PostgresServer.start(binaries, directory);
  try {
    await runAll(server, 'template1', [...SETUP, ...RESHAPE, 'CHECKPOINT']);
  } finally {
    await server.stop();
  }
}

async function runAll(server: PostgresServer, database: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ ...server.connection, user: ADMINISTRATOR, database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
