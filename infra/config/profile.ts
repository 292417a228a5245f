import * as z from 'zod';

const NAMES = ['economy', 'standard', 'strict'] as const;
export type Profile = (typeof NAMES)[number];

/**
 * For who wants a protection and a bill, and not each setting behind them: it says what is left out of those below.
 * Without it the bill is that of `economy` (docs/adr/0020).
 */
export const Profile = z.enum(NAMES, 'write "economy", "standard" or "strict"').default('economy');

interface Settings {
  readonly backup: object;
  /** Of the reference workload alone. */
  readonly workload: object;
}

/** What a profile writes where a person has not. */
const SETTINGS: Readonly<Record<Profile, Settings>> = {
  economy: { backup: { copies: 'lean' }, workload: { dashboard: false } },
  standard: { backup: { copies: 'lean' }, workload: { dashboard: true } },
  strict: { backup: { copies: 'full' }, workload: { dashboard: true } },
};

/** A configuration over the settings of its profile; what is no configuration is left for the schema to refuse. */
export function withProfile(overrides: unknown): unknown {
  if (!isObject(overrides)) return overrides;
  const name = Profile.safeParse(overrides['profile']);
  if (!name.success) return overrides;
  const { backup, workload } = SETTINGS[name.data];
  const written = overrides['workload'] ?? { kind: 'reference' };
  return {
    ...overrides,
    backup: over(backup, overrides['backup']),
    workload: isObject(written) && written['kind'] === 'reference' ? over(workload, written) : written,
  };
}

function over(settings: object, written: unknown): unknown {
  return written === undefined || isObject(written) ? { ...settings, ...written } : written;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
