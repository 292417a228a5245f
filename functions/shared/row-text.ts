/**
 * Rows as PostgreSQL's own text: `ROW(c1, c2, …)::text` of the columns that two clusters have in common, in one order. Each
 * type reads exactly what it has written, and `json` keeps its spaces.
 */

/**
 * What the text of a value depends on (PostgreSQL, Client Connection Defaults), and `row_security`, so that a table whose
 * rows are filtered is an error and not a difference. Sessions of the Data API are shared: they hold for a transaction.
 */
export const ROW_TEXT_SETTINGS: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  lc_monetary: 'C',
  xmloption: 'content',
  search_path: 'pg_catalog',
  row_security: 'off',
};

/** One statement that makes them so until the transaction ends. */
export function settingsSql(settings: Readonly<Record<string, string>>): string {
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${quoteLiteral(value)}, true)`);
  return `select ${calls.join(', ')}`;
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** With `standard_conforming_strings`, which is on since PostgreSQL 9.1, a backslash is itself. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Bytes of a row's text; the Data API returns no record above 64 KB (Aurora User Guide, Data API limitations). */
export const LARGEST_ROW = 48 * 1024;

/** `ROW(t."id", t."name")::text` */
export function rowTextSql(alias: string, columns: readonly string[]): string {
  return `ROW(${columns.map((column) => `${alias}.${quoteIdentifier(column)}`).join(', ')})::text`;
}

/**
 * The fields of a row's text, null for NULL: `(7,"a ""b""",)` has three (PostgreSQL, Composite Types, "Composite Type Input
 * and Output Syntax").
 */
export function fieldsOf(row: string): readonly (string | null)[] {
  const fields: (string | null)[] = [];
  let field: string | null = null;
  let isQuoted = false;
  for (let index = 1; index < row.length; index += 1) {
    const character = row[index] ?? '';
    if (isQuoted && character === '"' && row[index + 1] !== '"') isQuoted = false;
    else if (isQuoted || character === '\\') {
      if (character === '\\' || character === '"') index += 1;
      field = `${field ?? ''}${row[index] ?? ''}`;
    } else if (character === '"') {
      isQuoted = true;
      field ??= '';
    } else if (character === ',' || (character === ')' && index === row.length - 1)) {
      fields.push(field);
      field = null;
    } else field = `${field ?? ''}${character}`;
  }
  return fields;
}
