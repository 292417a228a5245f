import { backupIntervalMinutes, backupRules } from '../../../infra/config/backup-rules';
import { parseConfig } from '../../../infra/config/parse';
import { complaintAbout, NO_COMPLAINT } from './complaint';

const kept = (overrides: unknown) =>
  backupRules(parseConfig(overrides)).map(({ name, retentionDays, copyRetentionDays }) => [
    name,
    retentionDays,
    copyRetentionDays,
  ]);

test('the hourly rule is continuous and leaves its hour to the daily one: together they back up every hour', () => {
  const config = parseConfig({});
  expect(backupRules(config)).toMatchObject([
    { name: 'hourly', schedule: 'cron(0 0-2,4-23 * * ? *)', continuous: true },
    { name: 'daily', schedule: 'cron(0 3 * * ? *)', continuous: false },
  ]);
  expect(backupIntervalMinutes(config)).toBe(60);
});

test('one setting says how long copies are kept', () => {
  expect(kept({})).toEqual([
    ['hourly', 35, 1],
    ['daily', 90, 14],
  ]);
  expect(kept({ backup: { copies: 'full' } })).toEqual([
    ['hourly', 35, 7],
    ['daily', 90, 90],
  ]);
  expect(kept({ backup: { copies: 'lean', daily: { retentionDays: 7 } } })).toContainEqual(['daily', 7, 7]);
});

test('without a daily rule the hourly one may take every hour', () => {
  expect(kept({ backup: { daily: null, schedule: 'cron(0 * * * ? *)' } })).toEqual([['hourly', 35, 1]]);
});

const LOOSE = { objectives: { rpoMinutes: 2880 } };

