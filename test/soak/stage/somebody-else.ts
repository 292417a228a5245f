import { recoveryPointsIn } from '../../scenarios/support/recovery-points';
import type { FailoverStage } from '../../scenarios/support/failover-stage';

/** Named as ours are, and not ours: it has none of our tags. */
const CLUSTER = 'pilot-light-reports';

/** In the standby region there is more than what is ours: somebody restores a backup for a purpose of their own. */
export async function addSomebodyElses(stage: FailoverStage): Promise<void> {
  const { world, estate } = stage;
  const [newest = ''] = recoveryPointsIn(stage);
  const snapshot = stage.standby.rds.snapshots.find(newest);
  const caller = world.iam.callerOf(world.iam.operatorCredentials.accessKeyId);
  if (caller === undefined || snapshot === undefined) throw new Error('There is nothing yet to restore from.');
  await world.scheduler.runToEnd(
    world.dispatcher.dispatch({
      region: estate.standbyRegion,
      service: 'rds',
      operation: 'RestoreDBClusterFromSnapshot',
      input: {
        DBClusterIdentifier: CLUSTER,
        SnapshotIdentifier: newest,
        Engine: 'aurora-postgresql',
        EngineVersion: snapshot.engineVersion,
      },
      caller,
    }),
  );
}
