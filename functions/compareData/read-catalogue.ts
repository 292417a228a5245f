import * as z from 'zod';
import type { Cell } from '../shared/data-api';
import type { Relation } from './decide/relations';
import type { ReadSnapshot } from './snapshots';
import { RELATIONS_SQL } from './sql/catalogue';

const Names = z.array(z.string());
const Keys = z.array(Names);
const Columns = z.array(z.tuple([z.string(), z.string()]));

/** Everything in the database that holds rows of the team's own. */
export async function readRelations(snapshot: ReadSnapshot): Promise<readonly Relation[]> {
  const relations: Relation[] = [];
  for (;;) {
    const last = relations.at(-1);
    const page = await snapshot.query(RELATIONS_SQL, { schema: last?.schema ?? '', name: last?.name ?? '' });
    const known = relations.length;
    for (const record of page) addRecord(relations, record);
    const behind = Number(page[0]?.[9] ?? 0);
    if (relations.length - known >= behind) return relations;
  }
}

/** A wide table has several records, one behind the other, each with some of its columns. */
function addRecord(relations: Relation[], record: readonly Cell[]): void {
  const [schema, name, kind, persistence, isOfExtension, ancestors, keys, columns, estimate] = record;
  const given = Columns.parse(parsed(columns)).map(([column, type]) => ({ name: column, type }));
  const last = relations.at(-1);
  if (last !== undefined && last.schema === schema && last.name === name) {
    relations[relations.length - 1] = { ...last, columns: [...last.columns, ...given] };
    return;
  }
  relations.push({
    schema: String(schema),
    name: String(name),
    kind: String(kind),
    isUnlogged: persistence === 'u',
    isOfExtension: isOfExtension === true,
    ancestors: Names.parse(parsed(ancestors)),
    keys: Keys.parse(parsed(keys)),
    columns: given,
    estimate: Number(estimate),
  });
}

function parsed(cell: Cell | undefined): unknown {
  return JSON.parse(String(cell));
}
