import * as z from 'zod';

const NAMES = ['economy', 'standard', 'strict'] as const;
export type Profile = (typeof NAMES)[number];

/**
 * For who wants a protection and a bill, and not each setting behind them: it says what is left out of those below.
 * Without it the bill is that of `economy` (docs/adr/0020).
 */
export const Profile = z.enum(NAMES, 'write "economy", "standard" or "strict"').default('economy');

/** What a profile writes where a person has not. */
const SETTINGS: Readonly<Record<Profile, { readonly backup: object }>> = {
  economy: { backup: { copies: 'lean' } },
  standard: { backup: { copies: 'lean' } },
  strict: { backup: { copies: 'full' } },
};

/** A configuration over the settings of its profile; what is no configuration is left for the schema to refuse. */
export function withProfile(overrides: unknown): unknown {
  if (!isObject(overrides)) return overrides;
  const name = Profile.safeParse(overrides['profile']);
  if (!name.success) return overrides;
  return { ...overrides, backup: over(SETTINGS[name.data].backup, overrides['backup']) };
}

function over(settings: object, written: unknown): unknown {
  return written === undefined || isObject(written) ? { ...settings, ...written } : written;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
