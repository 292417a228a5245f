import { COUNTED } from '../../cost/counted';
import type { TraceEntry } from '../../simulator/kernel/trace';
import { expectGolden } from './support/golden';
import { rehearsal, type WatchedRehearsal } from './support/rehearsals';

/** When us-east-1 goes dark. */
const DARK_AT = '2026-01-05T02:10:00.000Z';

/** Roles of the functions that watch over both regions. */
const WATCHERS = /-Freshness|AssessBackupFailure|Readiness/;

describe.each([1, 2])('a failover at the default durations (seed %i)', (seed) => {
  let run: WatchedRehearsal;

  beforeAll(async () => {
    run = await rehearsal(seed);
  });

  if (seed === 1) {
    it('reads like this', () => {
      expectGolden('failover.timeline.txt', run.timeline);
    });
  }

  it('passes every check of the rehearsal', () => {
    expect(run.report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(run.report).toMatchObject({ verdict: 'passed', orphans: [], callsToDarkRegion: 0 });
  });

  it('uses about as much orchestration as `pilotlight cost` prices a failover with', () => {
    const { stateTransitions, invocations } = run.report.price;

    // What it waits for is drawn anew by each seed. Further off, `npm run -s bench -- counted` counts anew.
    expect(Math.abs(stateTransitions / COUNTED.failover.stateTransitions - 1)).toBeLessThan(0.2);
    expect(Math.abs(invocations / COUNTED.failover.invocations - 1)).toBeLessThan(0.2);
  });

  it('takes at most 1.02 times what the operations themselves take', () => {
    const { rtoSeconds, criticalPathSeconds, criticalPath } = run.report;

    expect(rtoSeconds).toBeLessThanOrEqual(1.02 * criticalPathSeconds);
    // A critical path that counts too much would hide a slow workflow.
    expect(criticalPath.map(({ name }) => name)).toEqual([
      'restore the cluster',
      'create the writer instance',
      'slowest request of smoke test 1',
      'slowest request of smoke test 2',
      'health check sees the switch',
      'resolvers forget the old answer (TTL)',
    ]);
  });

  it('makes no call to the region that is dark, nor to a control plane that lives there', () => {
    const calls = trace(run).flatMap((entry) => (entry.kind === 'call' && entry.at >= DARK_AT ? [entry] : []));

    const lockAt = trace(run).find(
      (entry) => entry.kind === 'call' && entry.caller.includes('RegionalFailover') && entry.operation === 'PutItem',
    )?.at;
    const dark = calls.filter(({ region, service }) => region === 'us-east-1' || service === 'route53');

    expect(calls.length).toBeGreaterThan(500);
    expect(lockAt).toBeDefined();
    // Until somebody starts the failover, what watches over both regions asks the primary; then it leaves it alone.
    expect(dark.filter(({ at }) => at > (lockAt ?? ''))).toEqual([]);
    expect(dark.filter(({ caller }) => !WATCHERS.test(caller))).toEqual([]);
  });

  it('serves the clients through the public name as soon as resolvers forget, and not before the smoke test', () => {
    const { clientDowntimeSeconds, rtoSeconds, steps } = run.report;
    const served = trace(run).filter(
      (entry) =>
        entry.kind === 'http' && entry.from.startsWith('client:') && entry.outcome === '201' && entry.at >= DARK_AT,
    );
    const proven = steps.find(({ name }) => name === 'SmokeTestStandby')?.endedAt ?? '';

    expect(served.length).toBeGreaterThan(10);
    expect(served.filter(({ at }) => at < proven)).toEqual([]);
    // Five minutes until somebody decides, the failover, and one more request of each client.
    expect(clientDowntimeSeconds).toBeLessThan(300 + (rtoSeconds ?? 0) + 60);
  });
});

function trace(run: WatchedRehearsal): readonly TraceEntry[] {
  return run.trace
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceEntry);
}
