import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Client } from 'pg';
import { copyTree } from './copy-tree';
import { CommitLog } from './commit-log';
import type { ClusterData, DataLogin, DataReplica, DataSession, DataSnapshot } from './data-store';
import { PostgresReplica, type ReplicaSettings } from './postgres-replica';
import { ADMINISTRATOR, type PostgresServer } from './postgres-server';
import { isDefinition, PostgresSession, type SessionSettings } from './postgres-session';
import { PostgresSnapshot } from './postgres-snapshot';
import type { UnchangedFiles } from './unchanged-files';
import { setVirtualTime } from './virtual-time';

export interface ClusterSettings extends Omit<SessionSettings, 'connection' | 'committed' | 'redefined'> {
  readonly server: PostgresServer;
  readonly directory: string;
  /** What the files were made from: the template or the snapshot, which nothing writes to. */
  readonly unchanged: UnchangedFiles;
  readonly startStandby: ReplicaSettings['start'];
  newSnapshotDirectory(): string;
  removeDirectory(directory: string): void;
}

/** One PostgreSQL server with its data directory. */
export class PostgresCluster implements ClusterData {
  readonly #settings: ClusterSettings;
  readonly #administrators = new Map<string, Client>();
  readonly #sessions = new Set<PostgresSession>();
  /** One for each standby. */
  readonly #logs: CommitLog[] = [];
  #isRemoved = false;
  #loginRevision = 0;

  constructor(settings: ClusterSettings) {
    this.#settings = settings;
  }

  get loginRevision(): number {
    return this.#loginRevision;
  }

  query(
    sql: string,
    values: readonly unknown[] = [],
    database?: string,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.#settings.io(async () => {
      const client = await this.#administrator(database ?? (await this.#onlyDatabase()));
      await setVirtualTime(client, this.#settings.moment());
      const result = await client.query<Record<string, unknown>>(sql, [...values]);
      await this.#noteCommit(client);
      if (isDefinition(result.command)) this.#loginRevision += 1;
      return result.rows;
    });
  }

  async connect({ username, password }: DataLogin, database: string): Promise<DataSession> {
    const { server, io, moment } = this.#settings;
    const session = await PostgresSession.open({
      connection: { ...server.connection, user: username, password, database },
      io,
      moment,
      committed: (client) => this.#noteCommit(client),
      redefined: () => {
        this.#loginRevision += 1;
      },
    });
    this.#sessions.add(session);
    return session;
  }

  snapshot(): Promise<DataSnapshot> {
    return this.#settings.io(() => this.#baseBackup());
  }

  /** A slot first, so that the server keeps its log from there on, then the base backup. */
  replicate(now: () => number): Promise<DataReplica> {
    return this.#settings.io(async () => {
      const { server, io } = this.#settings;
      const log = new CommitLog(now);
      const slot = `${SLOT}${this.#logs.length + 1}`;
      const client = await this.#administrator(await this.#onlyDatabase());
      await client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
      const base = await this.#baseBackup();
      this.#logs.push(log);
      await this.#noteCommit(client);
      const flush = async (): Promise<void> => {
        // A standby sees that it has gone far enough by a record that goes further; a new segment sends all before it.
        await client.query('SELECT pg_log_standby_snapshot()');
        await client.query('SELECT pg_switch_wal()');
      };
      const start: ReplicaSettings['start'] = (from, settings) => this.#settings.startStandby(from, settings);
      return new PostgresReplica({ base, log, source: server, slot, io, flush, start });
    });
  }

  remove(): Promise<void> {
    return this.#settings.io(() => this.stopNow());
  }

  /** What `remove` does, for a caller that is inside an input or output operation already. */
  async stopNow(): Promise<void> {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    for (const client of this.#administrators.values()) await client.end().catch(() => undefined);
    for (const session of this.#sessions) await session.endNow();
    await this.#settings.server.stop();
    this.#settings.removeDirectory(this.#settings.directory);
  }

  async #noteCommit(client: Client): Promise<void> {
    if (this.#logs.length === 0) return;
    const { rows } = await client.query<{ position: string }>('SELECT pg_current_wal_insert_lsn() AS position');
    for (const log of this.#logs) log.note(rows[0]?.position ?? '');
  }

  /** The files while the server runs, and the label from which PostgreSQL recovers a consistent state. */
  async #baseBackup(): Promise<PostgresSnapshot> {
    const { directory } = this.#settings;
    const copy = this.#settings.newSnapshotDirectory();
    const client = await this.#administrator('template1');
    // The connection stays in the way of CREATE DATABASE, which copies template1.
    this.#administrators.delete('template1');
    await client.query("SELECT pg_backup_start('snapshot', fast => true)");
    copyTree(directory, copy, {
      owner: {},
      isWanted: (name) => name !== 'pg_wal' && isData(name),
      place: (source, target) => {
        this.#settings.unchanged.place(source, target);
      },
    });
    const stopped = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    writeFileSync(join(copy, 'backup_label'), stopped.rows[0]?.labelfile ?? '', { mode: 0o600 });
    copyTree(join(directory, 'pg_wal'), join(copy, 'pg_wal'), { owner: {}, isWanted: isData });
    await client.end();
    const removeFiles = (): void => {
      this.#settings.removeDirectory(copy);
    };
    return new PostgresSnapshot({ directory: copy, removeFiles, shares: 0 });
  }

  async #onlyDatabase(): Promise<string> {
    const client = await this.#administrator('template1');
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY oid',
    );
    this.#administrators.delete('template1');
    await client.end();
    const names = found.rows.map((row) => row.datname);
    if (names.length !== 1 || names[0] === undefined) {
      throw new Error(`Say which database to query: this cluster has ${names.join(', ') || 'none'}`);
    }
    return names[0];
  }

  async #administrator(database: string): Promise<Client> {
    const known = this.#administrators.get(database);
    if (known !== undefined) return known;
    const client = new Client({ ...this.#settings.server.connection, user: ADMINISTRATOR, database });
    client.on('error', () => undefined);
    await client.connect();
    this.#administrators.set(database, client);
    return client;
  }
}

/** Of the slots for which a server keeps its log. */
const SLOT = 'standby_';

/** Not the socket, and not what belongs to the running server or to its standbys. */
function isData(name: string): boolean {
  return !['.s.', 'postmaster.', SLOT].some((prefix) => name.startsWith(prefix)) && name !== 'pg_stat_tmp';
}
