import { ConfigError } from '../../../infra/config/config-error';
import { parseConfig } from '../../../infra/config/parse';
import { VARIANTS } from '../variants';

const EXISTING = VARIANTS['a workload that runs already'] as object;
const PAUSING = { kind: 'reference', reader: 'pauses' };
const copiesOf = (overrides: object) => parseConfig(overrides).backup.copies;

test('a profile says what is not written, and what is written wins', () => {
  expect([{}, { profile: 'economy' }, { profile: 'standard' }, { profile: 'strict' }].map(copiesOf)).toEqual([
    'lean',
    'lean',
    'lean',
    'full',
  ]);
  expect(copiesOf({ profile: 'strict', backup: { retentionDays: 14 } })).toBe('full');
  expect(copiesOf({ profile: 'strict', backup: { copies: 'lean' } })).toBe('lean');
  expect(copiesOf({ backup: { copies: 'full' } })).toBe('full');
});

const readerOf = (overrides: object) => parseConfig(overrides).workload;

test('its reader pauses where it can: not in a global database, of which no member pauses', () => {
  expect(readerOf({})).toMatchObject({ reader: 'pauses' });
  expect(readerOf({ database: 'global' })).toMatchObject({ reader: 'follows' });
  expect(readerOf({ profile: 'strict' })).toMatchObject({ reader: 'follows' });
  expect(readerOf({ profile: 'strict', workload: PAUSING })).toMatchObject({ reader: 'pauses' });
});

test.each([
  [
    { database: 'global', workload: PAUSING },
    'workload.reader is "pauses": write "follows", or "snapshot" for database: no member of a global database pauses',
  ],
  [
    { cluster: { minCapacity: 1 } },
    /^workload.reader is "pauses" by default: write "follows", or 0.5 for cluster.minCapacity, which is 1: a reader pauses only/,
  ],
  [
    { cluster: { engineVersion: '15.6' } },
    /^workload.reader is "pauses" by default: write "follows", or 15.7 or a later one for cluster.engineVersion/,
  ],
])('a reader that cannot pause is refused: %j', (overrides, complaint) => {
  expect(() => parseConfig(overrides)).toThrow(complaint);
});

test.each([
  { cluster: { engineVersion: '15.7' } },
  { cluster: { engineVersion: '18.4' } },
  { cluster: { minCapacity: 0 } },
])('one that can is not: %j', (overrides) => {
  expect(readerOf(overrides)).toMatchObject({ reader: 'pauses' });
});

test('it says what is the reference workload’s of that alone', () => {
  expect(parseConfig({ profile: 'standard' }).workload).toMatchObject({ kind: 'reference', dashboard: true });
  const own = { kind: 'reference', dashboard: false, cache: { engine: 'none' } };
  expect(parseConfig({ profile: 'standard', workload: own }).workload).toMatchObject(own);
  expect(parseConfig({ ...EXISTING, profile: 'strict' })).toMatchObject({ backup: { copies: 'full' } });
  expect(parseConfig({ ...EXISTING, profile: 'strict' }).workload).not.toHaveProperty('dashboard');
});

test.each([
  [{ workload: { cache: {} } }, /^workload.kind is missing: write /],
  [{ profile: 'cheap' }, 'profile is "cheap": write "economy", "standard" or "strict"'],
  [{ profile: 3, backup: { copies: 'some' } }, 'profile is 3: write "economy", "standard" or "strict"'],
  [{ profile: 'strict', backup: [] }, /^backup is \[\]: write an object/],
  [{ profiles: 'strict' }, 'profiles is not a setting: did you mean profile?'],
])('what is no profile, or no section beside it, is told: %j', (overrides, complaint) => {
  expect(() => parseConfig(overrides)).toThrow(ConfigError);
  expect(() => parseConfig(overrides)).toThrow(complaint);
});
