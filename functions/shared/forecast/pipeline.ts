/**
 * The way of a recovery point into the standby vault, as AWS Backup works it: "Only one backup or copy job can run at a
 * time for a given resource" (AWS Backup Developer Guide, Copy job concurrency), the others wait their turn. Times in
 * milliseconds since 1970.
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
  readonly requestedAtMs: number;
  /** Undefined while it waits for its turn. */
  readonly startedAtMs: number | undefined;
  readonly isOurs: boolean;
  /** False while nobody has asked for the copy: a newer backup of ours takes its place. @default true */
  readonly isAsked?: boolean;
}

/** A recovery point that can be restored from `atMs` on, with the data of `createdAtMs`. */
export interface Landing {
  readonly createdAtMs: number;
  readonly atMs: number;
}

export interface Projection {
  /** In order of time. */
  readonly landings: readonly Landing[];
  /** When a backup of the resource is requested or under way. */
  readonly busy: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** A job that waits for its turn, or has it. */
interface Job {
  /** From when on it waits for nothing but the others. */
  readonly readyMs: number;
  readonly startedAtMs: number | undefined;
  readonly isOurs: boolean;
}

interface Backup extends Job {
  readonly kind: 'backup';
  readonly requestedAtMs: number;
}

interface Copy extends Job {
  readonly kind: 'copy';
  readonly pointMs: number | undefined;
  /** The plan copies by itself; of ours, the newest that is done is asked for. */
  readonly isAsked: boolean;
}

/** What will land in the standby vault and when, if we start backups of our own at the instants `extrasMs`. */
export function project(pipeline: Pipeline, extrasMs: readonly number[]): Projection {
  return projectUntil(pipeline, extrasMs, Number.POSITIVE_INFINITY);
}

/** When the first point lands that is no older than `sinceMs`; never where none does in the time looked at. */
export function landsAt(pipeline: Pipeline, extrasMs: readonly number[], sinceMs: number): number {
  const last = projectUntil(pipeline, extrasMs, sinceMs).landings.at(-1);
  return last !== undefined && last.createdAtMs >= sinceMs ? last.atMs : Number.POSITIVE_INFINITY;
}

/** Up to the first landing of a point that is no older than `sinceMs`. */
function projectUntil(pipeline: Pipeline, extrasMs: readonly number[], sinceMs: number): Projection {
  const { nowMs, times } = pipeline;
  const queue = jobsOf(pipeline, extrasMs).sort(byTurn);
  const busy: { fromMs: number; toMs: number }[] = [];
  const landings: Landing[] = [];
  let freeMs = nowMs;
  let oursDoneMs = Number.NEGATIVE_INFINITY;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next.kind === 'backup') {
      const { createdAtMs, doneMs } = work(next, times.backupMs);
      busy.push({ fromMs: next.requestedAtMs, toMs: doneMs });
      enqueue(copyOf(pipeline, next, createdAtMs, doneMs));
      continue;
    }
    const { readyMs, pointMs, isOurs, isAsked } = next;
    // Of ours one at a time is asked for, and what a newer one has overtaken never is.
    if (isOurs && readyMs < oursDoneMs) {
      enqueue({ ...next, readyMs: tickAtOrAfter(pipeline, oursDoneMs) });
      continue;
    }
    if (!isAsked && isOvertaken(next, newestMs, queue)) continue;
    const { doneMs: atMs } = work(next, times.copyMs);
    if (isOurs) oursDoneMs = atMs;
    if (pointMs === undefined) continue;
    newestMs = Math.max(newestMs, pointMs);
    landings.push({ createdAtMs: pointMs, atMs });
    if (pointMs >= sinceMs) break;
  }
  return { landings, busy };

  /** First come, first served; of two at once the copy. */
  function enqueue(job: Copy): void {
    const index = queue.findIndex(({ readyMs, kind }) =>
      kind === 'copy' ? readyMs > job.readyMs : readyMs >= job.readyMs,
    );
    queue.splice(index < 0 ? queue.length : index, 0, job);
  }

  function work(
    { readyMs, startedAtMs }: Job,
    tookMs: number,
  ): { readonly createdAtMs: number; readonly doneMs: number } {
    const createdAtMs = startedAtMs ?? Math.max(readyMs, freeMs);
    // What takes longer than expected can end at any moment.
    const doneMs = Math.max(createdAtMs + tookMs, nowMs);
    freeMs = Math.max(freeMs, doneMs);
    return { createdAtMs, doneMs };
  }
}

function jobsOf(pipeline: Pipeline, extrasMs: readonly number[]): (Backup | Copy)[] {
  const { times } = pipeline;
  const backup = (requestedAtMs: number, isOurs: boolean, startedAtMs?: number): Backup => {
    return { kind: 'backup', requestedAtMs, readyMs: requestedAtMs + times.startDelayMs, startedAtMs, isOurs };
  };
  return [
    ...pipeline.copies.map(({ isAsked = true, ...copy }): Copy => {
      return { ...copy, kind: 'copy', readyMs: notHeldUp(pipeline, copy.requestedAtMs), isAsked };
    }),
    ...pipeline.backups.map((each) => backup(each.requestedAtMs, each.isOurs, each.createdAtMs)),
    ...pipeline.planRunsMs.map((runMs) => backup(runMs, false)),
    ...extrasMs.map((atMs) => backup(atMs, true)),
  ];
}

function copyOf(pipeline: Pipeline, { isOurs }: Backup, pointMs: number, doneMs: number): Copy {
  const requestedAtMs = isOurs ? tickAtOrAfter(pipeline, doneMs) : doneMs;
  const readyMs = notHeldUp(pipeline, requestedAtMs);
  return { kind: 'copy', pointMs, readyMs, startedAtMs: undefined, isOurs, isAsked: !isOurs };
}

function notHeldUp({ heldUpUntilMs = Number.NEGATIVE_INFINITY }: Pipeline, atMs: number): number {
  return Math.max(atMs, heldUpUntilMs);
}

/** What is at work goes first. */
function byTurn(a: Job, b: Job): number {
  const isFirst = Number(b.startedAtMs !== undefined) - Number(a.startedAtMs !== undefined);
  return isFirst === 0 ? a.readyMs - b.readyMs : isFirst;
}

function isOvertaken({ pointMs = 0, readyMs }: Copy, newestMs: number, waiting: readonly (Backup | Copy)[]): boolean {
  const isNewer = (other: Backup | Copy) =>
    other.kind === 'copy' && other.readyMs <= readyMs && (other.pointMs ?? 0) > pointMs;
  return newestMs > pointMs || waiting.some(isNewer);
}

function tickAtOrAfter({ nowMs, tickMs }: Pipeline, atMs: number): number {
  return nowMs + Math.max(0, Math.ceil((atMs - nowMs) / tickMs)) * tickMs;
}
