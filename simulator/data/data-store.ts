/**
 * Where the rows of simulated Aurora clusters live. Everything here is real input and output, done while virtual time
 * stands still; how long AWS would take is the affair of the RDS and Backup services.
 */
export interface DataStore {
  /** A database server with nothing in it but the administrator. */
  create(): Promise<ClusterData>;
  /** A server that holds exactly what was committed when the snapshot was cut. */
  restore(snapshot: DataSnapshot): Promise<ClusterData>;
  /** Stops every server and removes every file. */
  close(): Promise<void>;
}

/** The data of one cluster. */
export interface ClusterData {
  /** Runs one statement as the administrator, in `database` (default: the only one that is not PostgreSQL's own). */
  query(
    sql: string,
    values?: readonly unknown[],
    database?: string,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** A connection of its own for one user, who logs in with a password: what a transaction needs. */
  connect(login: DataLogin, database: string): Promise<DataSession>;
  /** How much its databases hold, in bytes. */
  size(): Promise<number>;
  /** Grows with every statement after which others may be let in than before. */
  readonly loginRevision: number;
  /** Cuts the data at this instant. */
  snapshot(): Promise<DataSnapshot>;
  /** A standby that begins with this data and follows it. */
  replicate(): Promise<DataReplica>;
  /**
   * A server of its own with exactly what was committed up to `atMs`, in milliseconds of virtual time; not before this one
   * took its first statement.
   */
  restoreTo(atMs: number): Promise<ClusterData>;
  /** Whether it keeps what `restoreTo` needs. */
  readonly keepsLog: boolean;
  /** Stops the server and removes its files. */
  remove(): Promise<void>;
}

export interface DataLogin {
  readonly username: string;
  readonly password: string;
}

export interface DataSession {
  /** Runs one statement. Values come back as PostgreSQL prints them. */
  execute(sql: string, values: readonly (string | Uint8Array | null)[]): Promise<StatementResult>;
  /** Whether the session is inside a transaction, also a failed one. */
  readonly inTransaction: boolean;
  /** Not after somebody has ended its backend. */
  readonly isConnected: boolean;
  end(): Promise<void>;
}

export interface StatementResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows inserted, changed or deleted; 0 for anything else. */
  readonly changedRows: number;
  /** Rows that went through the nodes of its plan, also those that a filter dropped; 0 where they are too few to matter. */
  readonly plannedRows?: number;
}

export interface Column {
  readonly name: string;
  readonly typeOid: number;
  readonly typeName: string;
  /** Whether the type is one that somebody has made by CREATE TYPE … AS ENUM. */
  readonly isEnum?: boolean;
}

/** Data cut at one instant. It never changes; copies in several vaults are shares of the same files. */
export interface DataSnapshot {
  /** How much its databases hold. */
  readonly bytes: number;
  /** One more owner of the same data. */
  share(): DataSnapshot;
  /** Gives up this share; the files go with the last one. */
  remove(): Promise<void>;
}

/**
 * A standby that follows the data of one cluster. What is committed reaches it after a while; how long that takes is the
 * affair of the RDS service, which says at the promotion up to which instant commits had arrived.
 */
export interface DataReplica {
  /**
   * A server of its own that takes writes, with exactly what was committed up to `upToMs`, in milliseconds of virtual
   * time. A replica is promoted once.
   */
  promote(upToMs: number): Promise<ClusterData>;
  /** Gives up the standby. */
  remove(): Promise<void>;
}

/** A statement that the database refused, with PostgreSQL's SQLSTATE. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly sqlState: string;
  readonly hint: string | undefined;
  /** Of the character in the statement, counted from 1. */
  readonly position: string | undefined;

  constructor(message: string, sqlState: string, where: Partial<Pick<SqlError, 'hint' | 'position'>> = {}) {
    super(message);
    this.sqlState = sqlState;
    this.hint = where.hint;
    this.position = where.position;
  }
}
