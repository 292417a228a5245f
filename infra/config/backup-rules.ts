import type { Config } from './schema';
import { longestGapMinutes } from './backup-schedule';

/** One rule of the backup plan. */
export interface BackupRule {
  readonly name: 'hourly' | 'daily';
  /** Where its settings are in the configuration. */
  readonly path: readonly string[];
  readonly schedule: string;
  readonly continuous: boolean;
  /** In the primary region, and of its copies in the standby region. */
  readonly retentionDays: number;
  readonly copyRetentionDays: number;
}

/** How long copies stay in the standby region at most, by `backup.copies`. */
const MOST_COPY_DAYS = {
  lean: { hourly: 1, daily: 14 },
  full: { hourly: 7, daily: Infinity },
} as const;

/** The rules of the backup plan: no other place says how long what is kept. */
export function backupRules({ backup }: Config): readonly [BackupRule, ...BackupRule[]] {
  const { daily } = backup;
  const kept = (name: BackupRule['name'], days: number) => Math.min(days, MOST_COPY_DAYS[backup.copies][name]);
  return [
    {
      name: 'hourly',
      path: ['backup'],
      schedule: backup.schedule,
      continuous: backup.continuous,
      retentionDays: backup.retentionDays,
      copyRetentionDays: kept('hourly', backup.retentionDays),
    },
    ...(daily === null
      ? []
      : [
          {
            name: 'daily' as const,
            path: ['backup', 'daily'],
            schedule: daily.schedule,
            continuous: false,
            retentionDays: daily.retentionDays,
            copyRetentionDays: kept('daily', daily.retentionDays),
          },
        ]),
  ];
}

/** The longest time between two backups of the plan, in minutes. */
export function backupIntervalMinutes(config: Config): number {
  return longestGapMinutes(backupRules(config).map(({ schedule }) => schedule));
}
