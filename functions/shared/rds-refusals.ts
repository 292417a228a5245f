import type { UnsafeReason } from './errors';

export type RefusalDecision =
  | { readonly kind: 'tryAgain'; readonly afterSeconds: number }
  | { readonly kind: 'reject' }
  | { readonly kind: 'giveUp'; readonly reason: UnsafeReason };

/** A snapshot that has not become available by then is not going to. */
const NOT_YET_MS = 10 * 60_000;
/** Capacity comes back by itself now and then; longer than this, another region or a person is quicker. */
const NO_CAPACITY_MS = 30 * 60_000;

/** What to do about a step that AWS refuses for now, by how long it has been refusing. */
export function decideOnRefusal(why: 'notYet' | 'noCapacity' | 'quota', refusedForMs: number): RefusalDecision {
  switch (why) {
    case 'quota':
      return { kind: 'giveUp', reason: 'quota-exceeded' };
    case 'noCapacity':
      if (refusedForMs >= NO_CAPACITY_MS) return { kind: 'giveUp', reason: 'insufficient-capacity' };
      return { kind: 'tryAgain', afterSeconds: 60 };
    case 'notYet':
      return refusedForMs >= NOT_YET_MS ? { kind: 'reject' } : { kind: 'tryAgain', afterSeconds: 15 };
  }
}
