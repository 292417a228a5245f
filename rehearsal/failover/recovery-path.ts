import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';

/** Calls to endpoints in a region that is dark: they time out. */
export interface DarkCalls {
  /** Of the failover itself: its state machine and the functions that this invokes. None may be needed. */
  readonly ofFailover: number;
  /** Of everything else, such as the schedules that watch the backups of the primary and report that it is silent. */
  readonly ofOthers: number;
}

export function callsToDarkRegionOf(world: World, estate: Estate): DarkCalls {
  const callers = new Set(rolesOf(world, estate));
  const unanswered = world.trace.entries.flatMap((entry) =>
    entry.kind === 'call' && entry.outcome === 'unreachable' && world.faults.isDark(entry.region, Date.parse(entry.at))
      ? [entry.caller]
      : [],
  );
  const ofFailover = unanswered.filter((caller) => callers.has(caller)).length;
  return { ofFailover, ofOthers: unanswered.length - ofFailover };
}

/** Names of the roles that the failover works with. */
function rolesOf(world: World, { standbyRegion, RegionalFailoverArn }: Estate): readonly string[] {
  const { states, lambda } = world.region(standbyRegion);
  const machine = states.stateMachine(RegionalFailoverArn);
  const functions = lambda.functions.all.filter(({ arn }) => machine.definitionText.includes(`"${arn}"`));
  return [machine.roleArn, ...functions.map(({ settings }) => settings.role)].map((arn) =>
    arn.slice(arn.lastIndexOf('/') + 1),
  );
}
