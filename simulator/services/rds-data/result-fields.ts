import type { ArrayValue, ColumnMetadata, Field, ResultSetOptions } from '@aws-sdk/client-rds-data';
import type { Column } from '../../data/data-store';

/** PostgreSQL types by the member of `Field` that carries them (Aurora User Guide, Data API data types). */
const BOOLEANS: ReadonlySet<string> = new Set(['bool']);
const LONGS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'oid']);
const DOUBLES: ReadonlySet<string> = new Set(['float4', 'float8']);
const WITH_OFFSET: ReadonlySet<string> = new Set(['timestamptz', 'timetz']);

/** java.sql.Types, which the metadata speaks. */
const JDBC_TYPES: Readonly<Record<string, number>> = {
  bool: -7,
  int2: 5,
  int4: 4,
  int8: -5,
  float4: 7,
  float8: 8,
  numeric: 2,
  text: 12,
  varchar: 12,
  bpchar: 1,
  bytea: -2,
  date: 91,
  time: 92,
  timestamp: 93,
  timestamptz: 93,
};
const JDBC_OTHER = 1111;

/** One value of a row as the Data API returns it. */
export function toField(column: Column, text: string | null, options: ResultSetOptions = {}): Field {
  if (text === null) return { isNull: true };
  const type = column.typeName;
  if (type.startsWith('_')) return { arrayValue: toArray(type.slice(1), parseArray(text)) };
  if (BOOLEANS.has(type)) return { booleanValue: text === 't' };
  if (LONGS.has(type)) {
    return options.longReturnType === 'STRING' ? { stringValue: text } : { longValue: Number(text) };
  }
  if (DOUBLES.has(type)) return { doubleValue: Number(text) };
  if (type === 'numeric' && options.decimalReturnType === 'DOUBLE_OR_LONG') {
    return Number.isInteger(Number(text)) ? { longValue: Number(text) } : { doubleValue: Number(text) };
  }
  if (type === 'bytea') return { blobValue: Uint8Array.from(Buffer.from(text.slice(2), 'hex')) };
  return { stringValue: WITH_OFFSET.has(type) ? withoutOffset(text) : text };
}

/** The same value in the JSON of `formattedRecords`. */
export function toJson(column: Column, text: string | null): unknown {
  if (text === null) return null;
  const type = column.typeName;
  if (BOOLEANS.has(type)) return text === 't';
  if (LONGS.has(type) || DOUBLES.has(type) || type === 'numeric') return Number(text);
  if (type === 'json' || type === 'jsonb') return JSON.parse(text);
  if (type === 'bytea') return Buffer.from(text.slice(2), 'hex').toString('base64');
  if (type.startsWith('_')) return parseArray(text).map((each) => toJson({ ...column, typeName: type.slice(1) }, each));
  return WITH_OFFSET.has(type) ? withoutOffset(text) : text;
}

export function toMetadata(column: Column): ColumnMetadata {
  return {
    name: column.name,
    label: column.name,
    type: JDBC_TYPES[column.typeName] ?? JDBC_OTHER,
    typeName: column.typeName,
    arrayBaseColumnType: 0,
    isSigned: LONGS.has(column.typeName) || DOUBLES.has(column.typeName) || column.typeName === 'numeric',
  };
}

/** The sessions run in UTC; the Data API leaves the offset out. */
function withoutOffset(text: string): string {
  return text.replace(/\+00$/, '');
}

function toArray(type: string, values: readonly (string | null)[]): ArrayValue {
  if (BOOLEANS.has(type)) return { booleanValues: values.map((value) => (value === null ? null : value === 't')) };
  const numbers = (): (number | null)[] => values.map((value) => (value === null ? null : Number(value)));
  if (LONGS.has(type)) return { longValues: numbers() };
  if (DOUBLES.has(type)) return { doubleValues: numbers() };
  return { stringValues: [...values] };
}

/** PostgreSQL's text of a one-dimensional array: `{1,NULL,"a,b"}`. */
function parseArray(text: string): readonly (string | null)[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g);
  return [...elements].map(([, quoted, plain]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1');
    return plain === undefined || plain === 'NULL' ? null : plain;
  });
}
