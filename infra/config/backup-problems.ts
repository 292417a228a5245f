import type { Problem } from '../../input/problems';
import { firstOverlap, longestGapMinutes, scheduleProblem } from './backup-schedule';
import { backupIntervalMinutes, type BackupRule, backupRules } from './backup-rules';
import { LONGEST_OBJECTIVE_MINUTES } from './objectives';
import type { Config } from './schema';

/** AWS Backup Developer Guide, Continuous backups and point-in-time recovery. */
const MOST_CONTINUOUS_DAYS = 35;
const DAY_MINUTES = 1440;

/** What cannot work about the plan of backups, though each field for itself is well-formed. */
export function backupProblems(config: Config): readonly Problem[] {
  const rules = backupRules(config);
  const schedules = rules.flatMap(({ path, schedule }) => {
    const message = scheduleProblem(schedule);
    return message === undefined ? [] : [{ path: [...path, 'schedule'], message }];
  });
  // Nothing can be said about times that are none.
  if (schedules.length > 0) return schedules;
  return [
    ...overlaps(config, rules),
    ...objective(config),
    ...rules.flatMap((rule) => shortRetention(config, rule)),
    ...uselessOnDemandBackups(config),
    ...continuousRetention(config),
    ...lockConflicts(config, rules),
  ];
}

/** Of two rules whose start windows overlap, AWS Backup follows one: backups that the plan promises are not made. */
function overlaps({ backup }: Config, [hourly, daily]: readonly BackupRule[]): readonly Problem[] {
  if (hourly === undefined || daily === undefined) return [];
  const at = firstOverlap(hourly.schedule, daily.schedule, backup.startWindowMinutes);
  if (at === undefined) return [];
  const time = at.toISOString().slice(11, 16);
  return [
    {
      path: ['backup', 'schedule'],
      message:
        `write a schedule that leaves out ${time} UTC, such as "cron(0 0-2,4-23 * * ? *)" beside a daily rule at three: ` +
        `backup.daily is due within the same ${backup.startWindowMinutes} minutes (backup.startWindowMinutes), and AWS Backup makes one of the two`,
    },
  ];
}

function objective(config: Config): readonly Problem[] {
  const gap = backupIntervalMinutes(config);
  const { rpoMinutes } = config.objectives;
  if (rpoMinutes >= gap) return [];
  const why = `backup.schedule leaves ${gap} minutes between two backups, so ${rpoMinutes} cannot be kept`;
  if (gap > LONGEST_OBJECTIVE_MINUTES)
    return [{ path: ['backup', 'schedule'], message: `write one that is due every ${rpoMinutes} minutes: ${why}` }];
  return [
    { path: ['objectives', 'rpoMinutes'], message: `write ${gap} or more, or back up more often than that: ${why}` },
  ];
}

/** A point that expires, or soon will, before the next is there leaves nothing to restore. */
function shortRetention({ backup, recovery }: Config, rule: BackupRule): readonly Problem[] {
  const gap = longestGapMinutes([rule.schedule]);
  const { minimumLifetimeMinutes } = recovery;
  const needed = Math.floor((gap + backup.startWindowMinutes + minimumLifetimeMinutes) / DAY_MINUTES) + 1;
  const why =
    `the ${rule.name} rule leaves ${gap} minutes between two backups, may start ${backup.startWindowMinutes} minutes ` +
    `late, and a recovery point counts until ${minimumLifetimeMinutes} minutes before it expires ` +
    '(recovery.minimumLifetimeMinutes): the last would not count any more before the next is there';
  if (rule.retentionDays < needed) {
    return [{ path: [...rule.path, 'retentionDays'], message: `write ${needed} or more days: ${why}` }];
  }
  if (rule.copyRetentionDays >= needed) return [];
  const kept = `its copies are kept for ${rule.copyRetentionDays} ${rule.copyRetentionDays === 1 ? 'day' : 'days'}, but ${why}`;
  return backup.copies === 'lean'
    ? [{ path: ['backup', 'copies'], message: `write "full": ${kept}` }]
    : [{ path: [...rule.path, 'schedule'], message: `write one that is due every day: ${kept}` }];
}

/** A backup of the keeper's that never counts would be followed by the next at once. */
function uselessOnDemandBackups({ freshness, recovery }: Config): readonly Problem[] {
  const { minimumLifetimeMinutes } = recovery;
  if (!freshness.keeper || freshness.retentionDays * DAY_MINUTES > minimumLifetimeMinutes) return [];
  return [
    {
      path: ['freshness', 'retentionDays'],
      message:
        `write ${Math.floor(minimumLifetimeMinutes / DAY_MINUTES) + 1} or more days, or less for ` +
        `recovery.minimumLifetimeMinutes: a recovery point that expires within ${minimumLifetimeMinutes} minutes does not count`,
    },
  ];
}

function continuousRetention({ backup }: Config): readonly Problem[] {
  if (!backup.continuous || backup.retentionDays <= MOST_CONTINUOUS_DAYS) return [];
  return [
    {
      path: ['backup', 'retentionDays'],
      message: `write at most ${MOST_CONTINUOUS_DAYS}, the most of a continuous backup, or false for continuous`,
    },
  ];
}

/** A backup or copy whose retention the lock of its vault does not allow fails. */
function lockConflicts({ backup, freshness }: Config, rules: readonly BackupRule[]): readonly Problem[] {
  const lock = backup.vaultLock;
  if (lock === null) return [];
  const { mode, minRetentionDays: min, maxRetentionDays: max, changeableForDays } = lock;
  const path = ['backup', 'vaultLock'];
  const problems: Problem[] = [];
  if (mode === 'compliance' && changeableForDays === undefined) {
    problems.push({
      path: [...path, 'changeableForDays'],
      message:
        'write 3 or more days, in which the lock can still be taken off: without them it is one in governance mode',
    });
  }
  if (mode === 'governance' && changeableForDays !== undefined) {
    problems.push({
      path: [...path, 'changeableForDays'],
      message: 'leave it out, or write "compliance" for mode: with it, nobody can take the lock off after that time',
    });
  }
  if (max !== undefined && max < min) {
    problems.push({ path: [...path, 'maxRetentionDays'], message: `write ${min} or more, as minRetentionDays says` });
    return problems;
  }
  const kept: readonly (readonly [string, number])[] = [
    ...rules.flatMap(({ name, path: at, retentionDays, copyRetentionDays }) => [
      [`${at.join('.')}.retentionDays`, retentionDays] as const,
      [`backup.copies (${name} ones)`, copyRetentionDays] as const,
    ]),
    ['freshness.retentionDays', freshness.retentionDays],
  ];
  const days = kept.map(([, each]) => each);
  const named = (wanted: (each: number) => boolean) =>
    kept.flatMap(([field, each]) => (wanted(each) ? [`${field} ${each}`] : [])).join(', ');
  if (Math.min(...days) < min) {
    problems.push({
      path: [...path, 'minRetentionDays'],
      message: `write ${Math.min(...days)} or less, or keep longer what the lock would make fail: ${named((each) => each < min)}`,
    });
  }
  if (max !== undefined && Math.max(...days) > max) {
    problems.push({
      path: [...path, 'maxRetentionDays'],
      message: `write ${Math.max(...days)} or more, or keep shorter what the lock would make fail: ${named((each) => each > max)}`,
    });
  }
  return problems;
}
