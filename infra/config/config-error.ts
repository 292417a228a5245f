/** A configuration that cannot be used: one line for each problem, with its setting, its value and what to write. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
