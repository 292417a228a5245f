import * as z from 'zod';
import type { ReferenceWorkload } from './reference-workload';

export const PROFILES = ['economy', 'standard', 'strict'] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * For who wants a protection and a bill, and not each setting behind them: it says what is left out of those below.
 * Without it the bill is that of `economy` (docs/adr/0020).
 */
export const Profile = z.enum(PROFILES, 'write "economy", "standard" or "strict"').default('economy');

interface ProfileSettings {
  readonly copies: 'lean' | 'full';
  /** Of the reference workload alone, as the dashboard is. */
  readonly reader: ReferenceWorkload['reader'];
  readonly dashboard: boolean;
}

const SETTINGS: Readonly<Record<Profile, ProfileSettings>> = {
  economy: { reader: 'pauses', copies: 'lean', dashboard: false },
  standard: { reader: 'follows', copies: 'lean', dashboard: true },
  strict: { reader: 'follows', copies: 'full', dashboard: true },
};

/** What a profile writes where a person has not. No member of a global database pauses: no profile asks for it there. */
export function settingsOf(profile: Profile, database: unknown): ProfileSettings {
  const settings = SETTINGS[profile];
  return database === 'global' ? { ...settings, reader: 'follows' } : settings;
}

/** A configuration over the settings of its profile; what is no configuration is left for the schema to refuse. */
export function withProfile(overrides: unknown): unknown {
  if (!isObject(overrides)) return overrides;
  const { profile, database, backup, workload = { kind: 'reference' } } = overrides;
  const name = Profile.safeParse(profile);
  if (!name.success) return overrides;
  const { copies, ...ofReference } = settingsOf(name.data, database);
  const isReference = isObject(workload) && workload['kind'] === 'reference';
  return {
    ...overrides,
    backup: over({ copies }, backup),
    workload: isReference ? over(ofReference, workload) : workload,
  };
}

function over(settings: object, written: unknown): unknown {
  return written === undefined || isObject(written) ? { ...settings, ...written } : written;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
