import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

type Run = (event: unknown, context: Context) => Promise<unknown>;

/** Logger and metrics of one function, and the middy stack that flushes them. */
export function middleware(serviceName: string) {
  const logger = new Logger({ serviceName });
  // Its namespace is in the environment: POWERTOOLS_METRICS_NAMESPACE.
  const metrics = new Metrics({ serviceName });
  return {
    logger,
    metrics,
    wrap: (run: Run): Run => {
      // Lambda's own timeout is the one that counts: an early answer of middy's would hide what was going on.
      const composed = middy({ timeoutEarlyInMillis: 0 })
        .use(injectLambdaContext(logger, { resetKeys: true }))
        .use(publishMetrics(metrics))
        .handler(run);
      return async (event, context) => await composed(event, context);
    },
  };
}

/** What a run has measured, also when it failed. Powertools' own middleware warns whenever there was nothing to measure. */
function publishMetrics(metrics: Metrics) {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}
