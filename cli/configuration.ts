import { join, resolve } from 'node:path';
import { ConfigError } from '../infra/config/config-error';
import { loadConfig } from '../infra/config/parse';
import type { Config } from '../infra/config/schema';
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
 * @throws UsageError that says what to write instead
 */
export function readConfiguration(file: string | undefined, origin: string = CONFIG_VARIABLE): Config {
  try {
    return loadConfig(file);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`${origin}: ${error.message}`);
    throw error;
  }
}
