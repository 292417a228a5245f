import type { World } from '../world';
import { USD_PER_STATE_TRANSITION } from './report';

/** What the orchestration of one execution used, counted, and what that costs; the database it works on is not in it. */
export interface OrchestrationPrice {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  /** Requests that have a price, by `service:Operation`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly usd: number;
}

/** Lambda on arm64, us-west-2 (AWS Lambda pricing, 2026-11). */
const USD_PER_INVOCATION = 0.2 / 1_000_000;
const USD_PER_GIGABYTE_SECOND = 0.0000133334;

/** Each service's own price list, us-west-2, 2026-11. What is not here, such as describing a cluster, is free. */
const USD_PER_REQUEST: Readonly<Record<string, number>> = {
  's3:PutObject': 0.005 / 1000,
  's3:GetObject': 0.0004 / 1000,
  'dynamodb:PutItem': 0.625 / 1_000_000,
  'dynamodb:UpdateItem': 0.625 / 1_000_000,
  'dynamodb:GetItem': 0.125 / 1_000_000,
  'sns:Publish': 0.5 / 1_000_000,
  'monitoring:PutMetricData': 0.01 / 1000,
  'secretsmanager:GetSecretValue': 0.05 / 10_000,
  'rds-data:BeginTransaction': 0.35 / 1_000_000,
  'rds-data:ExecuteStatement': 0.35 / 1_000_000,
  'rds-data:RollbackTransaction': 0.35 / 1_000_000,
};

/** Counts an execution that has ended, while nothing else used its functions. */
export function priceOf(world: World, region: string, executionArn: string): OrchestrationPrice {
  const { states, lambda, cloudWatch } = world.region(region);
  const { execution, machine, startedAtMs, stoppedAtMs } = states.execution(executionArn);
  const untilMs = (stoppedAtMs ?? world.scheduler.now()) + 60_000;
  const functions = lambda.functions.all.filter(({ arn }) => machine.definitionText.includes(`"${arn}"`));
  const total = (name: string, FunctionName: string): number =>
    cloudWatch.metrics.aggregate(
      { namespace: 'AWS/Lambda', name, dimensions: { FunctionName } },
      Math.floor(startedAtMs / 60_000) * 60_000,
      untilMs,
    )?.sum ?? 0;
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const invocations = sum(functions.map(({ settings }) => total('Invocations', settings.functionName)));
  const gigabyteSeconds = sum(
    functions.map(({ settings }) => (total('Duration', settings.functionName) / 1000) * (settings.memoryMb / 1024)),
  );
  const roles = new Set([machine.roleArn, ...functions.map(({ settings }) => settings.role)].map(nameOf));
  const requests: Record<string, number> = {};
  for (const entry of world.trace.entries) {
    if (entry.kind !== 'call' || !roles.has(entry.caller)) continue;
    const key = `${entry.service}:${entry.operation}`;
    const atMs = Date.parse(entry.at);
    if (atMs < startedAtMs || atMs > untilMs || USD_PER_REQUEST[key] === undefined) continue;
    requests[key] = (requests[key] ?? 0) + 1;
  }
  const { stateTransitions } = execution;
  const usd =
    stateTransitions * USD_PER_STATE_TRANSITION +
    invocations * USD_PER_INVOCATION +
    gigabyteSeconds * USD_PER_GIGABYTE_SECOND +
    sum(Object.entries(requests).map(([key, count]) => count * (USD_PER_REQUEST[key] ?? 0)));
  return { stateTransitions, invocations, gigabyteSeconds, requests, usd };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
