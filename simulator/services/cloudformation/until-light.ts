import type { Region } from '../../world';
import { ResourceFailure } from './resource-failure';

/** A dark region does nothing; a day of it fails the resource. */
const DARK_POLL_MS = 60_000;
const DARK_LIMIT_MS = 24 * 3600_000;

/** Waits while the region of the stack is dark: CloudFormation itself stands still there. */
export async function untilLight({ name, world }: Region): Promise<void> {
  const { scheduler } = world;
  const limitMs = scheduler.now() + DARK_LIMIT_MS;
  while (world.isDark(name)) {
    if (scheduler.now() >= limitMs) throw new ResourceFailure('Internal Failure');
    await scheduler.sleep(DARK_POLL_MS);
  }
}
