import {
  type ClusterData,
  type DataLogin,
  type DataSession,
  type DataSnapshot,
  type DataStore,
  SqlError,
  type StatementResult,
} from './data-store';
import { Ledger, type LedgerRow } from './ledger';
import { isPassword } from './scram';
import { LEDGER_STATEMENTS, runLedgerSql } from './ledger-sql';
import type { LedgerStatement, LedgerValues } from './ledger-statement';

/**
 * Rows in memory in the place of PostgreSQL servers, for runs of months: rows are only ever added, so a snapshot is how
 * many there were, and costs nothing. It understands the statements of `ledger-sql.ts` and those
 * that it is given, and refuses all others.
 */
export class LedgerStore implements DataStore {
  readonly #clusters = new Set<LedgerCluster>();
  readonly #statements: readonly LedgerStatement[];

  /** @param options.statements what is asked beside the statements that it understands by itself */
  constructor({ statements = [] }: { readonly statements?: readonly LedgerStatement[] } = {}) {
    this.#statements = [...LEDGER_STATEMENTS, ...statements];
  }

  create(): Promise<LedgerCluster> {
    return Promise.resolve(this.#start(new Ledger()));
  }

  restore(snapshot: DataSnapshot): Promise<LedgerCluster> {
    if (!(snapshot instanceof LedgerSnapshot)) throw new Error('The snapshot was cut by another kind of data store');
    return Promise.resolve(this.#start(snapshot.ledger.cut()));
  }

  /** How many clusters have not been removed. */
  get clusterCount(): number {
    return this.#clusters.size;
  }

  close(): Promise<void> {
    this.#clusters.clear();
    return Promise.resolve();
  }

  #start(ledger: Ledger): LedgerCluster {
    const cluster = new LedgerCluster(ledger, this.#statements, () => {
      this.#clusters.delete(cluster);
    });
    this.#clusters.add(cluster);
    return cluster;
  }
}

/** The rows of one cluster. */
export class LedgerCluster implements ClusterData {
  readonly #ledger: Ledger;
  readonly #statements: readonly LedgerStatement[];
  readonly #forget: () => void;
  readonly #passwords = new Map<string, boolean>();
  #loginRevision = 0;

  constructor(ledger: Ledger, statements: readonly LedgerStatement[], forget: () => void) {
    this.#ledger = ledger;
    this.#statements = statements;
    this.#forget = forget;
  }

  get loginRevision(): number {
    return this.#loginRevision;
  }

  /** Adds a row without a statement: what a client wrote, in a run that has no clients. */
  append(table: string, row: LedgerRow): void {
    this.#ledger.append(table, row);
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> {
    if (values.length > 0) throw new SqlError('the row ledger takes values over a session only', '0A000');
    const { columns, rows } = await this.#run(sql, [], false);
    return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
  }

  async connect({ username, password }: DataLogin, database: string): Promise<DataSession> {
    await Promise.resolve();
    if (!this.#isPassword(this.#ledger.roles.get(username), password))
      throw new SqlError(`password authentication failed for user "${username}"`, '28P01');
    if (!this.#ledger.databases.has(database)) throw new SqlError(`database "${database}" does not exist`, '3D000');
    return new LedgerSession((sql, values, isReadOnly) => this.#run(sql, values, isReadOnly));
  }

  /** Rows in memory take no storage. */
  size(): Promise<number> {
    return Promise.resolve(0);
  }

  snapshot(): Promise<DataSnapshot> {
    return Promise.resolve(new LedgerSnapshot(this.#ledger.cut()));
  }

  replicate(): Promise<never> {
    return Promise.reject(new Error('The row ledger has no standbys: a global database needs PostgreSQL'));
  }

  readonly keepsLog = false;

  restoreTo(): Promise<never> {
    return Promise.reject(new Error('The row ledger keeps no log: a restore to a point in time needs PostgreSQL'));
  }

  remove(): Promise<void> {
    this.#forget();
    return Promise.resolve();
  }

  /** To verify one takes milliseconds: once for each is enough. */
  #isPassword(given: string | undefined, password: string): boolean {
    const key = `${String(given)} ${password}`;
    const isRight = this.#passwords.get(key) ?? isPassword(given, password);
    this.#passwords.set(key, isRight);
    return isRight;
  }

  async #run(sql: string, values: LedgerValues, isReadOnly: boolean): Promise<StatementResult> {
    await Promise.resolve();
    if (/^(create|alter) role /i.test(sql)) this.#loginRevision += 1;
    return runLedgerSql(this.#ledger, this.#statements, { sql, values, isReadOnly });
  }
}

/** A transaction here is for reading: rows are never taken back. */
class LedgerSession implements DataSession {
  readonly #run: (sql: string, values: LedgerValues, isReadOnly: boolean) => Promise<StatementResult>;
  readonly isConnected = true;
  #inTransaction = false;

  constructor(run: (sql: string, values: LedgerValues, isReadOnly: boolean) => Promise<StatementResult>) {
    this.#run = run;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async execute(sql: string, values: LedgerValues): Promise<StatementResult> {
    const boundary = /^(BEGIN|COMMIT|ROLLBACK)$/.exec(sql)?.[1];
    if (boundary === undefined) return this.#run(sql, values, this.#inTransaction);
    await Promise.resolve();
    this.#inTransaction = boundary === 'BEGIN';
    return { columns: [], rows: [], changedRows: 0 };
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

/** Everything that was there at one instant. */
export class LedgerSnapshot implements DataSnapshot {
  readonly ledger: Ledger;
  readonly bytes = 0;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  share(): DataSnapshot {
    return new LedgerSnapshot(this.ledger);
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}
