import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import type { TimelineEvent } from '../../rehearsal/stage/timeline-event';

const FIRST_DAY = new Date(VIRTUAL_START_MS).toISOString().slice(0, 10);

/** Virtual time of day, `06:25:00`; on any day but the first with the date, `2026-02-01 06:25:00`. */
export function clock(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  const time = iso.slice(11, 19);
  return iso.slice(0, 10) === FIRST_DAY ? time : `${iso.slice(0, 10)} ${time}`;
}

/** `+0:05:00`: hours, minutes, seconds. */
export function elapsed(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const two = (value: number) => String(value % 60).padStart(2, '0');
  return `+${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
}

/** `52m07s`, `1h02m07s`, `0.4s`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${Math.round(seconds * 10) / 10}s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}h${two(minutes)}m${two(whole % 60)}s` : `${minutes}m${two(whole % 60)}s`;
}

/** Knows since when the time counts that users are without service: darkness, or the start of a drill. */
export class Stopwatch {
  #originMs: number | undefined;

  /** To be told every event before it is shown. Says whether the count begins with it. */
  notice(event: TimelineEvent): boolean {
    if (this.#originMs !== undefined || event.kind !== 'phase') return false;
    if (event.phase !== 'dark' && event.phase !== 'failover') return false;
    this.#originMs = event.atMs;
    return true;
  }

  /** `+0:05:00`; empty before the count begins. */
  read(atMs: number): string {
    return this.#originMs === undefined ? '' : elapsed(atMs - this.#originMs);
  }
}
