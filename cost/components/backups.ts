import type { Assumptions } from '../assumptions';
import type { Backups, DeployedResources } from '../deployed-resources';
import { type Line, line } from '../line';
import { DAYS_PER_MONTH } from '../month';
import type { Component, Question } from './component';

/** Days that the automated backups were kept before. */
export const RETENTION_DAYS_BEFORE = 3;

/** Backups in the primary region and their copies in the standby region. Before: automated backups alone. */
export function backups({ deployed, assume }: Question): Component {
  const { database, primaryRegion } = deployed;
  const copies = standbyCopies(deployed.backups, assume);
  return {
    id: 'backups',
    name: 'Backups and copies',
    before:
      database === undefined
        ? []
        : [automated(Math.min(RETENTION_DAYS_BEFORE, database.retentionDays), assume, primaryRegion)],
    after: backupLines(deployed, assume),
    note: `${Math.round(copies.plan + copies.extra)} copies in standby, each billed in full`,
  };
}

export function backupLines(
  { database, backups: plan, primaryRegion, standbyRegion }: DeployedResources,
  assume: Assumptions,
) {
  const copies = standbyCopies(plan, assume);
  const retentionDays = automatedDays(plan, database?.retentionDays ?? 1);
  const snapshots = plan.rules.map(({ isContinuous, runsPerDay, retentionDays: days }) =>
    isContinuous ? 0 : runsPerDay * Math.max(0, days - retentionDays),
  );
  const lines: Line[] = [
    ...(database !== undefined || plan.rules.some(({ isContinuous }) => isContinuous)
      ? [automated(retentionDays, assume, primaryRegion)]
      : []),
    line('snapshots older than those', 'auroraBackup', sum(snapshots) * assume.gb, primaryRegion),
    line('copies by the plan', 'auroraBackup', copies.plan * assume.gb, standbyRegion),
    line('copies on demand', 'auroraBackup', copies.extra * assume.gb, standbyRegion),
    line('changes sent across', 'interRegionTransfer', sentGb(plan, assume), primaryRegion),
  ];
  return lines.filter(({ quantity }) => quantity > 0);
}

/** How many copies lie in the standby region on average: Aurora's are always full (Aurora User Guide, Copying a snapshot). */
export function standbyCopies({ rules, extraRetentionDays }: Backups, assume: Assumptions) {
  const plan = rules.map(({ runsPerDay, copyRetentionDays }) => runsPerDay * sum(copyRetentionDays));
  return { plan: sum(plan), extra: (extraRetentionDays ?? 0) * assume['extra-copies'] };
}

/**
 * Automated backups hold the changes of their days, at most the volume for each day; as much as the volume is free, and
 * so are snapshots within those days (Aurora User Guide, Understanding Amazon Aurora backup storage usage).
 */
function automated(days: number, { gb, change }: Assumptions, region: string): Line {
  const changed = gb * Math.min(days - 1, (change / 100) * days);
  return line(`automated backups, ${days} days`, 'auroraBackup', changed, region);
}

/** A continuous backup of AWS Backup is the automated one, kept for as long as its rule says. */
function automatedDays({ rules }: Backups, clusterDays: number): number {
  return Math.max(
    clusterDays,
    ...rules.filter(({ isContinuous }) => isContinuous).map(({ retentionDays }) => Math.min(retentionDays, 35)),
  );
}

/** Across regions only what has changed since the copy before is sent, whatever the number of copies. */
function sentGb({ rules, extraRetentionDays }: Backups, { gb, change }: Assumptions): number {
  const isCopied = rules.some(({ copyRetentionDays }) => copyRetentionDays.length > 0);
  return isCopied || extraRetentionDays !== undefined ? gb * (change / 100) * DAYS_PER_MONTH : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
