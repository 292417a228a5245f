import type { Pipeline, Times } from '../../../functions/keepRecoveryPointObjective/pipeline';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Course {
  readonly times: Times;
  readonly planIntervalMs: number;
  readonly tickMs: number;
  /** When we first act; the plan's first run is at 0. */
  readonly firstTickMs: number;
  readonly untilMs: number;
  /** Ages count from here on. */
  readonly warmUpMs: number;
  /** Whether to start a backup now; asked at each tick. */
  readonly start: (pipeline: Pipeline) => boolean;
}

export interface Kept {
  readonly worstAgeMs: number;
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
  let nextPlanMs = 0;
  let nextTickMs = course.firstTickMs;
  let newestMs: number | undefined;
  let worstAgeMs = 0;
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
    if (nowMs > course.untilMs) return { worstAgeMs, extras, refused };

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
    if (newestMs !== undefined && nowMs >= course.warmUpMs) worstAgeMs = Math.max(worstAgeMs, nowMs - newestMs);
    newestMs = Math.max(newestMs ?? 0, createdAtMs);
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
    const ours = backups.find(({ isOurs, doneMs, isCopied }) => isOurs && doneMs !== undefined && isCopied !== true);
    if (ours !== undefined && !underWay().some(({ backup }) => backup.isOurs)) copy(ours, nowMs);
    const planRunsMs: number[] = [];
    for (let atMs = nextPlanMs; atMs <= nowMs + 4 * HOUR; atMs += planIntervalMs) planRunsMs.push(atMs);
    const pipeline: Pipeline = {
      nowMs,
      tickMs,
      times,
      newestMs,
      backups: backups
        .filter(({ doneMs }) => doneMs === undefined)
        .map(({ requestedAtMs, createdAtMs, isOurs }) => ({ requestedAtMs, createdAtMs, isOurs })),
      copies: underWay().map(({ backup, startedAtMs, requestedAtMs }) => ({
        pointMs: backup.createdAtMs,
        notBeforeMs: startedAtMs ?? requestedAtMs,
        isOurs: backup.isOurs,
      })),
      planRunsMs,
    };
    if (!course.start(pipeline)) return;
    if (backups.some(({ doneMs }) => doneMs === undefined)) {
      refused += 1;
      return;
    }
    extras += 1;
    backups.push({ requestedAtMs: nowMs, isOurs: true });
  }
}
