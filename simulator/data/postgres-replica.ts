import type { CommitLog } from './commit-log';
import type { ClusterData, DataReplica } from './data-store';
import { ADMINISTRATOR, type PostgresServer } from './postgres-server';
import type { PostgresSnapshot } from './postgres-snapshot';

export interface ReplicaSettings {
  /** What the standby began with. */
  readonly base: PostgresSnapshot;
  readonly log: CommitLog;
  /** The instant of the base: the standby cannot be at an earlier one. */
  readonly fromMs: number;
  /** The server that it follows, which keeps its whole write-ahead log. */
  readonly source: Pick<PostgresServer, 'connection'>;
  readonly io: <T>(operation: () => Promise<T>) => Promise<T>;
  /** Makes sure that the source's whole log can be sent; where it ended before. */
  flush(): Promise<string>;
  /** Starts a standby on a copy of the base, and waits until it takes writes. */
  start(base: PostgresSnapshot, settings: Readonly<Record<string, string>>): Promise<ClusterData>;
}

/**
 * A streaming standby: a base backup, and PostgreSQL's own receiver, which takes the write-ahead log from the server that
 * it follows. A standby that runs all the time would have everything at once, because virtual time stands still while
 * data moves. So the server is started when it is promoted, and recovers exactly up to what had arrived by then.
 */
export class PostgresReplica implements DataReplica {
  readonly #settings: ReplicaSettings;
  #isGone = false;

  constructor(settings: ReplicaSettings) {
    this.#settings = settings;
  }

  promote(upToMs: number): Promise<ClusterData> {
    const { base, io } = this.#settings;
    if (this.#isGone) throw new Error('This standby was promoted or removed before');
    this.#isGone = true;
    return io(async () => {
      const cluster = await this.#recover(upToMs);
      await base.remove();
      return cluster;
    });
  }

  async remove(): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    await this.#settings.base.remove();
  }

  async #recover(upToMs: number): Promise<ClusterData> {
    const { base, log, source, fromMs } = this.#settings;
    const end = await this.#settings.flush();
    const { host, port } = source.connection;
    return this.#settings.start(base, {
      primary_conninfo: `host=${host ?? ''} port=${port ?? ''} user=${ADMINISTRATOR}`,
      recovery_target_lsn: log.positionAt(Math.max(upToMs, fromMs)) ?? end,
      // The position is where the next record begins.
      recovery_target_inclusive: 'off',
      recovery_target_action: 'promote',
      // After its own files it asks the source at once, not after five seconds.
      wal_retrieve_retry_interval: '10ms',
    });
  }
}
