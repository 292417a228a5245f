import type { StatementResult } from './data-store';

const OIDS: Readonly<Record<string, number>> = { int8: 20, text: 25, timestamptz: 1184, void: 2278 };

export function nothing(act: () => unknown = () => undefined): StatementResult {
  act();
  return { columns: [], rows: [], changedRows: 0 };
}

export function changed(rows: number): StatementResult {
  return { columns: [], rows: [], changedRows: rows };
}

/** @param columns name and PostgreSQL's short name of the type */
export function answer(
  columns: readonly (readonly [name: string, type: string])[],
  rows: StatementResult['rows'],
): StatementResult {
  const described = columns.map(([name, typeName]) => ({ name, typeName, typeOid: OIDS[typeName] ?? 0 }));
  return { columns: described, rows, changedRows: 0 };
}
