import type { RecoveryPointFact } from './record-parts';

/**
 * The age of the data when it was chosen, in seconds; older by the difference where the restore fell back to another
 * recovery point. Null where it is not known.
 */
export function restoredAge(chosen: RecoveryPointFact | undefined, restoredCreatedAt: string | null): number | null {
  const age = chosen?.ageSeconds ?? null;
  if (age === null || restoredCreatedAt === null || chosen?.createdAt == null) return age;
  return age + Math.floor((Date.parse(chosen.createdAt) - Date.parse(restoredCreatedAt)) / 1000);
}
