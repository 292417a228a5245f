import type { Conditions } from '../../rehearsal/stage/conditions';
import { describeFault } from '../../simulator/kernel/fault-rule';
import type { FaultReport } from '../../simulator/kernel/faults';
import { colours } from './colours';
import { clock } from './times';

/** What a person needs to see the same run again, and how much virtual time it was. */
export function conditionLines({ seed, durations, faults, virtualTime }: Conditions): string {
  const inForce = faults.length === 0 ? [] : ['Faults in force:', ...faults.map((fault) => `  ${faultLine(fault)}`)];
  const [from, to] = [virtualTime.from, virtualTime.to].map((at) => clock(Date.parse(at)));
  return [
    ...inForce,
    `Virtual time ran from ${from} to ${to}.`,
    `Seed ${seed}, durations ${durations}. The same seed gives the same run, byte for byte.`,
  ].join('\n');
}

/** A fault that met nothing has tested nothing: that has to be seen. */
function faultLine(fault: FaultReport): string {
  const { at, for: lasting, callsMet } = fault;
  const line = `at ${at} ${lasting === undefined ? 'to the end' : `for ${lasting}`}: ${describeFault(fault)}`;
  if (callsMet === 0) return colours.yellow(`${line} (0 calls met: it changed no answer in this run)`);
  return `${line} (${callsMet} ${callsMet === 1 ? 'call' : 'calls'} met)`;
}
