/** Words of messages that a person reads on a phone. */

const DAY_MS = 86_400_000;

/** `03:06 UTC`; with its date where it is of another day than `nowMs`. */
export function clock(time: string | number, nowMs: number): string {
  const iso = new Date(time).toISOString();
  const isToday = Math.floor(Date.parse(iso) / DAY_MS) === Math.floor(nowMs / DAY_MS);
  return `${isToday ? '' : `${iso.slice(0, 10)} `}${iso.slice(11, 16)} UTC`;
}

/** `46 minutes`, to the nearest: how long something takes, or has taken. */
export function duration(seconds: number): string {
  return inUnits(seconds, Math.round);
}

/** `47 minutes`, rounded up: data that is lost, and what is held against an objective, is never said to be less. */
export function durationAtMost(seconds: number): string {
  return inUnits(seconds, Math.ceil);
}

function inUnits(seconds: number, round: (value: number) => number): string {
  if (seconds < 90) return counted(Math.max(0, round(seconds)), 'second');
  const minutes = round(seconds / 60);
  if (minutes <= 300) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`;
}

export function since(time: string, nowMs: number): string {
  return duration((nowMs - Date.parse(time)) / 1000);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** SNS takes at most 100 characters of printable ASCII (Amazon SNS API Reference, Publish, Subject). */
export function subjectLine(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, '?').slice(0, 100);
}

/** One line of at most `most` characters, with the sentence's end that it has. */
export function oneLine(text: string, most = 500): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
}

/** Ends a sentence that somebody else wrote. */
export function sentence(text: string): string {
  return /[.!?…:]$/.test(text) ? text : `${text}.`;
}
