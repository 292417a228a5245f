import { backupRules } from '../infra/config/backup-rules';
import type { Config } from '../infra/config/schema';
import type { Assumptions } from './assumptions';
import { backupLines, standbyCopies } from './components/backups';
import type { Backups, DeployedResources } from './deployed-resources';
import { type Line } from './line';
import { runsPerDay } from './schedule';

/** How long copies are kept in the standby region, and what that comes to a month. */
export interface RetentionChoice {
  /** What to write for `backup.copies` and `freshness.keeper`. */
  readonly copies: Config['backup']['copies'];
  readonly keeper: boolean;
  readonly isConfigured: boolean;
  /** Such as `hourly 7 d, daily 90 d`. */
  readonly kept: string;
  readonly copiesInStandby: number;
  readonly lines: readonly Line[];
}

export function retentionChoices(
  config: Config,
  deployed: DeployedResources,
  assume: Assumptions,
): readonly RetentionChoice[] {
  return (['full', 'lean'] as const).flatMap((copies) =>
    [true, false].map((keeper) => {
      const backups = plannedBackups(config, copies, keeper);
      const { plan, extra } = standbyCopies(backups, assume);
      return {
        copies,
        keeper,
        isConfigured: config.backup.copies === copies && config.freshness.keeper === keeper,
        kept: backups.rules.map(({ name, copyRetentionDays: [days = 0] }) => `${name} ${days} d`).join(', '),
        copiesInStandby: Math.round(plan + extra),
        lines: backupLines({ ...deployed, backups }, assume),
      };
    }),
  );
}

/** The plan with another choice of copies. */
export function plannedBackups(config: Config, copies: Config['backup']['copies'], keeper: boolean): Backups {
  const rules = backupRules({ ...config, backup: { ...config.backup, copies } });
  return {
    rules: rules.map(({ name, schedule, continuous, retentionDays, copyRetentionDays }) => ({
      name,
      runsPerDay: runsPerDay(schedule),
      isContinuous: continuous,
      retentionDays,
      copyRetentionDays: [copyRetentionDays],
    })),
    extraRetentionDays: keeper ? config.freshness.retentionDays : undefined,
  };
}
