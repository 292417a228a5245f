import type { Durations } from '../../simulator/kernel/durations';
import { formatDuration } from '../../simulator/kernel/virtual-duration';
import type { World } from '../../simulator/world';
import { RehearsalOptionsError } from './options';

/** The option that says when something begins, from the start of virtual time. */
export interface Beginning {
  readonly option: '--dark-at' | '--start-at' | '--from' | '--at';
  readonly offsetMs: number;
  /** What has to happen between the deployment and the beginning takes so long. */
  readonly leadMs?: number;
  /** What to write instead, as a sentence. */
  readonly instead: string;
}

export function startAt(offsetMs: number, example: string, option: Beginning['option'] = '--start-at'): Beginning {
  return { option, offsetMs, instead: `Write for example ${option} ${example}` };
}

/**
 * Refuses what is too early whatever is deployed: an Aurora instance is made only in a cluster that stands.
 * @throws RehearsalOptionsError that says what to write instead
 */
export function refuseBeforeDeployment(durations: Durations, { option, offsetMs, instead }: Beginning): void {
  const earliestMs = durations.leastMs('auroraCreateCluster') + durations.leastMs('auroraCreateInstance');
  if (offsetMs >= earliestMs) return;
  throw new RehearsalOptionsError(
    `${option}: ${formatDuration(offsetMs)} is too early: the primary's Aurora cluster and its instance take ` +
      `${formatDuration(earliestMs)} at least. ${instead}`,
  );
}

/**
 * Refuses what is too early for what has been deployed: when the regions are up is known only then.
 * @throws RehearsalOptionsError that says when they are, and what to write instead
 */
export function refuseTooEarly({ scheduler }: World, { option, offsetMs, leadMs = 0, instead }: Beginning): void {
  const upMs = scheduler.now() - scheduler.startMs;
  if (offsetMs >= upMs + leadMs) return;
  const minutes = Math.ceil(upMs / 60_000);
  const lead = leadMs === 0 ? '' : `, and it takes ${formatDuration(leadMs)} to prepare`;
  throw new RehearsalOptionsError(
    `${option}: the regions are up only ${minutes} minutes after the start of virtual time${lead}. ${instead}`,
  );
}
