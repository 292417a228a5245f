import { isPricedRequest, type OrchestrationUse, orchestrationUsd } from '../../cost/orchestration';
import type { World } from '../../simulator/world';

/** What the orchestration of one execution used, counted, and what that costs. */
export interface OrchestrationPrice extends OrchestrationUse {
  readonly usd: number;
}

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
    if (atMs < startedAtMs || atMs > untilMs || !isPricedRequest(key)) continue;
    requests[key] = (requests[key] ?? 0) + 1;
  }
  const use = { stateTransitions: execution.stateTransitions, invocations, gigabyteSeconds, requests };
  return { ...use, usd: orchestrationUsd(use, region) };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
