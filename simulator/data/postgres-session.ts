import {
  Client,
  type ClientConfig,
  type CustomTypesConfig,
  DatabaseError,
  type FieldDef,
  type QueryArrayConfig,
} from 'pg';
import { type Column, type DataSession, SqlError, type StatementResult } from './data-store';
import type { CommitLog } from './commit-log';
import { rowsOfPlan } from './plan-rows';
import { type Moment, positionOf, setVirtualTime } from './virtual-time';

type Io = <T>(operation: () => Promise<T>) => Promise<T>;

export interface SessionSettings {
  readonly connection: ClientConfig;
  readonly io: Io;
  readonly moment: () => Moment;
  /** Where the log of what is committed is kept. */
  readonly log: CommitLog;
  /** Called after a definition has taken effect, or was rolled back: of a table, a right or a role. */
  readonly redefined?: () => void;
}

/** Whether more than rows were changed, by PostgreSQL's own word for the statement. */
export function isDefinition(command: string): boolean {
  return !/^(SELECT|INSERT|UPDATE|DELETE|MERGE|BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW)$/.test(command);
}

/** PostgreSQL, Error Codes: admin_shutdown, also of pg_terminate_backend. */
const ADMIN_SHUTDOWN = '57P01';

const AS_TEXT: CustomTypesConfig = { getTypeParser: () => (value: string) => value };

/** One connection to a server, as one user, in one database. */
export class PostgresSession implements DataSession {
  readonly #settings: SessionSettings;
  readonly #client: Client;
  readonly #typeNames = new Map<number, string>();
  readonly #enums = new Set<number>();
  #inTransaction = false;
  #hasRedefined = false;
  #isConnected = true;
  #plannedRows = 0;

  private constructor(settings: SessionSettings) {
    this.#settings = settings;
    // Pipelined: the virtual time and the statement that sees it go out together and cost one round trip.
    this.#client = new Client({ ...settings.connection, types: AS_TEXT, pipeline: true });
    // The server of a removed cluster goes away under its sessions.
    this.#client.on('error', () => {
      this.#isConnected = false;
    });
    this.#client.on('end', () => {
      this.#isConnected = false;
    });
    this.#client.on('notice', ({ message }) => {
      this.#plannedRows += rowsOfPlan(message ?? '');
    });
  }

  static async open(settings: SessionSettings): Promise<PostgresSession> {
    const session = new PostgresSession(settings);
    await settings.io(() => asSqlErrors(() => session.#client.connect()));
    return session;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  execute(sql: string, values: readonly (string | Uint8Array | null)[]): Promise<StatementResult> {
    return this.#settings.io(() =>
      asSqlErrors(async () => {
        if (!this.#isConnected)
          throw new SqlError('terminating connection due to administrator command', ADMIN_SHUTDOWN);
        this.#plannedRows = 0;
        // Inside a transaction time stands still, as it does in PostgreSQL; what it changes counts from its end.
        const timeIsSet = this.#inTransaction ? undefined : this.#setTime();
        if (this.#inTransaction && /^\s*(COMMIT|END)\b/i.test(sql)) await this.#noteEnd();
        const statement: QueryArrayConfig & { readonly queryMode: 'extended' } = {
          text: sql,
          values: values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
          rowMode: 'array',
          // One statement a call, as the Data API has it.
          queryMode: 'extended',
        };
        const [result] = await Promise.all([this.#client.query<(string | null)[]>(statement), timeIsSet]).catch(
          (error: unknown) => {
            // The server says why, and then closes the connection.
            if (error instanceof DatabaseError && error.code === ADMIN_SHUTDOWN) this.#isConnected = false;
            throw error;
          },
        );
        this.#noteTransaction(result.command);
        this.#noteDefinition(result.command);
        const isChange = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(result.command);
        return {
          columns: await this.#columns(result.fields),
          rows: result.rows,
          changedRows: isChange ? (result.rowCount ?? 0) : 0,
          plannedRows: this.#plannedRows,
        };
      }),
    );
  }

  end(): Promise<void> {
    return this.#settings.io(() => this.endNow());
  }

  /** What `end` does, for a caller that is inside an input or output operation already. */
  async endNow(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  async #setTime(): Promise<void> {
    const { log, moment } = this.#settings;
    const now = moment();
    log.note(now.nowMs, await setVirtualTime(this.#client, now));
  }

  /** A transaction that has failed answers nothing, and changes nothing. */
  async #noteEnd(): Promise<void> {
    const { log, moment } = this.#settings;
    const position = await positionOf(this.#client).catch(() => undefined);
    if (position !== undefined) log.note(moment().nowMs, position);
  }

  #noteTransaction(command: string): void {
    if (command === 'BEGIN' || command === 'START') this.#inTransaction = true;
    if (command === 'COMMIT' || command === 'ROLLBACK') this.#inTransaction = false;
  }

  #noteDefinition(command: string): void {
    if (isDefinition(command)) this.#hasRedefined = true;
    if (!this.#hasRedefined || this.#inTransaction) return;
    this.#hasRedefined = false;
    this.#settings.redefined?.();
  }

  async #columns(fields: readonly FieldDef[]): Promise<readonly Column[]> {
    const unknown = fields.map((field) => field.dataTypeID).filter((oid) => !this.#typeNames.has(oid));
    if (unknown.length > 0) {
      const found = await this.#client.query<[string, string, string]>({
        text: 'SELECT oid, typname, typtype FROM pg_catalog.pg_type WHERE oid = ANY($1::oid[])',
        values: [unknown],
        rowMode: 'array',
      });
      for (const [oid, name, kind] of found.rows) {
        this.#typeNames.set(Number(oid), name);
        // PostgreSQL, pg_type.typtype.
        if (kind === 'e') this.#enums.add(Number(oid));
      }
    }
    return fields.map((field) => ({
      name: field.name,
      typeOid: field.dataTypeID,
      typeName: this.#typeNames.get(field.dataTypeID) ?? 'unknown',
      isEnum: this.#enums.has(field.dataTypeID),
    }));
  }
}

async function asSqlErrors<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    // Its backend was ended while it had nothing to do.
    if (error instanceof Error && error.message.startsWith('Connection terminated'))
      throw new SqlError('terminating connection due to administrator command', ADMIN_SHUTDOWN);
    if (error instanceof DatabaseError) throw new SqlError(error.message, error.code ?? 'XX000', error);
    throw error;
  }
}
