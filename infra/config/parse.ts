import { InputFileError, readJsonFile } from '../../input/input-file';
import {
  type Problem,
  problemLine,
  SAYING_WHAT_TO_WRITE,
  shapeProblems,
  type Wording,
  type Written,
} from '../../input/problems';
import { valueAt } from '../../input/known-names';
import { ConfigError } from './config-error';
import { problemsOf } from './consistency';
import { missingTemplate } from './existing-workload';
import { misplaced } from './misplaced';
import { withProfile } from './profile';
import { type Config, Settings } from './schema';
import { withDefaultsOfKind } from './workload';

const SETTINGS: Wording = { entry: 'setting', formerly: misplaced };

/**
 * The configuration in a JSON file laid over the defaults; without a file, the defaults.
 * @param further what else whoever asks has against a configuration
 * @throws ConfigError
 */
export function loadConfig(file?: string, further: (config: Config) => readonly Problem[] = () => []): Config {
  if (file === undefined) return checked({ value: {} }, further);
  return checked(read(file), (config) => [...missingTemplate(config.workload), ...further(config)]);
}

export function parseConfig(overrides: unknown): Config {
  return checked({ value: overrides }, () => []);
}

function checked(written: Written, further: (config: Config) => readonly Problem[]): Config {
  const parsed = Settings.safeParse(withProfile(withDefaultsOfKind(written.value)), SAYING_WHAT_TO_WRITE);
  if (!parsed.success) throw new ConfigError(shapeProblems(Settings, parsed.error, written, SETTINGS).join('\n'));
  const problems = [...problemsOf(parsed.data), ...further(parsed.data)];
  if (problems.length === 0) return parsed.data;
  throw new ConfigError(
    problems.map((problem) => problemLine(problem, written, valueAt(parsed.data, problem.path))).join('\n'),
  );
}

function read(file: string): Written {
  try {
    return readJsonFile(file);
  } catch (error) {
    if (error instanceof InputFileError) throw new ConfigError(error.message);
    throw error;
  }
}
