import * as z from 'zod';

/** Whether a person must be asked before data is given up, and why, in one sentence. */
export const Ask = z.object({ reason: z.enum(['stale', 'newer-passed-over', 'age-unknown']), text: z.string() });
export type Ask = z.output<typeof Ask>;

/** How old data may be without a question, in minutes: what was accepted beforehand. */
export const acceptedAgeMinutes = z.number().nonnegative('write minutes, 0 or more').nullish();

export interface AgeLimits {
  readonly objectiveSeconds: number;
  readonly acceptedMinutes: number | null | undefined;
}

/** Nobody has to be asked about data that is not older than this. */
export function acceptedSeconds({ objectiveSeconds, acceptedMinutes }: AgeLimits): number {
  return Math.max(objectiveSeconds, (acceptedMinutes ?? 0) * 60);
}

/** @param what the beginning of the sentence: `The newest usable recovery point` */
export function askAboutAge(what: string, ageSeconds: number, limits: AgeLimits): Ask | null {
  if (ageSeconds <= acceptedSeconds(limits)) return null;
  const accepted = limits.acceptedMinutes == null ? '' : `, and up to ${limits.acceptedMinutes} minutes are accepted`;
  return {
    reason: 'stale',
    text: `${what} is ${inMinutes(ageSeconds)} minutes old; the objective is ${inMinutes(limits.objectiveSeconds)} minutes${accepted}.`,
  };
}

export function inMinutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}
