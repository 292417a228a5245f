import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../infra/config/config-error';
import { loadConfig } from '../infra/config/parse';
import type { Config } from '../infra/config/schema';
import { either } from '../input/instructions';
import type { Problem } from '../input/problems';
import { SIMULATED_REGIONS } from '../simulator/regions';
import { type Io, UsageError } from './command';

const PROJECT = join(__dirname, '..');

/** The variable that names the configuration, as the CDK app reads it: its path goes from the project's root. */
export const CONFIG_VARIABLE = 'PILOT_LIGHT_CONFIG';

/** The file that PILOT_LIGHT_CONFIG names; undefined for the reference workload. */
export function configurationFile(environment: Io['environment']): string | undefined {
  const named = environment[CONFIG_VARIABLE];
  return named === undefined ? undefined : resolve(PROJECT, named);
}

/**
 * @param file undefined for the defaults
 * @param origin the option or variable that named the file, for the message
 * @param further what else there is against a configuration
 * @throws UsageError that says what to write instead
 */
export function readConfiguration(
  file: string | undefined,
  origin: string = CONFIG_VARIABLE,
  further?: (config: Config) => readonly Problem[],
): Config {
  try {
    return loadConfig(file, further);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isNamed = file !== undefined && !existsSync(file);
    throw new UsageError(isNamed ? `${origin}: ${error.message}` : error.message);
  }
}

/**
 * The configuration that PILOT_LIGHT_CONFIG names, for something that runs in simulated regions.
 * @throws UsageError
 */
export function readRehearsedConfiguration(environment: Io['environment']): Config {
  return readConfiguration(configurationFile(environment), CONFIG_VARIABLE, notSimulated);
}

function notSimulated(config: Config): readonly Problem[] {
  return (['primaryRegion', 'standbyRegion'] as const)
    .filter((field) => !SIMULATED_REGIONS.includes(config[field]))
    .map((field) => ({
      path: [field],
      message: `it can be deployed to, and not be rehearsed: write ${either(SIMULATED_REGIONS)}`,
    }));
}
