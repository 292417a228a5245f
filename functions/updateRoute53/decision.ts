import type { Serves } from '../shared/lock-table';

/** The item `traffic`: which region is to serve, who said so, and whether that was carried out. */
export interface Decision {
  readonly action: 'switch' | 'moveBack';
  readonly serves: Serves;
  /** What served before: the only thing that a decision may be taken back to. */
  readonly before: Serves;
  /** `pending`: it is not known to have been carried out, and not known not to have been. */
  readonly status: 'pending' | 'done';
  /** The failover that users are moved to, or taken back from. */
  readonly failoverId: string;
  /** An execution, or the name of a person. */
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly reason: string;
  /** How often it was begun to be carried out. After the first time nobody knows for certain that nothing has moved. */
  readonly attempts: number;
  readonly attemptedAt: string;
}

type Decided = Pick<Decision, 'action' | 'serves' | 'failoverId' | 'decidedBy' | 'reason'>;

/** The first attempt at something new. What stood before is remembered, so that no retry takes its own decision for it. */
export function firstAttempt(decided: Decided, was: Decision | undefined, nowMs: number): Decision {
  const at = new Date(nowMs).toISOString();
  const before = was?.serves ?? 'primary';
  return { ...decided, before, status: 'pending', decidedAt: at, attempts: 1, attemptedAt: at };
}

/** The next attempt at what has been decided; `decided` where somebody else goes on with it. */
export function nextAttempt(was: Decision, nowMs: number, decided?: Decided): Decision {
  return { ...was, ...decided, attempts: was.attempts + 1, attemptedAt: new Date(nowMs).toISOString() };
}

export function isPending(decision: Decision | undefined): decision is Decision {
  return decision?.status === 'pending';
}
