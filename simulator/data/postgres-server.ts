import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import type { PostgresBinaries } from './postgres-binaries';

/** The administrator of every server, as Aurora names it. Simulated users never connect as this one. */
export const ADMINISTRATOR = 'rdsadmin';

/**
 * Every plan goes to the client with the rows that went through it, as a message that no setting of the session hides. One
 * that ends sooner than this has had too few rows to matter.
 */
const PLANS_TO_CLIENT = {
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '2ms',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_level': 'info',
  'auto_explain.log_format': 'json',
  'auto_explain.log_parameter_max_length': '0',
};

/**
 * Small and fast, and nothing lost by it: a crash of the machine ends the simulation anyway. Vacuum does not run, so
 * that no lock is ever held by anything but the simulation's own statements.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'replica',
  // For the standbys of a global database, and for what is restored to a point in time: the whole log is kept.
  max_wal_senders: '4',
  wal_keep_size: '1000000MB',
  min_wal_size: '2MB',
  max_wal_size: '64MB',
  checkpoint_timeout: '1d',
  shared_buffers: '16MB',
  max_connections: '40',
  shared_memory_type: 'mmap',
  dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'mmap',
  // A statement that waits for another session's lock would wait for ever while virtual time stands still.
  lock_timeout: '2s',
  // The Data API's 45 seconds are of virtual time; this is for a statement that would never end.
  statement_timeout: '300s',
  // What a statement costs is counted from its plan, which has to be the same on every machine.
  max_parallel_workers_per_gather: '0',
  ...PLANS_TO_CLIENT,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  lc_messages: 'C',
};

/** One running PostgreSQL server on a data directory. */
export class PostgresServer {
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  readonly connection: Pick<ClientConfig, 'host' | 'port'>;

  private constructor(process: ChildProcess, connection: Pick<ClientConfig, 'host' | 'port'>) {
    this.#process = process;
    this.connection = connection;
    this.#exited = new Promise((resolve) => {
      process.once('exit', () => {
        resolve();
      });
    });
  }

  /**
   * Starts a server on the data directory `directory` and waits until it takes connections and writes.
   * @param settings beside those of every server
   */
  static async start(
    binaries: PostgresBinaries,
    directory: string,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<PostgresServer> {
    rmSync(join(directory, 'postmaster.pid'), { force: true });
    const onWindows = process.platform === 'win32';
    const port = onWindows ? await freePort() : 5432;
    const place = onWindows
      ? { listen_addresses: '127.0.0.1', port: String(port) }
      : { listen_addresses: '', unix_socket_directories: directory };
    const options = Object.entries({ ...SETTINGS, ...place, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const command = [binaries.postgres, '-D', directory, ...options];
    const child = onWindows ? spawnDirectly(command) : spawnUnderWatch(command, directory, binaries);
    const server = new PostgresServer(child, { host: onWindows ? '127.0.0.1' : directory, port });
    await waitUntilReady(child);
    return server;
  }

  async stop(): Promise<void> {
    if (process.platform === 'win32') this.#process.kill();
    this.#process.stdin?.end();
    await this.#exited;
  }
}

/**
 * The shell in between stops the server as soon as its standard input closes: when we stop it, and also when this
 * process dies, however it dies. No server is left behind.
 */
const WATCH = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server 2>/dev/null; wait $server';

function spawnUnderWatch(command: readonly string[], directory: string, binaries: PostgresBinaries): ChildProcess {
  return spawn('/bin/sh', ['-c', WATCH, 'sh', ...command], {
    stdio: ['pipe', 'ignore', 'pipe'],
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    // Its own process group: a Ctrl-C in the terminal reaches us, and we stop the servers.
    detached: true,
    ...binaries.runAs,
  });
}

function spawnDirectly([program = '', ...parameters]: readonly string[]): ChildProcess {
  return spawn(program, parameters, { stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true });
}

/** A standby that is promoted ends its own receiver, and reports that as fatal. */
const FAILURE = /(FATAL(?!:\s+terminating walreceiver)|PANIC|not found).*\n/;

function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (reason: string): void => {
      // The watching shell outlives a server that never came up.
      child.stdin?.end();
      reject(new Error(`PostgreSQL did not start: ${reason}`));
    };
    const read = (text: string): void => {
      log += text;
      if (log.includes('database system is ready to accept connections')) {
        // From here on the log is read only so that the pipe does not fill.
        child.stderr?.off('data', read).resume();
        resolve();
      } else if (FAILURE.test(log)) fail(log);
    };
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', (error) => {
      fail(error.message);
    });
    child.once('exit', () => {
      fail(log);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port on 127.0.0.1'));
      });
    });
  });
}
