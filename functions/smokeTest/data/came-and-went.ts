import type { TableContents } from '../../shared/manifest';
import { counted } from '../../shared/words';

/**
 * Whether what differs in a range that is the same in both manifests can be a row that came and went between them. PostgreSQL
 * counts what is written, within a minute (PostgreSQL, The Cumulative Statistics System): before the recovery point rows were
 * updated or deleted then, or, where there are more of them, inserted. Of a table that was truncated, of statistics that were
 * reset and of a restarted server nothing is known.
 */
export function explainDifference(
  before: TableContents,
  after: TableContents | undefined,
  hasMoreRows: boolean,
): string {
  const [from, to] = [before.writes?.[0], after?.writes?.[1]];
  const isKnown =
    from !== undefined &&
    to !== undefined &&
    from.since === to.since &&
    (['inserted', 'updated', 'deleted'] as const).every((what) => to[what] >= from[what]);
  if (!isKnown) return 'damage, or a row that came and went between the manifests: how much was written is not known';
  const inserted = to.inserted - from.inserted;
  const updated = to.updated - from.updated;
  const deleted = to.deleted - from.deleted;
  const words = `the primary counts ${counted(inserted, 'insert')}, ${counted(updated, 'update')} and ${counted(deleted, 'delete')} between the manifests`;
  return updated > 0 || deleted > 0 || (hasMoreRows && inserted > 0)
    ? `damage, or a row that came and went, such as a lock: ${words}. Compare the rows; if it is that, name the table in validation.ignoreRowsOf`
    : `damage: ${words}, so no row came and went`;
}
