import { ConfigError } from '../../../infra/config/config-error';
import { parseConfig } from '../../../infra/config/parse';

export const NO_COMPLAINT = 'no complaint';

/** What a configuration is refused with. */
export function complaintAbout(overrides: unknown): string {
  return complaintOf(() => parseConfig(overrides));
}

/** What whoever reads a configuration is told of it; anything but a mistake in it is thrown on. */
export function complaintOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return NO_COMPLAINT;
}
