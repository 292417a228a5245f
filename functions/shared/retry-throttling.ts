/** How many attempts a call gets, the first included, by how the attempts before ended. */
export interface Attempts {
  /** Where there was no answer. */
  readonly unanswered: number;
  /** Where the service asked for a slower pace. */
  readonly throttled: number;
}

interface Token {
  getRetryCount(): number;
  /** Milliseconds. */
  getRetryDelay(): number;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 4_000;

/**
 * A retry strategy of the SDK for a region that may be lost: what gets no answer is given up soon, since each attempt costs
 * seconds; what is throttled is asked again within the same tick, since it answers. The SDK's own strategies have one
 * number for both (@smithy/core, StandardRetryStrategy).
 */
export class RetryThrottling {
  readonly #attempts: Attempts;
  readonly #random: () => number;

  /** @param random in [0, 1): full jitter */
  constructor(attempts: Attempts, random: () => number = Math.random) {
    this.#attempts = attempts;
    this.#random = random;
  }

  async acquireInitialRetryToken(): Promise<Token> {
    return tokenOf(0, 0);
  }

  /** Rejects where there is to be no further attempt; the SDK throws the error of the last one then. */
  async refreshRetryTokenForRetry(token: Token, { errorType }: { readonly errorType: string }): Promise<Token> {
    const done = token.getRetryCount() + 1;
    if (done >= this.#most(errorType)) throw new Error(`no further attempt after ${done}`);
    const longestMs = Math.min(FIRST_DELAY_MS * 2 ** (done - 1), LONGEST_DELAY_MS);
    return tokenOf(done, Math.floor(this.#random() * longestMs));
  }

  recordSuccess(): void {}

  #most(errorType: string): number {
    if (errorType === 'THROTTLING') return this.#attempts.throttled;
    // A server's error is what the loss of a region looks like, too.
    return errorType === 'TRANSIENT' || errorType === 'SERVER_ERROR' ? this.#attempts.unanswered : 1;
  }
}

function tokenOf(count: number, delayMs: number): Token {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}
