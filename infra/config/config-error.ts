/** A configuration that cannot be used: one line a field, each with the field's name and what to write instead. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
