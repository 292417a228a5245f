import { DRILL, FAILOVER } from '../../scenarios/support/failover-stage';
import { lastsMs } from '../draw/touches';
import type { Broken, Observed } from '../observed';
import type { Play, Trouble } from '../play';
import { bringUp } from '../stage/bring-up';
import { passesByItself } from './outages';

const MINUTE_MS = 60_000;
/** An outage is outlasted by so much, where calls are answered with errors, and where they are not answered. */
const ANSWERED_MS = 2 * MINUTE_MS;
const SILENT_MS = 4 * MINUTE_MS;
/** Two runs of one seed draw their durations in another order, and a duration varies by a twentieth either way. */
const SPREAD = 0.1;
/** The removal of a stack that was rolled back. */
const REMOVAL_MS = 3 * MINUTE_MS;

/** The one fault of a play whose end nobody but that fault can delay. */
export function onlyOutage(play: Play): Extract<Trouble, { kind: 'fault' }> | undefined {
  const [fault, ...others] = play.troubles;
  if (fault?.kind !== 'fault' || others.length > 0 || play.persons.length > 0 || play.requireApproval) return undefined;
  return passesByItself(play) ? fault : undefined;
}

/** An outage of at most a quarter of an hour makes an execution later by hardly more; held against one without. */
export async function endsInTime({ play, stage, executions }: Observed): Promise<Broken> {
  const [first] = executions;
  const outage = onlyOutage(play);
  if (outage === undefined || first?.status !== 'SUCCEEDED' || first.stoppedAtMs === undefined) return [];
  // Old data is asked about, and nobody answers at once.
  if (first.evidence?.acceptance?.startsWith('approved') === true) return [];
  const tookMs = first.stoppedAtMs - first.startedAtMs;
  const usualMs = await undisturbed(play);
  const isRolledBack = stage.world.trace.entries.some(
    (entry) =>
      entry.kind === 'resource' &&
      entry.id === stage.estate.ActivationStackName &&
      entry.status === 'ROLLBACK_IN_PROGRESS',
  );
  const isAnswered = outage.rule.kind === 'error' || outage.rule.kind === 'throttle';
  const allowedMs =
    usualMs * (1 + SPREAD) +
    outage.rule.for +
    (isAnswered ? ANSWERED_MS : SILENT_MS) +
    (isRolledBack ? REMOVAL_MS + lastsMs('WaitForStack', play.durations) : 0);
  if (tookMs <= allowedMs) return [];
  const [took, usual, outageMinutes] = [tookMs, usualMs, outage.rule.for].map((ms) => Math.round(ms / 6000) / 10);
  return [`${first.name} took ${took} minutes, ${usual} without the outage of ${outageMinutes}`];
}

async function undisturbed(play: Play): Promise<number> {
  const stage = await bringUp(play);
  try {
    const input = play.workflow === 'drill' ? DRILL : { ...FAILOVER, acceptRecoveryPointAgeMinutes: 360 };
    const { arn } = await stage.run(input);
    const { startedAtMs, stoppedAtMs = Number.POSITIVE_INFINITY } = stage.standby.states.execution(arn);
    return stoppedAtMs - startedAtMs;
  } finally {
    await stage.close();
  }
}
