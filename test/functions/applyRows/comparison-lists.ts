import { ROW_TEXT_SETTINGS, settingsSql } from '../../../functions/shared/row-text';
import type { ClusterData } from '../../../simulator/data/data-store';

export interface ComparedAs {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

const LINES_AN_OBJECT = 20_000;

/** The lists of one table, as a comparison writes them: what the restored cluster has, and the live one has not or otherwise. */
export async function compareTable(
  objects: Map<string, string>,
  prefix: string,
  compared: ComparedAs,
  restored: ClusterData,
  live: ClusterData,
): Promise<object> {
  const before = await rowsOf(restored, compared);
  const now = await rowsOf(live, compared);
  const lines = { deleted: [] as object[], changed: [] as object[] };
  for (const [id, { row }] of before) {
    const found = now.get(id);
    if (found === undefined) lines.deleted.push({ key: JSON.parse(id), row });
    else if (found.row !== row) lines.changed.push({ key: JSON.parse(id), row, live: found.row, xmin: found.xmin });
  }
  const write = (kind: 'deleted' | 'changed') => {
    const keys: string[] = [];
    for (let from = 0; from < lines[kind].length; from += LINES_AN_OBJECT) {
      const key = `${prefix}/${compared.table}/${kind}-${String(keys.length + 1).padStart(4, '0')}.jsonl`;
      const part = lines[kind].slice(from, from + LINES_AN_OBJECT);
      objects.set(key, part.map((line) => `${JSON.stringify(line)}\n`).join(''));
      keys.push(key);
    }
    return keys;
  };
  return { ...compared, objects: { deleted: write('deleted'), changed: write('changed') } };
}

async function rowsOf(data: ClusterData, { table, key, columns }: ComparedAs) {
  const list = columns.map((name) => `t."${name}"`).join(', ');
  const keys = key.map((name) => `t."${name}"::text`).join(', ');
  await data.query('BEGIN', [], 'app');
  await data.query(settingsSql(ROW_TEXT_SETTINGS), [], 'app');
  const rows = await data.query(
    `SELECT json_build_array(${keys})::text AS id, ROW(${list})::text AS row, t.xmin::text AS xmin FROM ${table} t`,
    [],
    'app',
  );
  await data.query('COMMIT', [], 'app');
  return new Map(
    rows.map(({ id, row, xmin }) => [JSON.stringify(JSON.parse(String(id))), { row: String(row), xmin: String(xmin) }]),
  );
}
