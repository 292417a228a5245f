/** What can be restored from the log of the live cluster. ISO 8601 times. */
export interface RestorableTimes {
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
}

/** Which data is to be restored. */
export type RestoreTarget =
  | { readonly kind: 'moment'; readonly restoredTo: string; readonly clampedFrom: string | null }
  /** The log does not reach back so far: a recovery point of the vault may. */
  | { readonly kind: 'beforeLog' };

/**
 * Where a moment is in what can be restored. RDS restores to a time within EarliestRestorableTime and
 * LatestRestorableTime, and the latter is "typically within 5 minutes of the current time" (RDS API Reference,
 * RestoreDBClusterToPointInTime; Aurora User Guide, "Restoring a DB cluster to a specified time").
 */
export function decideTarget(at: string, { earliest, latest }: RestorableTimes): RestoreTarget {
  if (earliest === undefined || latest === undefined || Date.parse(at) < Date.parse(earliest)) {
    return { kind: 'beforeLog' };
  }
  const isClamped = Date.parse(at) > Date.parse(latest);
  const restoredTo = new Date(isClamped ? latest : at).toISOString();
  return { kind: 'moment', restoredTo, clampedFrom: isClamped ? at : null };
}
