import type { RecoveryPointFact } from '../common/record-parts';
import type { ValidationRecord } from './record';
import { isSpecific } from './request';

/** The newest recovery point that could be restored when it was chosen; the chosen one where none is newer. */
export function newestPoint({ recovery }: Pick<ValidationRecord, 'recovery'>): RecoveryPointFact | undefined {
  if (recovery === null) return undefined;
  const others = [...(recovery.newest === null ? [] : [recovery.newest]), ...recovery.runnersUp];
  return others.reduce((newest, point) => (isNewer(point, newest) ? point : newest), recovery.chosen);
}

/** What had to be restored: the newest, or the one that was asked for, and no other. */
export function wantedPoint(record: ValidationRecord): RecoveryPointFact | undefined {
  return isSpecific(record.request) ? record.recovery?.chosen : newestPoint(record);
}

/** The recovery point that was restored in place of the one that had to be; undefined where it was that one. */
export function restoredInstead(
  record: ValidationRecord,
): { readonly recoveryPointArn: string; readonly wanted: RecoveryPointFact } | undefined {
  const wanted = wantedPoint(record);
  const recoveryPointArn = record.restored?.recoveryPointArn ?? null;
  if (wanted === undefined || recoveryPointArn === null) return undefined;
  return recoveryPointArn === wanted.recoveryPointArn ? undefined : { recoveryPointArn, wanted };
}

/** The best that is older than what was restored, and was not tried: to learn since when something is wrong. */
export function olderPoint({ recovery, restored }: ValidationRecord): RecoveryPointFact | undefined {
  if (recovery === null) return undefined;
  const tried = new Set([
    ...rejectedOf({ restored }).map(({ recoveryPointArn }) => recoveryPointArn),
    restored?.recoveryPointArn ?? recovery.chosen.recoveryPointArn,
  ]);
  return recovery.runnersUp.find(({ recoveryPointArn }) => !tried.has(recoveryPointArn));
}

export function rejectedOf({ restored }: Pick<ValidationRecord, 'restored'>) {
  return restored?.progress?.rejected ?? [];
}

function isNewer(one: RecoveryPointFact, other: RecoveryPointFact): boolean {
  if (one.createdAt === null) return false;
  return other.createdAt === null || Date.parse(one.createdAt) > Date.parse(other.createdAt);
}
