import type { World } from '../../simulator/world';
import { RehearsalOptionsError } from './options';

/**
 * Nothing can be rehearsed before the regions are up, which is known only then.
 * @param option that says when, and an example of it
 * @param offsetMs from the start of virtual time
 * @throws RehearsalOptionsError that says the earliest
 */
export function refuseTooEarly({ scheduler }: World, offsetMs: number, option: string, example: string): void {
  const upMs = scheduler.now() - scheduler.startMs;
  if (offsetMs >= upMs) return;
  const minutes = Math.ceil(upMs / 60_000);
  throw new RehearsalOptionsError(
    `${option}: the regions are up only ${minutes} minutes after the start of virtual time. Write ${minutes}m or ` +
      `more, for example ${option} ${example}`,
  );
}
