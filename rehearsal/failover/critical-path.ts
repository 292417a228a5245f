import type { DurationName } from '../../simulator/kernel/durations';

/** A duration that the simulation drew for one operation. */
export interface DrawnDuration {
  readonly name: DurationName;
  readonly atMs: number;
  readonly durationMs: number;
}

export interface CriticalPathPart {
  readonly name: string;
  readonly seconds: number;
}

/**
 * The longest chain of the simulated operations' own durations. It is a yardstick, not a bound: the TTL counts in full,
 * while a resolver that has asked before the switch forgets the old answer sooner.
 */
export interface CriticalPath {
  readonly seconds: number;
  readonly parts: readonly CriticalPathPart[];
}

export interface CriticalPathInput {
  /** What was drawn from the start of the failover on. */
  readonly drawn: readonly DrawnDuration[];
  /** The slowest request of each smoke test, in seconds; checks of one test run side by side. */
  readonly smokeRequestSeconds: readonly number[];
  /** From the switch to the health check that saw it; undefined when traffic did not move. */
  readonly detectionSeconds: number | undefined;
  /** How long a resolver may keep the old answer. */
  readonly ttlSeconds: number;
}

/**
 * Adds up what the operations themselves took. Database and activation run side by side, so the longer one counts; the
 * Data API and the master secret are turned on while the instance is created, so the longest of the three counts.
 */
export function criticalPath(input: CriticalPathInput): CriticalPath {
  const sum = (name: DurationName) => total(input.drawn.filter((draw) => draw.name === name));

  const afterRestore = [
    { name: 'create the writer instance', seconds: sum('auroraCreateInstance') },
    { name: 'turn on the Data API', seconds: sum('auroraEnableDataApi') },
    { name: 'make the master secret', seconds: sum('auroraResetMasterCredentials') },
  ].reduce((a, b) => (b.seconds > a.seconds ? b : a));
  const promotion = sum('auroraGlobalFailover');
  const database =
    promotion > 0
      ? [
          { name: 'create the writer instance', seconds: sum('auroraCreateInstance') },
          { name: 'promote the replica', seconds: promotion },
        ]
      : [{ name: 'restore the cluster', seconds: sum('auroraRestoreCluster') }, afterRestore];
  const workload = [
    { name: 'create the function', seconds: sum('stackLambdaFunction') },
    // The integration first, then the routes, which are created side by side.
    { name: 'connect the API', seconds: covered(input.drawn.filter((draw) => draw.name === 'stackApiRoute')) },
  ];
  // The cache is in a stack of its own, which nothing waits for.
  const activation = [{ name: 'create the change set', seconds: sum('changeSetCreate') }, ...workload];
  const traffic =
    input.detectionSeconds === undefined
      ? []
      : [
          { name: 'health check sees the switch', seconds: input.detectionSeconds },
          { name: 'resolvers forget the old answer (TTL)', seconds: input.ttlSeconds },
        ];
  const parts = [
    ...(length(database) >= length(activation) ? database : activation),
    ...input.smokeRequestSeconds.map((seconds, index) => ({
      name: `slowest request of smoke test ${index + 1}`,
      seconds,
    })),
    ...traffic,
  ];
  return { seconds: length(parts), parts };
}

function toSeconds(draw: DrawnDuration): number {
  return draw.durationMs / 1000;
}

function total(draws: readonly DrawnDuration[]): number {
  return draws.reduce((seconds, draw) => seconds + toSeconds(draw), 0);
}

/** The time in which at least one of them was under way: those side by side count once, those in turn each. */
function covered(draws: readonly DrawnDuration[]): number {
  let seconds = 0;
  let coveredUntilMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, durationMs } of [...draws].sort((a, b) => a.atMs - b.atMs)) {
    const endMs = atMs + durationMs;
    seconds += Math.max(0, endMs - Math.max(atMs, coveredUntilMs)) / 1000;
    coveredUntilMs = Math.max(coveredUntilMs, endMs);
  }
  return seconds;
}

function length(parts: readonly CriticalPathPart[]): number {
  return parts.reduce((seconds, part) => seconds + part.seconds, 0);
}
