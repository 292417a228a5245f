import { readFaults } from '../../simulator/kernel/read-faults';
import type { Io } from '../command';
import { configurationFile, readConfiguration } from '../configuration';

/**
 * Reads a file of faults for its mistakes, against the regions of the configuration and the services of the simulator;
 * the rehearsal reads it again. Only then is the simulator loaded before the synthesis: that takes a second.
 * @throws InputFileError or UsageError that says what to write instead
 */
export function checkFaults(path: string, environment: Io['environment']): void {
  const { primaryRegion, standbyRegion } = readConfiguration(configurationFile(environment));
  const { faultNames }: typeof import('../../simulator/create-world') = require('../../simulator/create-world');
  readFaults(path, faultNames([primaryRegion, standbyRegion]));
}
