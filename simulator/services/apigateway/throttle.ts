/** `ThrottlingRateLimit`, requests a second, and `ThrottlingBurstLimit`, requests at once. */
export interface ThrottleSettings {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** A token bucket (API Gateway Developer Guide, "Throttle requests to your HTTP APIs"): full at first. */
export class Throttle {
  readonly #settings: ThrottleSettings;
  #tokens: number;
  #filledAtMs: number;

  constructor(settings: ThrottleSettings, nowMs: number) {
    this.#settings = settings;
    this.#tokens = settings.burst;
    this.#filledAtMs = nowMs;
  }

  /** Whether one more request is taken. */
  takes(nowMs: number): boolean {
    const { requestsPerSecond, burst } = this.#settings;
    const filled = this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * requestsPerSecond;
    this.#tokens = Math.min(burst, filled);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
