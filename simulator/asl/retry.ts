import type { Random } from '../kernel/random';
import type { Retrier } from './definition';
import type { ExecutionError } from './errors';
import { matches } from './match-error';

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAXIMUM_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/** Decides, for one state, whether and when to try again. Each retrier counts its own attempts. */
export class RetryPlan {
  readonly #retriers: readonly Retrier[];
  readonly #random: Random;
  readonly #attempts = new Map<Retrier, number>();

  constructor(retriers: readonly Retrier[], random: Random) {
    this.#retriers = retriers;
    this.#random = random;
  }

  /** How long to wait before the next attempt, in milliseconds; undefined when there is to be none. */
  delayMsAfter(error: ExecutionError): number | undefined {
    const retrier = this.#retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
    if (retrier === undefined) return undefined;
    const made = this.#attempts.get(retrier) ?? 0;
    if (made >= (retrier.MaxAttempts ?? DEFAULT_MAXIMUM_ATTEMPTS)) return undefined;
    this.#attempts.set(retrier, made + 1);
    return this.#jitter(retrier, delayMs(retrier, made));
  }

  /** FULL jitter: anywhere between zero and the delay. */
  #jitter({ JitterStrategy }: Retrier, delay: number): number {
    return JitterStrategy === 'FULL' ? Math.round(delay * this.#random.next('asl/retry-jitter')) : delay;
  }
}

function delayMs({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: Retrier, retriesMade: number): number {
  const seconds = (IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * (BackoffRate ?? DEFAULT_BACKOFF_RATE) ** retriesMade;
  return Math.min(seconds, MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
}
