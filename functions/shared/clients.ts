import { callLogger } from './aws-call';
import { RetryThrottling } from './retry-throttling';

/**
 * Settings of every SDK client: this region only, and a dead endpoint is given up before the function's own timeout (two
 * attempts of at most 17 seconds). What is slow is not dead: in a region that everybody evacuates to, an answer may take
 * many seconds. What a failover needs never names another region; what watches over the
 * backups does, and must do without its answer.
 */
export function clientSettings(
  options: { readonly requestTimeoutMs?: number; readonly region?: string; readonly maxAttempts?: number } = {},
) {
  return {
    region: options.region ?? currentRegion(),
    maxAttempts: options.maxAttempts ?? 2,
    logger: callLogger(options.region),
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: options.requestTimeoutMs ?? 15_000,
      throwOnRequestTimeout: true,
    },
  };
}

/**
 * Settings of a client of the primary region, which may be the one that is lost: a call without an answer is given up
 * after seconds, and one that is throttled is repeated, so that no tick of what watches the backups is left out.
 */
export function primaryClientSettings(region: string, unanswered = 1) {
  const attempts = { unanswered, throttled: 6 };
  return {
    ...clientSettings({ region, maxAttempts: attempts.throttled, requestTimeoutMs: 5_000 }),
    retryStrategy: new RetryThrottling(attempts),
  };
}

/** The region that the function runs in. Lambda sets it; nothing else is a safe guess. */
export function currentRegion(): string {
  const region = process.env['AWS_REGION'];
  if (region === undefined || region === '')
    throw new Error('AWS_REGION is not set: Lambda sets it, so set it outside');
  return region;
}

/** A value that is made when it is first needed: nothing reads the environment at import. */
export function lazy<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
