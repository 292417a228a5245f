/**
 * The way of a recovery point into the standby vault, as AWS Backup works it: one backup and one copy of a resource at a
 * time, the others wait their turn. Times in milliseconds since 1970.
 */
export interface Pipeline {
  readonly nowMs: number;
  /** We act now, and then again each time this has passed. */
  readonly tickMs: number;
  readonly times: Times;
  /** Creation of the newest point that could be restored in the standby region now. */
  readonly newestMs: number | undefined;
  readonly backups: readonly BackupUnderWay[];
  readonly copies: readonly CopyUnderWay[];
  /** When the plan starts its next backups, each with its copy. */
  readonly planRunsMs: readonly number[];
  /** While copies of others take all that the account may copy at a time: none of the cluster's begins before. @default never */
  readonly heldUpUntilMs?: number | undefined;
}

export interface Times {
  /** From the job to the backup, which is when the recovery point is created. */
  readonly startDelayMs: number;
  readonly backupMs: number;
  readonly copyMs: number;
}

export interface BackupUnderWay {
  readonly requestedAtMs: number;
  /** Undefined while it waits to be started. */
  readonly createdAtMs: number | undefined;
  /** Ours has to be copied on demand; the plan copies its own at once. */
  readonly isOurs: boolean;
}

export interface CopyUnderWay {
  /** Creation of what is copied; undefined when it only keeps others waiting. */
  readonly pointMs: number | undefined;
  /** It was asked for by then, and what went before it was done. */
  readonly notBeforeMs: number;
  readonly isOurs: boolean;
  /** False while nobody has asked for the copy: a newer backup of ours takes its place. @default true */
  readonly isAsked?: boolean;
}

/** A recovery point that can be restored from `atMs` on, with the data of `createdAtMs`. */
export interface Landing {
  readonly createdAtMs: number;
  readonly atMs: number;
  /** Index into the extras that were projected; undefined for what comes without them. */
  readonly extra: number | undefined;
}

export interface Projection {
  /** In order of time. */
  readonly landings: readonly Landing[];
  /** When a backup of the resource is requested or under way. */
  readonly busy: readonly { readonly fromMs: number; readonly toMs: number; readonly extra: number | undefined }[];
}

interface Backup {
  readonly requestedAtMs: number;
  readonly readyMs: number;
  readonly createdAtMs: number | undefined;
  readonly isOurs: boolean;
  readonly extra: number | undefined;
}

interface Copy {
  readonly createdAtMs: number | undefined;
  readonly readyMs: number;
  readonly isOurs: boolean;
  /** The plan copies by itself; of ours, the newest that is done is asked for. */
  readonly isAsked: boolean;
  readonly extra: number | undefined;
}

/** What will land in the standby vault and when, if we start backups of our own at the instants `extrasMs`. */
export function project(pipeline: Pipeline, extrasMs: readonly number[]): Projection {
  const { nowMs, times, heldUpUntilMs = Number.NEGATIVE_INFINITY } = pipeline;
  const backups: Backup[] = [
    ...pipeline.backups.map(({ requestedAtMs, createdAtMs, isOurs }) => {
      const readyMs = createdAtMs ?? Math.max(nowMs, requestedAtMs + times.startDelayMs);
      return { requestedAtMs, readyMs, createdAtMs, isOurs, extra: undefined };
    }),
    ...pipeline.planRunsMs.map((runMs) => requested(runMs, false, undefined)),
    ...extrasMs.map((atMs, extra) => requested(atMs, true, extra)),
  ].sort((a, b) => a.readyMs - b.readyMs);

  const busy: { fromMs: number; toMs: number; extra: number | undefined }[] = [];
  const copies: Copy[] = pipeline.copies.map(({ pointMs, notBeforeMs, isOurs, isAsked = true }) => ({
    createdAtMs: pointMs,
    readyMs: notBeforeMs,
    isOurs,
    isAsked,
    extra: undefined,
  }));
  let freeMs = Number.NEGATIVE_INFINITY;
  for (const backup of backups) {
    const createdAtMs = backup.createdAtMs ?? Math.max(backup.readyMs, freeMs);
    // What takes longer than expected can end at any moment.
    const doneMs = Math.max(createdAtMs + times.backupMs, nowMs);
    freeMs = doneMs;
    busy.push({ fromMs: backup.requestedAtMs, toMs: doneMs, extra: backup.extra });
    const readyMs = backup.isOurs ? tickAtOrAfter(pipeline, doneMs) : doneMs;
    copies.push({
      createdAtMs,
      readyMs: Math.max(readyMs, heldUpUntilMs),
      isOurs: backup.isOurs,
      isAsked: !backup.isOurs,
      extra: backup.extra,
    });
  }
  return { landings: copyInTurn(pipeline, copies), busy };

  function requested(atMs: number, isOurs: boolean, extra: number | undefined): Backup {
    return { requestedAtMs: atMs, readyMs: atMs + times.startDelayMs, createdAtMs: undefined, isOurs, extra };
  }
}

/** First come, first copied; of ours one at a time is asked for, and what a newer one has overtaken never is. */
function copyInTurn(pipeline: Pipeline, copies: readonly Copy[]): readonly Landing[] {
  const waiting = [...copies].sort((a, b) => a.readyMs - b.readyMs);
  const landings: Landing[] = [];
  let freeMs = Number.NEGATIVE_INFINITY;
  let oursDoneMs = Number.NEGATIVE_INFINITY;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { createdAtMs, readyMs, isOurs, isAsked, extra } = next;
    if (isOurs && readyMs < oursDoneMs) {
      const later = { ...next, readyMs: tickAtOrAfter(pipeline, oursDoneMs) };
      const index = waiting.findIndex((other) => other.readyMs > later.readyMs);
      waiting.splice(index < 0 ? waiting.length : index, 0, later);
      continue;
    }
    if (!isAsked && isOvertaken(next, newestMs, waiting)) continue;
    const atMs = Math.max(Math.max(readyMs, freeMs) + pipeline.times.copyMs, pipeline.nowMs);
    freeMs = atMs;
    if (isOurs) oursDoneMs = atMs;
    if (createdAtMs === undefined) continue;
    newestMs = Math.max(newestMs, createdAtMs);
    landings.push({ createdAtMs, atMs, extra });
  }
  return landings;
}

function isOvertaken({ createdAtMs = 0, readyMs }: Copy, newestMs: number, waiting: readonly Copy[]): boolean {
  const isNewer = (other: Copy) => other.readyMs <= readyMs && (other.createdAtMs ?? 0) > createdAtMs;
  return newestMs > createdAtMs || waiting.some(isNewer);
}

function tickAtOrAfter({ nowMs, tickMs }: Pipeline, atMs: number): number {
  return nowMs + Math.max(0, Math.ceil((atMs - nowMs) / tickMs)) * tickMs;
}
