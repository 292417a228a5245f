import { ConfigError } from '../../../infra/config/config-error';
import { parseConfig } from '../../../infra/config/parse';
import { VARIANTS } from '../variants';

const EXISTING = VARIANTS['a workload that runs already'] as object;
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
