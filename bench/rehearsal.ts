import { join } from 'node:path';
import Table from 'cli-table3';
import { synthesise } from '../cli/synthesise';
import { DEFAULT_DARK_AT_MS, VIRTUAL_START_MS } from '../simulator/rehearsal/options';
import { rehearse } from '../simulator/rehearsal/rehearse';

const PROJECT = join(__dirname, '..');

/**
 * One rehearsal as `npm run rehearse` does it, in this process. Peak memory is that of the Node process; each PostgreSQL
 * server comes on top.
 */
export async function measureRehearsal(): Promise<string> {
  const beganAt = performance.now();
  const assembly = await synthesise();
  const synthesisedAt = performance.now();
  try {
    const { report, trace } = await rehearse({
      assemblyDirectory: assembly.directory,
      schemaPath: join(PROJECT, 'workload', 'schema.sql'),
      frontendDirectory: join(PROJECT, 'workload', 'frontend'),
      seed: 1,
      mode: 'failover',
      darkAtMs: DEFAULT_DARK_AT_MS,
      durations: 'default',
      faultsPath: undefined,
      input: undefined,
    });
    const endedAt = performance.now();
    const simulateSeconds = (endedAt - synthesisedAt) / 1000;
    const virtualSeconds = (lastInstant(trace) - VIRTUAL_START_MS) / 1000;
    const table = new Table({ head: ['rehearsal', ''], style: { head: [], border: [], compact: true } });
    table.push(
      ['verdict', report.verdict],
      ['wall time in all', `${((endedAt - beganAt) / 1000).toFixed(1)} s`],
      ['  synthesis', `${((synthesisedAt - beganAt) / 1000).toFixed(1)} s`],
      ['  simulation', `${simulateSeconds.toFixed(1)} s`],
      ['virtual time', `${(virtualSeconds / 3600).toFixed(2)} h`],
      ['virtual to wall', `${Math.round(virtualSeconds / simulateSeconds)} : 1`],
      ['peak memory (Node)', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`],
      ['API calls', String(report.apiCalls)],
      ['state transitions', `${report.stateTransitions} ($${report.stateTransitionsUsd.toFixed(4)})`],
      ['RTO / critical path', `${report.rtoSeconds ?? '-'} s / ${report.criticalPathSeconds} s`],
    );
    return table.toString();
  } finally {
    await assembly.remove();
  }
}

function lastInstant(trace: string): number {
  const last = trace.trimEnd().split('\n').at(-1) ?? '{}';
  return Date.parse((JSON.parse(last) as { at: string }).at);
}
