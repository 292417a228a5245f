import type { Region } from '../../world';

export interface ServedRequest {
  readonly apiId: string;
  /** Undefined where no stage took the request. */
  readonly stageName: string | undefined;
  readonly status: number;
  readonly latencyMs: number;
  /** Undefined for a request that no function was asked about. */
  readonly integrationLatencyMs: number | undefined;
}

/**
 * What API Gateway counts of one request, for the API and for its stage; a request without an error counts as 0, so that
 * the average is the rate (API Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs").
 */
export function putRequestMetrics({ cloudWatch }: Region, request: ServedRequest): void {
  const { apiId, stageName, status, latencyMs, integrationLatencyMs } = request;
  const values: readonly (readonly [string, number | undefined])[] = [
    ['Count', 1],
    ['4xx', status >= 400 && status < 500 ? 1 : 0],
    ['5xx', status >= 500 ? 1 : 0],
    ['Latency', latencyMs],
    ['IntegrationLatency', integrationLatencyMs],
  ];
  const ofApi = { ApiId: apiId };
  const sets = stageName === undefined ? [ofApi] : [ofApi, { ...ofApi, Stage: stageName }];
  for (const dimensions of sets) {
    for (const [name, value] of values) {
      if (value !== undefined) cloudWatch.putMetric({ namespace: 'AWS/ApiGateway', name, dimensions, value });
    }
  }
}
