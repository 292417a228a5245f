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
}

/**
 * A backup service written a second time, event by event: one backup or copy at a time, an hourly plan that copies by
 * itself, and someone who may start a backup every few minutes and asks for its copy when it is done.
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
    const nowMs = Math.min(nextPlanMs, nextTickMs, nextOfService());
    const isLost = course.atMostMs !== undefined && (worstAgeMs > course.atMostMs || refused > 0);
    if (nowMs > course.untilMs || isLost)
      return { worstAgeMs, begunWithMs: course.newestMs, landings, extras, refused };

    end(nowMs);
    if (nowMs >= nextPlanMs) {
      backups.push({ requestedAtMs: nowMs, isOurs: false });
      nextPlanMs += planIntervalMs;
    }
    if (nowMs >= nextTickMs) {
      act(nowMs);
      nextTickMs += tickMs;
    }
    begin(nowMs);
  }

  function atWork(): { readonly backup?: Backup; readonly copy?: Copy; readonly untilMs: number } | undefined {
    const copy = copies.find(({ startedAtMs }) => startedAtMs !== undefined);
    if (copy?.startedAtMs !== undefined) return { copy, untilMs: copy.startedAtMs + times.copyMs };
    const backup = backups.find(({ createdAtMs, doneMs }) => createdAtMs !== undefined && doneMs === undefined);
    if (backup?.createdAtMs === undefined) return undefined;
    return { backup, untilMs: backup.createdAtMs + times.backupMs };
  }

  function readyMs({ requestedAtMs }: Backup): number {
    return requestedAtMs + times.startDelayMs;
  }

  function nextOfService(): number {
    const waiting = backups.filter(({ createdAtMs }) => createdAtMs === undefined).map(readyMs);
    return atWork()?.untilMs ?? Math.min(Infinity, ...waiting);
  }

  function end(nowMs: number): void {
    const working = atWork();
    if (working === undefined || nowMs < working.untilMs) return;
    const { backup, copy: ended } = working;
    if (backup !== undefined) {
      backup.doneMs = nowMs;
      if (!backup.isOurs) copy(backup, nowMs);
    }
    if (ended === undefined) return;
    land(ended.backup.createdAtMs ?? 0, nowMs);
    // What is over is asked for by nobody, and days of it would have to be looked through at each event.
    backups.splice(backups.indexOf(ended.backup), 1);
    copies.splice(copies.indexOf(ended), 1);
  }

  /** First come, first served; of two at once the copy. */
  function begin(nowMs: number): void {
    if (atWork() !== undefined) return;
    const copy = copies[0];
    const backup = backups.find((each) => each.createdAtMs === undefined && readyMs(each) <= nowMs);
    if (copy !== undefined && (backup === undefined || copy.requestedAtMs <= readyMs(backup))) copy.startedAtMs = nowMs;
    else if (backup !== undefined) backup.createdAtMs = nowMs;
  }

  function land(createdAtMs: number, nowMs: number): void {
    landings.push({ createdAtMs, atMs: nowMs });
    if (newestMs !== undefined && nowMs >= course.warmUpMs) worstAgeMs = Math.max(worstAgeMs, nowMs - newestMs);
    newestMs = Math.max(newestMs ?? createdAtMs, createdAtMs);
  }

  function copy(backup: Backup, nowMs: number): void {
    backup.isCopied = true;
    copies.push({ backup, requestedAtMs: nowMs });
  }

  function act(nowMs: number): void {
    const onItsWayMs = Math.max(
      newestMs ?? Number.NEGATIVE_INFINITY,
      ...copies.map(({ backup }) => backup.createdAtMs ?? 0),
    );
    const ours = backups.findLast(
      ({ isOurs, createdAtMs = 0, doneMs, isCopied }) =>
        isOurs && doneMs !== undefined && isCopied !== true && createdAtMs > onItsWayMs,
    );
    const isCopying = copies.some(({ backup }) => backup.isOurs);
    if (ours !== undefined && !isCopying) copy(ours, nowMs);
    const waiting =
      ours !== undefined && isCopying
        ? [{ pointMs: ours.createdAtMs, requestedAtMs: nowMs, startedAtMs: undefined, isOurs: true, isAsked: false }]
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
        ...copies.map(({ backup, requestedAtMs, startedAtMs }) => ({
          pointMs: backup.createdAtMs,
          requestedAtMs,
          startedAtMs,
          isOurs: backup.isOurs,
        })),
        ...waiting,
      ],
      planRunsMs,
    };
  }
}
