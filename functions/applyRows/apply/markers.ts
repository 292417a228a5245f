import type { Repair, Target, Transaction } from '../aws';
import { Batch } from '../objects';
import {
  ARE_MARKERS_LEFT_SQL,
  DROP_MARKERS_SQL,
  DROP_SCHEMA_SQL,
  FORGET_SQL,
  HAS_MARKERS_SQL,
  IS_SCHEMA_EMPTY_SQL,
  MAKE_MARKERS_SQL,
  MARK_SQL,
  MARKERS_SQL,
} from '../sql/session';
import { judgeSql, type Opened, openTransaction } from '../transaction';

async function hasMarkers(transaction: Transaction): Promise<boolean> {
  return (await transaction.query(HAS_MARKERS_SQL))[0]?.[0] === true;
}

/** The batches that were committed, in their order. */
export async function readMarkers(transaction: Transaction, recovery: string, plan: string): Promise<readonly Batch[]> {
  if (!(await hasMarkers(transaction))) return [];
  const rows = await transaction.query(MARKERS_SQL, { recovery, plan });
  return rows.map(([batch]) => Batch.parse(JSON.parse(String(batch))));
}

/** In the batch's own transaction: it is there if and only if that was committed. */
export async function mark(transaction: Transaction, recovery: string, plan: string, batch: Batch): Promise<void> {
  if (!(await hasMarkers(transaction))) for (const sql of MAKE_MARKERS_SQL) await transaction.query(sql);
  await transaction.query(MARK_SQL, { recovery, plan, from: batch.from, batch: JSON.stringify(batch) });
}

interface Forgetting {
  readonly recoveryId: string;
  readonly replica: boolean;
  readonly before: Parameters<typeof openTransaction>[2]['before'];
  readonly nowMs: number;
}

/** Removes the markers of a recovery, and the table and its schema where nothing else is in them. */
export async function forgetMarkers(
  repair: Repair,
  target: Target,
  { recoveryId, ...how }: Forgetting,
): Promise<Opened> {
  const opened = await openTransaction(repair, target, how);
  if (opened.kind === 'blocked') return opened;
  const { transaction } = opened;
  try {
    if (await hasMarkers(transaction)) {
      await transaction.query(FORGET_SQL, { recovery: recoveryId });
      const isLeft = (await transaction.query(ARE_MARKERS_LEFT_SQL))[0]?.[0] === true;
      if (!isLeft) {
        await transaction.query(DROP_MARKERS_SQL);
        if ((await transaction.query(IS_SCHEMA_EMPTY_SQL))[0]?.[0] === true) await transaction.query(DROP_SCHEMA_SQL);
      }
      await transaction.commit();
    } else await transaction.rollback();
    return opened;
  } catch (error) {
    await transaction.rollback();
    const trouble = judgeSql(error);
    if (trouble?.kind === 'wait') return { kind: 'blocked', blocked: null, detail: trouble.detail };
    throw error;
  }
}
