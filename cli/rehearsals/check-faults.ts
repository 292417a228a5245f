import { readFaults } from '../../simulator/kernel/read-faults';
import type { Config } from '../../infra/config/schema';

/**
 * Reads a file of faults for its mistakes, against the regions of the configuration and the services of the simulator;
 * the rehearsal reads it again. Only then is the simulator loaded before the synthesis: that takes a second.
 * @throws InputFileError that says what to write instead
 */
export function checkFaults(path: string, { primaryRegion, standbyRegion }: Config): void {
  const { faultNames }: typeof import('../../simulator/create-world') = require('../../simulator/create-world');
  readFaults(path, faultNames([primaryRegion, standbyRegion]));
}
