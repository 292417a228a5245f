import { BRISK, FailoverStage } from '../../scenarios/support/failover-stage';
import type { ConfigurationName, Play } from '../play';

export const CONFIGURATIONS: Readonly<Record<ConfigurationName, unknown>> = {
  'pilot-light': {},
  warm: { standby: 'warm' },
  records: { traffic: { mode: 'records' } },
  'no-cache': { workload: { kind: 'reference', cache: { engine: 'none' } } },
  global: { database: 'global' },
  'long-objective': { objectives: { rpoMinutes: 360 } },
  'no-keeper': { freshness: { keeper: false }, backupFailure: { repairFrom: 'never' } },
};

/** From the darkness to the decision to fail over. */
const DECISION_MINUTES = 5;

/** Two regions at the moment when the execution is to be started. */
export async function bringUp(play: Play): Promise<FailoverStage> {
  let filledAtMs = 0;
  const { seed, configuration, durations, overTheWire, primary } = play;
  const stage = await FailoverStage.bringUp({
    seed,
    config: CONFIGURATIONS[configuration],
    sdk: overTheWire ? 'bundled' : 'runtime',
    durations: durations === 'brisk' ? BRISK : durations,
    // Rows in memory are not replicated.
    rows: overTheWire || configuration === 'global' ? 'postgres' : 'memory',
    darkAt: primary.isDark ? `${primary.startMinutes - DECISION_MINUTES}m` : null,
    darkFor: primary.backAfterMinutes === null ? undefined : `${primary.backAfterMinutes + DECISION_MINUTES}m`,
    at: `${primary.startMinutes}m`,
    prepare: ({ world }) => {
      filledAtMs = world.scheduler.now();
    },
  });
  forgetEmptyBackups(stage, filledAtMs);
  return stage;
}

/** Of before the tables were made: where a workload has run for a week, no such recovery point is left. */
function forgetEmptyBackups({ standby }: FailoverStage, filledAtMs: number): void {
  for (const { recoveryPoints } of standby.backup.vaults.all.values())
    for (const [arn, { createdAt }] of recoveryPoints) if (createdAt.getTime() < filledAtMs) recoveryPoints.delete(arn);
}
