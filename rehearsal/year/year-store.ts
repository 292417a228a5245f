import { FINGERPRINT_SQL } from '../../functions/shared/catalogue-sql';
import type { ClusterData, DataLogin, DataSnapshot, DataStore } from '../../simulator/data/data-store';
import { type Ledger, rowsOf } from '../../simulator/data/ledger';
import { LedgerSnapshot, LedgerStore } from '../../simulator/data/ledger-store';
import { createMasterUser } from '../../simulator/services/rds/master-user';
import { catalogueStatements } from './catalogue-statements';

const OWNER: DataLogin = { username: 'schema_owner', password: 'schema_owner' };
const DATABASE = 'app';

/** The row ledger, with real PostgreSQL for the restores that are asked for. */
export class YearStore implements DataStore {
  readonly ledger: LedgerStore;
  readonly #postgres: DataStore;
  readonly #schema: readonly string[];
  #onPostgres = false;
  #restoredOnPostgres = 0;

  private constructor(ledger: LedgerStore, postgres: DataStore, schema: readonly string[]) {
    this.ledger = ledger;
    this.#postgres = postgres;
    this.#schema = schema;
  }

  /** Asks PostgreSQL for its fingerprint of the schema, so that a manifest of the ledger fits a restore on PostgreSQL. */
  static async open(postgres: DataStore, schema: readonly string[]): Promise<YearStore> {
    const [own, real] = await Promise.all([ledgerWith(), postgres].map((store) => fingerprint(store, schema)));
    return new YearStore(ledgerWith(new Map([[own ?? '', real ?? '']])), postgres, schema);
  }

  /** How many clusters were restored on PostgreSQL. */
  get restoredOnPostgres(): number {
    return this.#restoredOnPostgres;
  }

  /** The next restore makes a PostgreSQL server with the rows of the snapshot. */
  restoreNextOnPostgres(): void {
    this.#onPostgres = true;
  }

  create(): Promise<ClusterData> {
    return this.ledger.create();
  }

  async restore(snapshot: DataSnapshot): Promise<ClusterData> {
    if (!this.#onPostgres || !(snapshot instanceof LedgerSnapshot)) return this.ledger.restore(snapshot);
    this.#onPostgres = false;
    this.#restoredOnPostgres += 1;
    return this.#rebuild(snapshot.ledger);
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.#postgres.close();
  }

  async #rebuild(ledger: Ledger): Promise<ClusterData> {
    const [[username, password = ''] = [OWNER.username], ...others] = ledger.roles;
    const [database = DATABASE] = ledger.databases;
    const data = await makeDatabase(this.#postgres, { username, password }, database, this.#schema);
    for (const table of ledger.tables) {
      const columns = table.columns.map(({ name }) => name).join(', ');
      const arrays = table.columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
      const rows = [...rowsOf(table)];
      const values = table.columns.map((_, index) => rows.map((row) => row[index] ?? null));
      await data.query(`insert into ${table.name} (${columns}) select * from unnest(${arrays})`, values, database);
    }
    for (const [role, verifier = ''] of others) await makeReader(data, { role, verifier, master: username, database });
    return data;
  }
}

/** The ledger keeps who logs in, and no rights: a validation, which is all that is asked of such a restore, reads. */
async function makeReader(
  data: ClusterData,
  { role, verifier, master, database }: Readonly<Record<'role' | 'verifier' | 'master' | 'database', string>>,
): Promise<void> {
  for (const sql of [
    `create role "${role}" login password '${verifier}'`,
    `grant "${role}" to "${master}" with admin option`,
    `grant usage on schema public to "${role}"`,
    `grant select on all tables in schema public to "${role}"`,
  ])
    await data.query(sql, [], database);
}

function ledgerWith(fingerprints?: ReadonlyMap<string, string>): LedgerStore {
  return new LedgerStore({ statements: catalogueStatements(fingerprints) });
}

async function fingerprint(store: DataStore, schema: readonly string[]): Promise<string> {
  const data = await makeDatabase(store, OWNER, DATABASE, schema);
  const session = await data.connect(OWNER, DATABASE);
  const { rows } = await session.execute(FINGERPRINT_SQL, []);
  await session.end();
  await data.remove();
  return String(rows[0]?.[0]);
}

async function makeDatabase(
  store: DataStore,
  login: DataLogin,
  database: string,
  schema: readonly string[],
): Promise<ClusterData> {
  const data = await store.create();
  await createMasterUser(data, login, database);
  const session = await data.connect(login, database);
  for (const statement of schema) await session.execute(statement, []);
  await session.end();
  return data;
}
