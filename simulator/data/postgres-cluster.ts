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
import { positionOf, setVirtualTime } from './virtual-time';

export interface ClusterSettings extends Omit<SessionSettings, 'connection' | 'log' | 'redefined'> {
  readonly server: PostgresServer;
  readonly directory: string;
  /** What the files were made from: the template or the snapshot, which nothing writes to. */
  readonly unchanged: UnchangedFiles;
  /** The same, for what is restored from it and the log; undefined where a standby was promoted, which has another log. */
  readonly origin: PostgresSnapshot | undefined;
  readonly startStandby: ReplicaSettings['start'];
  newSnapshotDirectory(): string;
  removeDirectory(directory: string): void;
}

/** One PostgreSQL server with its data directory. */
export class PostgresCluster implements ClusterData {
  readonly keepsLog = true;
  readonly #settings: ClusterSettings;
  readonly #administrators = new Map<string, Client>();
  readonly #sessions = new Set<PostgresSession>();
  readonly #log = new CommitLog();
  #origin: PostgresSnapshot | undefined;
  #originMs = Number.NEGATIVE_INFINITY;
  #isRemoved = false;
  #loginRevision = 0;

  constructor(settings: ClusterSettings) {
    this.#settings = settings;
    this.#origin = settings.origin;
  }

  /** What a promoted standby is restored from later on: its log begins with its promotion. */
  async keepOrigin(): Promise<void> {
    this.#originMs = this.#settings.moment().nowMs;
    this.#origin ??= await this.#baseBackup();
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
      const moment = this.#settings.moment();
      this.#log.note(moment.nowMs, await setVirtualTime(client, moment));
      const result = await client.query<Record<string, unknown>>(sql, [...values]);
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
      log: this.#log,
      redefined: () => {
        this.#loginRevision += 1;
      },
    });
    this.#sessions.add(session);
    return session;
  }

  size(): Promise<number> {
    return this.#settings.io(async () => {
      const client = await this.#administrator('template1');
      this.#administrators.delete('template1');
      const bytes = await sizeOf(client);
      await client.end();
      return bytes;
    });
  }

  snapshot(): Promise<DataSnapshot> {
    return this.#settings.io(() => this.#baseBackup());
  }

  replicate(): Promise<DataReplica> {
    return this.#settings.io(async () => {
      const fromMs = this.#settings.moment().nowMs;
      return this.#follow(await this.#baseBackup(), fromMs, this.#settings.io);
    });
  }

  restoreTo(atMs: number): Promise<ClusterData> {
    return this.#settings.io(async () => {
      if (this.#origin === undefined) throw new Error('There is nothing to restore this cluster from');
      // Inside this operation already.
      return this.#follow(this.#origin.share(), this.#originMs, (operation) => operation()).promote(atMs);
    });
  }

  #follow(base: PostgresSnapshot, fromMs: number, io: ReplicaSettings['io']): PostgresReplica {
    const flush = async (): Promise<string> => {
      const client = await this.#administrator(await this.#onlyDatabase());
      const end = await positionOf(client);
      // A standby sees that it has gone far enough by a record that goes further; a new segment sends all before it.
      await client.query('SELECT pg_log_standby_snapshot()');
      await client.query('SELECT pg_switch_wal()');
      return end;
    };
    const start: ReplicaSettings['start'] = (from, settings) => this.#settings.startStandby(from, settings);
    return new PostgresReplica({ base, log: this.#log, fromMs, source: this.#settings.server, io, flush, start });
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
    await this.#origin?.remove();
    this.#settings.removeDirectory(this.#settings.directory);
  }

  /** The files while the server runs, and the label from which PostgreSQL recovers a consistent state. */
  async #baseBackup(): Promise<PostgresSnapshot> {
    const { directory } = this.#settings;
    const copy = this.#settings.newSnapshotDirectory();
    const client = await this.#administrator('template1');
    // The connection stays in the way of CREATE DATABASE, which copies template1.
    this.#administrators.delete('template1');
    const begun = await client.query<{ segment: string }>(
      "SELECT pg_walfile_name(pg_backup_start('snapshot', fast => true)) AS segment",
    );
    const first = begun.rows[0]?.segment ?? '';
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
    // The server keeps its whole log; a copy needs what came since the backup began.
    const isNeeded = (name: string): boolean => isData(name) && !(SEGMENT.test(name) && name < first);
    copyTree(join(directory, 'pg_wal'), join(copy, 'pg_wal'), { owner: {}, isWanted: isNeeded });
    const bytes = await sizeOf(client);
    await client.end();
    const removeFiles = (): void => {
      this.#settings.removeDirectory(copy);
    };
    return new PostgresSnapshot({ directory: copy, bytes, removeFiles, shares: 0 });
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

async function sizeOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'SELECT coalesce(sum(pg_database_size(oid)), 0) AS bytes FROM pg_database WHERE NOT datistemplate',
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** A file of the log: timeline, and place in it, so that names sort by place. */
const SEGMENT = /^[0-9A-F]{24}$/;

/** Not the socket, and not what belongs to the running server. */
function isData(name: string): boolean {
  return !['.s.', 'postmaster.'].some((prefix) => name.startsWith(prefix)) && name !== 'pg_stat_tmp';
}
