import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { ConfigError } from './config-error';
import { problemsOf } from './consistency';
import { misplaced } from './misplaced';
import { type Config, Settings } from './schema';
import { withDefaultsOfKind } from './workload';

/** The configuration in a JSON file laid over the defaults; without a file, the defaults. */
export function loadConfig(file?: string): Config {
  return parseConfig(file === undefined ? {} : readJson(file), file ?? 'the defaults');
}

export function parseConfig(overrides: unknown, source = 'the configuration'): Config {
  const result = Schema.safeParse(withDefaultsOfKind(overrides));
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap(describe).map((line) => `  ${line}`);
  throw new ConfigError(`Cannot use ${source}:\n${lines.join('\n')}`);
}

const Schema = Settings.check(({ value: input, issues }) => {
  for (const { path, message } of problemsOf(input)) issues.push({ code: 'custom', path: [...path], message, input });
});

function readJson(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `Cannot read the configuration file ${file}: write the path of a JSON file, from the project's root`,
    );
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new ConfigError(
      `The configuration file ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** One line for each thing to change. */
function describe(issue: z.core.$ZodIssue): readonly string[] {
  const at = (path: readonly PropertyKey[]) => path.join('.') || '(top level)';
  if (issue.code !== 'unrecognized_keys') return [`${at(issue.path)}: ${issue.message}`];
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const instead = misplaced(path.join('.'));
    return instead === undefined ? `${at(issue.path)}: remove "${key}": no such field` : `${at(path)}: ${instead}`;
  });
}
