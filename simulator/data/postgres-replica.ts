import type { CommitLog } from './commit-log';
import type { ClusterData, DataReplica } from './data-store';
import { ADMINISTRATOR, type PostgresServer } from './postgres-server';
import type { PostgresSnapshot } from './postgres-snapshot';

export interface ReplicaSettings {
  /** What the standby began with. */
  readonly base: PostgresSnapshot;
  readonly log: CommitLog;
  /** The server that it follows, and the slot for which that keeps its write-ahead log. */
  readonly source: Pick<PostgresServer, 'connection'>;
  readonly slot: string;
  readonly io: <T>(operation: () => Promise<T>) => Promise<T>;
  /** Makes sure that the source's whole log can be sent. */
  flush(): Promise<void>;
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
    const { base, log, source, slot, io } = this.#settings;
    if (this.#isGone) throw new Error('This standby was promoted or removed before');
    this.#isGone = true;
    return io(async () => {
      await this.#settings.flush();
      const { host, port } = source.connection;
      const cluster = await this.#settings.start(base, {
        primary_conninfo: `host=${host ?? ''} port=${port ?? ''} user=${ADMINISTRATOR}`,
        primary_slot_name: slot,
        recovery_target_lsn: log.positionAt(upToMs),
        // The position is where the next record begins.
        recovery_target_inclusive: 'off',
        recovery_target_action: 'promote',
        // After its own files it asks the source at once, not after five seconds.
        wal_retrieve_retry_interval: '10ms',
      });
      await base.remove();
      return cluster;
    });
  }

  async remove(): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    await this.#settings.base.remove();
  }
}
