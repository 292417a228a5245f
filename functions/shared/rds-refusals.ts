import * as z from 'zod';
import type { UnsafeReason } from './errors';

/** Why AWS does not do now what it is asked for. */
export const RefusalCause = z.enum(['notYet', 'noCapacity', 'keyNotAccessible', 'quota', 'setup']);
export type RefusalCause = z.output<typeof RefusalCause>;

export type RefusalDecision =
  | { readonly kind: 'tryAgain'; readonly afterSeconds: number }
  | { readonly kind: 'giveUp'; readonly reason: UnsafeReason };

/** A grant is seen everywhere within moments (KMS Developer Guide, Eventual consistency); this is ample. */
const KEY_MS = 10 * 60_000;

/**
 * What to do about a step that AWS refuses, by how long it has been refusing for this cause. What may pass is asked for
 * again however late it is: whoever waits is told so, and the workflow's deadline is the only end.
 */
export function decideOnRefusal(cause: RefusalCause, refusedForMs: number): RefusalDecision {
  switch (cause) {
    case 'quota':
      return { kind: 'giveUp', reason: 'quota-exceeded' };
    case 'setup':
      return { kind: 'giveUp', reason: 'standby-misconfigured' };
    case 'keyNotAccessible':
      if (refusedForMs >= KEY_MS) return { kind: 'giveUp', reason: 'key-not-accessible' };
      return { kind: 'tryAgain', afterSeconds: growing(15, 60, refusedForMs) };
    case 'noCapacity':
      return { kind: 'tryAgain', afterSeconds: growing(60, 300, refusedForMs) };
    case 'notYet':
      return { kind: 'tryAgain', afterSeconds: growing(15, 60, refusedForMs) };
  }
}

/** A tenth of the time so far: a few hundred questions in twelve hours, and an answer that is late by a tenth at most. */
function growing(shortestSeconds: number, longestSeconds: number, refusedForMs: number): number {
  return Math.min(Math.max(Math.ceil(refusedForMs / 10_000), shortestSeconds), longestSeconds);
}