test.each([
  [
    'an objective below the interval of both rules together',
    { objectives: { rpoMinutes: 59 } },
    /objectives.rpoMinutes is 59: write 60 or more/,
  ],
  [
    'an hour that neither rule takes',
    { backup: { daily: null } },
    /objectives.rpoMinutes is 60 by default: write 120 or more, or back up more often than that: backup.schedule leaves 120 minutes/,
  ],
  [
    'an interval that no objective allows',
    { backup: { daily: null, schedule: 'cron(0 0 1 * ? *)', continuous: false, retentionDays: 40 } },
    /backup.schedule is "cron\(0 0 1 \* \? \*\)": write one that is due every 60 minutes: backup.schedule leaves 44640 minutes/,
  ],
  [
    'two rules at the same time',
    { backup: { schedule: 'cron(0 * * * ? *)' } },
    /backup.schedule is "cron\(0 \* \* \* \? \*\)": write a schedule that leaves out 03:00 UTC.*AWS Backup makes one of the two/,
  ],
  [
    'start windows that overlap because they are longer',
    { backup: { startWindowMinutes: 90 } },
    /backup.schedule is "cron\(0 0-2,4-23 \* \* \? \*\)" by default: write a schedule that leaves out 03:00 UTC.*90 minutes \(backup.startWindowMinutes\)/,
  ],
  [
    'a daily schedule that is none',
    { backup: { daily: { schedule: 'cron(0 3 * *)' } } },
    /backup.daily.schedule is "cron\(0 3 \* \*\)": write six fields, .*; it has 4$/,
  ],
  [
    'a weekly rule kept for seven days',
    { ...LOOSE, backup: { daily: { schedule: 'cron(0 3 ? * SUN *)', retentionDays: 7 } } },
    /backup.daily.retentionDays is 7: write 8 or more days: the daily rule leaves 10080 minutes between two backups/,
  ],
  [
    'a rule of every other day kept for one',
    {
      objectives: { rpoMinutes: 2880 },
      cluster: { backupRetentionDays: 1 },
      backup: { daily: null, schedule: 'cron(0 5 ? * MON,WED,FRI,SUN *)', retentionDays: 1 },
    },
    /backup.retentionDays is 1: write 3 or more days: the hourly rule leaves 2880 minutes/,
  ],
  [
    'a rule whose points stop counting before the next is there',
    { recovery: { minimumLifetimeMinutes: 1380 }, cluster: { backupRetentionDays: 1 }, backup: { retentionDays: 1 } },
    /backup.retentionDays is 1: write 2 or more days: .*counts until 1380 minutes before it expires/,
  ],
  [
    'on-demand backups that never count',
    { recovery: { minimumLifetimeMinutes: 1440 } },
    /freshness.retentionDays is 1 by default: write 2 or more days, or less for recovery.minimumLifetimeMinutes/,
  ],
  [
    'lean copies of what is backed up once a day',
    {
      objectives: { rpoMinutes: 1440 },
      backup: { daily: null, schedule: 'cron(0 5 * * ? *)', copies: 'lean' },
    },
    /backup.copies is "lean": write "full": its copies are kept for 1 day, but the hourly rule leaves 1440 minutes/,
  ],
  [
    'lean copies of what is backed up once a month',
    { backup: { daily: { schedule: 'cron(0 3 1 * ? *)' } }, objectives: { rpoMinutes: 120 } },
    /backup.copies is "lean" by default: write "full": its copies are kept for 14 days, but the daily rule leaves 44640/,
  ],
  [
    'copies, kept for a week, of what is backed up once a week',
    {
      backup: { copies: 'full', schedule: 'cron(0 5 ? * SUN *)', daily: { schedule: 'cron(0 3 * * ? *)' } },
      objectives: { rpoMinutes: 1440 },
    },
    /backup.schedule is .*: write one that is due every day: its copies are kept for 7 days, but the hourly rule/,
  ],
  [
    'a continuous backup for longer than there is one',
    { backup: { retentionDays: 36 } },
    /backup.retentionDays is 36: write at most 35.*or false for continuous/,
  ],
  [
    'a choice of copies that is none',
    { backup: { copies: 'some' } },
    /backup.copies is "some": write "full" or "lean"/,
  ],
  [
    'a user for a role',
    { backup: { breakGlassRoleArn: 'arn:aws:iam::111111111111:user/root' } },
    /backup.breakGlassRoleArn is "arn:aws:iam::111111111111:user\/root": write the ARN of a role/,
  ],
  [
    'a break-glass role of another account',
    { backup: { breakGlassRoleArn: 'arn:aws:iam::222222222222:role/break-glass' } },
    /backup.breakGlassRoleArn is "arn:aws:iam::222222222222:role\/break-glass": write a role of account 111111111111: a vault takes no deletion from another .* goes into backup.breakGlassTrustedRoleArn/,
  ],
  [
    'a trust for a break-glass role that is not ours',
    {
      backup: {
        breakGlassRoleArn: 'arn:aws:iam::111111111111:role/break-glass',
        breakGlassTrustedRoleArn: 'arn:aws:iam::222222222222:role/security',
      },
    },
    /backup.breakGlassTrustedRoleArn is .*: leave it out: who may assume the role of backup.breakGlassRoleArn/,
  ],
  [
    'a lock in compliance mode without its days of grace',
    { backup: { vaultLock: { mode: 'compliance' } } },
    /backup.vaultLock.changeableForDays is missing: write 3 or more days/,
  ],
  [
    'too few days of grace',
    { backup: { vaultLock: { mode: 'compliance', changeableForDays: 2 } } },
    /backup.vaultLock.changeableForDays is 2: write a whole number of days from 3/,
  ],
  [
    'days of grace that would make it a lock for ever',
    { backup: { vaultLock: { changeableForDays: 3 } } },
    /backup.vaultLock.changeableForDays is 3: leave it out, or write "compliance"/,
  ],
  [
    'a lock that the hourly copies would fail on',
    { backup: { copies: 'lean', vaultLock: { minRetentionDays: 7 } } },
    /backup.vaultLock.minRetentionDays is 7: write 1 or less.*backup.copies \(hourly ones\) 1.*freshness.retentionDays 1/,
  ],
  [
    'a lock that the daily backups would fail on',
    { backup: { vaultLock: { maxRetentionDays: 35 } } },
    /backup.vaultLock.maxRetentionDays is 35: write 90 or more.*backup.daily.retentionDays 90/,
  ],
  [
    'a lock upside down',
    { backup: { vaultLock: { minRetentionDays: 10, maxRetentionDays: 5 } } },
    /backup.vaultLock.maxRetentionDays is 5: write 10 or more/,
  ],
])('refuses %s and says what to write', (_, overrides, complaint) => {
  expect(complaintAbout(overrides)).toMatch(complaint);
});

test.each([
  ['a lock that everything keeps', { backup: { vaultLock: { minRetentionDays: 1, maxRetentionDays: 90 } } }],
  ['a lock for ever', { backup: { vaultLock: { mode: 'compliance', changeableForDays: 3 } } }],
  ['a snapshot rule kept for longer', { backup: { continuous: false, retentionDays: 60 } }],
  ['a retention of its own for both', { backup: { retentionDays: 14 }, cluster: { backupRetentionDays: 14 } }],
])('takes %s', (_, overrides) => {
  expect(complaintAbout(overrides)).toBe(NO_COMPLAINT);
});
