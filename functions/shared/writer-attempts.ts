import * as z from 'zod';
import { timestamp } from './fields';
import { inWords } from './aws-errors';
import { judgeError } from './rds-errors';

/**
 * The writers that were asked for and did not come. It cannot be read back from AWS once the last of them is gone;
 * whoever has lost it begins again with the zone that RDS chooses, which is no harm.
 */
export const WriterAttempts = z.object({
  count: z.int().positive(),
  /** Where the last one was to be; null where RDS was to choose. */
  zone: z.string().nullable(),
  /** Since when there is no writer for want of one that comes. */
  since: timestamp,
  /** Why the last one did not come, in the words of AWS. */
  reason: z.string(),
  /** When the next one may be asked for. */
  notBefore: timestamp,
});
export type WriterAttempts = z.output<typeof WriterAttempts>;

/** So many follow each other at once: capacity that is missing in one zone may be there in the next. */
const WITHOUT_PAUSE = 3;
const SOON_SECONDS = 5;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 300_000;

export function afterFailedWriter(
  before: WriterAttempts | null,
  { zone, reason }: { readonly zone: string | undefined; readonly reason: string },
  nowMs: number,
): WriterAttempts {
  const count = (before?.count ?? 0) + 1;
  const pauses = count - WITHOUT_PAUSE;
  const pauseMs = pauses <= 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** Math.min(pauses - 1, 10), LONGEST_PAUSE_MS);
  return {
    count,
    zone: zone ?? null,
    since: before?.since ?? new Date(nowMs).toISOString(),
    reason,
    notBefore: new Date(nowMs + pauseMs).toISOString(),
  };
}

/**
 * Asks for a writer: where RDS chooses at first, then in the zone after the one in which the last did not come. Returns
 * what is known of those that did not come where there is no capacity, or it is too soon; undefined when it is asked for.
 */
export async function askForWriter(
  attempts: WriterAttempts | null,
  nowMs: number,
  {
    zones,
    create,
  }: { readonly zones: () => Promise<readonly string[]>; readonly create: (zone: string | undefined) => Promise<void> },
): Promise<WriterAttempts | undefined> {
  if (attempts !== null && nowMs < Date.parse(attempts.notBefore)) return attempts;
  const zone = attempts === null ? undefined : nextZone(await zones(), attempts);
  try {
    await create(zone);
    return undefined;
  } catch (error) {
    if (judgeError(error) !== 'noCapacity') throw error;
    return afterFailedWriter(attempts, { zone, reason: inWords(error) }, nowMs);
  }
}

/** How long until the next may be asked for. */
export function secondsLeft({ notBefore }: WriterAttempts, nowMs: number): number {
  return Math.max(SOON_SECONDS, Math.ceil((Date.parse(notBefore) - nowMs) / 1000));
}

/** The zone after the last one, in turn; the first where that is not known; undefined where there is none to choose. */
export function nextZone(zones: readonly string[], { zone }: WriterAttempts): string | undefined {
  const ordered = [...zones].sort();
  const index = zone === null ? -1 : ordered.indexOf(zone);
  return ordered[(index + 1) % ordered.length];
}

/** What it waits for, as the end of a sentence about the writer. */
export function describeAttempts({ count, since, reason }: WriterAttempts): string {
  const times = count === 1 ? 'once' : `${count} times`;
  return `there is none since ${since}, tried ${times}: ${reason}`;
}
