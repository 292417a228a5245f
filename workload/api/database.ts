export interface QueryResult {
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly updated: number;
}

/** One SQL statement with named parameters (`:name`). Rejects with DatabaseUnavailableError when no database answers. */
export type Query = (sql: string, parameters?: Readonly<Record<string, string | number>>) => Promise<QueryResult>;

export interface Dependencies {
  readonly query: Query;
  readonly now: () => Date;
}

/** There is no database to talk to now: not yet restored, not yet reachable, or gone. A client may try again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}
