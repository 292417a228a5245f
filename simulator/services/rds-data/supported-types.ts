import type { Column } from '../../data/data-store';
import { AwsError } from '../../service';

/**
 * What the Data API of Serverless v2 returns (Aurora User Guide, Data API operations reference, "RDS Data API supports following
 * Aurora PostgreSQL scalar types", https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api-operations.html), by
 * PostgreSQL's names; an enum has one of its own. `oid` and `timestamptz` are not on the list; both are in wide use.
 */
const SCALARS: ReadonlySet<string> = new Set(
  (
    'bool bytea date cidr numeric float8 inet int4 int2 int8 jsonb json float4 text bpchar varchar name time timestamp uuid ' +
    'vector oid timestamptz'
  ).split(' '),
);
const ELEMENTS: ReadonlySet<string> = new Set(
  'bool bit date numeric float8 int4 int2 int8 json float4 text bpchar varchar name time timestamp uuid'.split(' '),
);

/** @throws AwsError UnsupportedResultException, also where there is no row */
export function refuseUnsupported(columns: readonly Column[]): void {
  const unsupported = columns.find((column) => !isSupported(column));
  if (unsupported === undefined) return;
  throw new AwsError(
    'UnsupportedResultException',
    `The result contains the unsupported data type ${nameOf(unsupported.typeName)}.`,
  );
}

function isSupported({ typeName, isEnum }: Column): boolean {
  if (isEnum === true) return true;
  return typeName.startsWith('_') ? ELEMENTS.has(typeName.slice(1)) : SCALARS.has(typeName);
}

/** As it was recorded: INTERVAL, TIMETZ, "CHAR"; but regclass, regtype. */
function nameOf(typeName: string): string {
  if (typeName.startsWith('reg')) return typeName;
  return typeName === 'char' ? '"CHAR"' : typeName.toUpperCase();
}
