import * as z from 'zod';
import { IndexedTable, NotCompared } from './contract';

/** What is known of a table when it is done: read again for the index. */
export const TableResult = z.object({
  startedAt: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('compared'), table: IndexedTable }),
    z.object({ kind: z.literal('notCompared'), notCompared: NotCompared }),
  ]),
});
export type TableResult = z.output<typeof TableResult>;
export type TableOutcome = TableResult['outcome'];

export type ListKind = 'deleted' | 'changed' | 'added';

/** One line of a list. A row that the Data API cannot carry is not in it: `movable` is false. */
export interface RowLine {
  readonly key: readonly (string | null)[];
  readonly row?: string;
  readonly live?: string;
  readonly xmin?: string;
  readonly movable?: false;
}

/** Keys of the evidence bucket. A name's characters that a key had better not have are written as in a URL. */
export function objectsOf(recoveryId: string, label: string) {
  const prefix = `corruption/${recoveryId}/${label}`;
  const folderOf = (table: string) => `${prefix}/${encodeURIComponent(table)}/`;
  return {
    index: `${prefix}/index.json`,
    folderOf,
    result: (table: string) => `${folderOf(table)}table.json`,
    list: (table: string, kind: ListKind, part: number) =>
      `${folderOf(table)}${kind}-${String(part).padStart(4, '0')}.jsonl`,
  };
}
