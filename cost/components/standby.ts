import type { Assumptions } from '../assumptions';
import type { Secondary } from '../deployed-resources';
import { type Line, line } from '../line';
import { HOURS_PER_MONTH } from '../month';
import { type Component, MILLION, type Question } from './component';

/** A global database's secondary, where the configuration has one. */
export function standby({ deployed, assume }: Question): Component | undefined {
  const { secondary, primaryRegion, standbyRegion } = deployed;
  if (secondary === undefined) return undefined;
  return {
    id: 'standby',
    name: 'Global database',
    before: [],
    after: secondaryLines(secondary, assume, { primaryRegion, standbyRegion }),
    note:
      secondary.instances === 0 ? 'storage only, no instance' : `${secondary.instances} instance in the standby region`,
  };
}

export function secondaryLines(
  { instances, minCapacity }: Secondary,
  { gb, writes }: Assumptions,
  { primaryRegion, standbyRegion }: { readonly primaryRegion: string; readonly standbyRegion: string },
): readonly Line[] {
  return [
    line('secondary instances', 'auroraAcu', instances * minCapacity * HOURS_PER_MONTH, standbyRegion),
    line('secondary storage', 'auroraStorage', gb, standbyRegion),
    line('replicated writes', 'auroraReplicatedWrite', writes * MILLION, primaryRegion),
    line('writes in the secondary', 'auroraIo', writes * MILLION, standbyRegion),
  ].filter(({ quantity }) => quantity > 0);
}
