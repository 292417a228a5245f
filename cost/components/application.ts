import { line } from '../line';
import { type Component, MILLION, type Question } from './component';

/** The workload's API and function. Recovery does not change what they cost. */
export function application({ deployed, assume }: Question): Component | undefined {
  const { workload, primaryRegion: region } = deployed;
  if (workload === undefined) return undefined;
  const requests = assume.requests * MILLION;
  const seconds = (requests * assume['request-ms']) / 1000;
  const lines = [
    line('API requests', 'httpApiRequests', requests, region),
    line('invocations', 'lambdaRequests', requests, region),
    line('Lambda', 'lambdaCompute', seconds * (workload.memoryMb / 1024), region),
    line('Data API', 'dataApi', requests * assume.statements, region),
    line('logs', 'logIngestion', assume['log-gb'], region),
  ];
  return {
    id: 'application',
    name: 'Lambda + API Gateway',
    before: lines,
    after: lines,
    note: 'in the standby region after a failover only',
  };
}
