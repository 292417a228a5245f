import type { CopyUnderWay, Pipeline, Times } from '../../../functions/shared/forecast/pipeline';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Course {
  readonly times: Times;
  readonly planIntervalMs: number;
  readonly tickMs: number;
  readonly firstTickMs: number;
  readonly firstPlanMs: number;
  /** Creation of what the standby vault holds at the beginning. */
  readonly newestMs: number | undefined;
  readonly untilMs: number;
  /** Ages count from here on. */
  readonly warmUpMs: number;
  /** Ends as soon as this is exceeded, or a start refused: then nothing else is asked of it. @default never */
  readonly atMostMs?: number;
  /** Whether to start a backup now; asked at each tick, and told how things are if it wants to know. */
  readonly start: (nowMs: number, pipeline: () => Pipeline) => boolean;
}

export interface Kept {
  readonly worstAgeMs: number;
  readonly begunWithMs: number | undefined;
  readonly landings: readonly { readonly createdAtMs: number; readonly atMs: number }[];
  readonly extras: number;
  /** Starts that were refused because a backup was under way. */
  readonly refused: number;
}

interface Backup {
  readonly requestedAtMs: number;
  readonly isOurs: boolean;
  createdAtMs?: number;
  doneMs?: number;
  isCopied?: boolean;
}

interface Copy {
  readonly backup: Backup;
  readonly requestedAtMs: number;
  startedAtMs?: number;
  landedAtMs?: number;
}

/**
 * A backup service written a second time, event by event: one backup and one copy at a time, an hourly plan that copies
 * by itself, and someone who may start a backup every few minutes and asks for its copy when it is done.
 */
export function run(course: Course): Kept {
  const { times, tickMs, planIntervalMs } = course;
  const backups: Backup[] = [];
  const copies: Copy[] = [];
  let nextPlanMs = course.firstPlanMs;
  let nextTickMs = course.firstTickMs;
  let newestMs = course.newestMs;
  let worstAgeMs = 0;
  const landings: { createdAtMs: number; atMs: number }[] = [];
  let extras = 0;
  let refused = 0;

  for (;;) {
    const working = backups.find(({ createdAtMs, doneMs }) => createdAtMs !== undefined && doneMs === undefined);
    const waiting = backups.find(({ createdAtMs }) => createdAtMs === undefined);
    const copying = copies.find(({ startedAtMs, landedAtMs }) => startedAtMs !== undefined && landedAtMs === undefined);
    const nowMs = Math.min(
      nextPlanMs,
      nextTickMs,
      working?.createdAtMs === undefined ? Infinity : working.createdAtMs + times.backupMs,
      waiting === undefined || working !== undefined ? Infinity : waiting.requestedAtMs + times.startDelayMs,
      copying?.startedAtMs === undefined ? Infinity : copying.startedAtMs + times.copyMs,
    );
    const isLost = course.atMostMs !== undefined && (worstAgeMs > course.atMostMs || refused > 0);
    if (nowMs > course.untilMs || isLost)
      return { worstAgeMs, begunWithMs: course.newestMs, landings, extras, refused };

    if (working?.createdAtMs !== undefined && nowMs >= working.createdAtMs + times.backupMs) {
      working.doneMs = nowMs;
      if (!working.isOurs) copy(working, nowMs);
    }
    const next = backups.find(({ createdAtMs }) => createdAtMs === undefined);
    const isFree = !backups.some(({ createdAtMs, doneMs }) => createdAtMs !== undefined && doneMs === undefined);
    if (next !== undefined && isFree && nowMs >= next.requestedAtMs + times.startDelayMs) next.createdAtMs = nowMs;
    if (copying?.startedAtMs !== undefined && nowMs >= copying.startedAtMs + times.copyMs) {
      copying.landedAtMs = nowMs;
      land(copying.backup.createdAtMs ?? 0, nowMs);
      // What is over is asked for by nobody, and days of it would have to be looked through at each event.
      backups.splice(backups.indexOf(copying.backup), 1);
      copies.splice(copies.indexOf(copying), 1);
    }
    if (nowMs >= nextPlanMs) {
      backups.push({ requestedAtMs: nowMs, isOurs: false });
      nextPlanMs += planIntervalMs;
    }
    startNextCopy(nowMs);
    if (nowMs >= nextTickMs) {
      act(nowMs);
      nextTickMs += tickMs;
    }
  }

  function land(createdAtMs: number, nowMs: number): void {
    landings.push({ createdAtMs, atMs: nowMs });
    if (newestMs !== undefined && nowMs >= course.warmUpMs) worstAgeMs = Math.max(worstAgeMs, nowMs - newestMs);
    newestMs = Math.max(newestMs ?? createdAtMs, createdAtMs);
  }

  function copy(backup: Backup, nowMs: number): void {
    backup.isCopied = true;
    copies.push({ backup, requestedAtMs: nowMs });
    startNextCopy(nowMs);
  }

  function startNextCopy(nowMs: number): void {
    if (copies.some(({ startedAtMs, landedAtMs }) => startedAtMs !== undefined && landedAtMs === undefined)) return;
    const next = copies.find(({ startedAtMs }) => startedAtMs === undefined);
    if (next !== undefined) next.startedAtMs = nowMs;
  }

  function act(nowMs: number): void {
    const underWay = () => copies.filter(({ landedAtMs }) => landedAtMs === undefined);
    const onItsWayMs = Math.max(
      newestMs ?? Number.NEGATIVE_INFINITY,
      ...underWay().map(({ backup }) => backup.createdAtMs ?? 0),
    );
    const ours = backups.findLast(
      ({ isOurs, createdAtMs = 0, doneMs, isCopied }) =>
        isOurs && doneMs !== undefined && isCopied !== true && createdAtMs > onItsWayMs,
    );
    const isCopying = underWay().some(({ backup }) => backup.isOurs);
    if (ours !== undefined && !isCopying) copy(ours, nowMs);
    const waiting =
      ours !== undefined && isCopying
        ? [{ pointMs: ours.createdAtMs, notBeforeMs: nowMs, isOurs: true, isAsked: false }]
        : [];
    if (!course.start(nowMs, () => pipelineAt(nowMs, waiting))) return;
    if (backups.some(({ doneMs }) => doneMs === undefined)) {
      refused += 1;
      return;
    }
    extras += 1;
    backups.push({ requestedAtMs: nowMs, isOurs: true });
  }

  function pipelineAt(nowMs: number, waiting: readonly CopyUnderWay[]): Pipeline {
    const planRunsMs: number[] = [];
    for (let atMs = nextPlanMs; atMs <= nowMs + 4 * HOUR; atMs += planIntervalMs) planRunsMs.push(atMs);
    return {
      nowMs,
      tickMs,
      times,
      newestMs,
      backups: backups
        .filter(({ doneMs }) => doneMs === undefined)
        .map(({ requestedAtMs, createdAtMs, isOurs }) => ({ requestedAtMs, createdAtMs, isOurs })),
      copies: [
        ...copies
          .filter(({ landedAtMs }) => landedAtMs === undefined)
          .map(({ backup, requestedAtMs }) => ({
            pointMs: backup.createdAtMs,
            notBeforeMs: Math.max(requestedAtMs, landings.at(-1)?.atMs ?? 0),
            isOurs: backup.isOurs,
          })),
        ...waiting,
      ],
      planRunsMs,
    };
  }
}
