import type { RecoveryPointFact } from '../common/record-parts';
import type { FailoverRecord } from './record';

/** So that the command that accepts an age still works when it is pasted an hour later. */
const ROOM_MINUTES = 60;

/** A usable recovery point that is newer than the one that was taken. */
export function newerPoint({ recovery }: FailoverRecord): RecoveryPointFact | undefined {
  if (recovery === null) return undefined;
  if (recovery.newer !== null) return recovery.newer;
  const { createdAt } = recovery.chosen;
  if (createdAt === null) return undefined;
  return recovery.runnersUp.find(
    (point) => point.createdAt !== null && Date.parse(point.createdAt) > Date.parse(createdAt),
  );
}

/** The best one that has not been tried. */
export function nextPoint({
  recovery,
  database,
  restoreProgress,
  caught,
}: FailoverRecord): RecoveryPointFact | undefined {
  const rejected = [...(restoreProgress?.rejected ?? []), ...(database?.progress?.rejected ?? [])];
  const tried = new Set([
    ...rejected.map(({ recoveryPointArn }) => recoveryPointArn),
    ...(recovery === null ? [] : [recovery.chosen.recoveryPointArn]),
  ]);
  // A replica is no recovery point, and there is only one.
  if (recovery === null || recovery.replication !== null) return undefined;
  // What failed last is only in the error: `no recovery point could be restored (ARN: why; ARN: why)`.
  const hasJustFailed = (arn: string) => caught?.Cause.includes(`${arn}: `) === true;
  return recovery.runnersUp.find(
    ({ createdAt, recoveryPointArn: arn }) => createdAt !== null && !tried.has(arn) && !hasJustFailed(arn),
  );
}

/** How old its data is now, in whole minutes; undefined where that is not known. */
export function ageMinutes(point: RecoveryPointFact, nowMs: number): number | undefined {
  if (point.createdAt !== null) return Math.max(0, Math.ceil((nowMs - Date.parse(point.createdAt)) / 60_000));
  return point.ageSeconds === null ? undefined : Math.ceil(point.ageSeconds / 60);
}

/** What to write in `acceptRecoveryPointAgeMinutes` for the point to be taken without a question. */
export function ageToAccept(point: RecoveryPointFact, nowMs: number): number | undefined {
  const age = ageMinutes(point, nowMs);
  return age === undefined ? undefined : age + ROOM_MINUTES;
}

/** What a start says that takes this recovery point, whatever else it asks for. */
export function taking(point: RecoveryPointFact, nowMs: number) {
  return {
    recoveryPointArn: point.recoveryPointArn,
    acceptRecoveryPointAgeMinutes: ageToAccept(point, nowMs) ?? null,
  };
}

/**
 * The age in minutes by now of data whose age was accepted before, and no longer is; undefined where nobody would be asked:
 * what is restored already is taken again.
 */
export function outgrownAge(
  { request, recovery, database, serves }: FailoverRecord,
  objectiveMinutes: number,
  nowMs: number,
): number | undefined {
  // A drill loses nothing, and who asked for an approval knows that somebody is asked.
  if (request === null || request.mode === 'drill' || request.requireApproval || serves === 'standby') return undefined;
  if (recovery === null || recovery.replication !== null || database !== null) return undefined;
  const age = ageMinutes(recovery.chosen, nowMs);
  const accepted = Math.max(objectiveMinutes, request.acceptRecoveryPointAgeMinutes ?? 0);
  return age !== undefined && age > accepted ? age : undefined;
}
