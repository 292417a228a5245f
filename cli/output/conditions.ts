import type { Conditions } from '../../rehearsal/stage/conditions';
import { clock } from './times';

/** What a person needs to see the same run again, and how much virtual time it was. */
export function conditionLines({ seed, durations, faults, virtualTime }: Conditions): string {
  const inForce = faults.length === 0 ? [] : ['Faults in force:', ...faults.map((fault) => `  ${fault}`)];
  const [from, to] = [virtualTime.from, virtualTime.to].map((at) => clock(Date.parse(at)));
  return [
    ...inForce,
    `Virtual time ran from ${from} to ${to}.`,
    `Seed ${seed}, durations ${durations}. The same seed gives the same run, byte for byte.`,
  ].join('\n');
}
