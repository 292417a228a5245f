import type { World } from '../world';
import type { Estate } from './estate';

/**
 * Calls of the failover itself, its state machine and the functions that this invokes, to endpoints in a region that is
 * dark. What watches the primary region on a schedule may try to reach it: it reports that it could not.
 */
export function callsToDarkRegionOf(world: World, estate: Estate): number {
  const callers = new Set(rolesOf(world, estate));
  return world.trace.entries.filter(
    (entry) =>
      entry.kind === 'call' &&
      entry.outcome === 'unreachable' &&
      callers.has(entry.caller) &&
      world.faults.isDark(entry.region, Date.parse(entry.at)),
  ).length;
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
