import type { Region } from '../../world';

const LOOK_AGAIN_MS = 60_000;
/** Nothing waits for a dark region longer than this; by then every job would have been given up. */
const PATIENCE_MS = 7 * 86_400_000;

/**
 * Resolves after `durationMs`; while any of the regions is dark at the end, not before it is lit again. Returns false
 * when it stayed dark for a week.
 */
export async function sleepInRegions(regions: readonly Region[], durationMs: number): Promise<boolean> {
  const [first] = regions;
  if (first === undefined) return true;
  const { world } = first;
  await world.scheduler.sleep(durationMs);
  const giveUpAtMs = world.scheduler.now() + PATIENCE_MS;
  while (regions.some((region) => world.isDark(region.name))) {
    if (world.scheduler.now() >= giveUpAtMs) return false;
    await world.scheduler.sleep(LOOK_AGAIN_MS);
  }
  return true;
}

/** The same for what happens in one availability zone: it goes on when the zone is back. */
export async function sleepInZone(region: Region, zone: string, durationMs: number): Promise<boolean> {
  const { faults, scheduler } = region.world;
  const giveUpAtMs = scheduler.now() + durationMs + PATIENCE_MS;
  let isLit = await sleepInRegions([region], durationMs);
  while (isLit && faults.isZoneLost(zone, scheduler.now())) {
    if (scheduler.now() >= giveUpAtMs) return false;
    isLit = await sleepInRegions([region], LOOK_AGAIN_MS);
  }
  return isLit;
}
