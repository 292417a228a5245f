import { recoveryPointsIn } from './support/recovery-points';
import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('exactly the rows are lost that were committed after the data was cut, counted by SQL on both sides', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', clientsEverySeconds: 60 });
  const [recoveryPoint = ''] = recoveryPointsIn(stage);
  const cutAt = new Date(stage.standby.rds.snapshots.get(recoveryPoint).cutAtMs).toISOString();
  const before = await keys(stage.primary, stage.estate.ClusterIdentifier);
  const committedAfterCut = await keys(stage.primary, stage.estate.ClusterIdentifier, `recorded_at >= '${cutAt}'`);

  const execution = await stage.start();
  // Before a client of the standby can add a row.
  await stage.untilState(execution, 'SmokeTestStandby');
  const [cluster = ''] = stage.clusters;
  const after = await keys(stage.standby, cluster);

  expect(committedAfterCut.length).toBeGreaterThan(10);
  expect(before.length).toBeGreaterThan(committedAfterCut.length);
  expect(before.filter((key) => !after.includes(key))).toEqual(committedAfterCut);
  expect(after.filter((key) => !before.includes(key))).toEqual([]);

  await stage.end(execution);
  await stage.pass('5m');
  const served = await keys(stage.standby, cluster);
  expect(served.length).toBeGreaterThan(after.length);
  expect(stage.clients.servedBy(stage.estate.standbyRegion, 0)).toHaveLength(served.length - after.length);
});

function keys(region: FailoverStage['standby'], cluster: string, where = 'true'): Promise<readonly string[]> {
  const sql = `select client_id || '/' || sequence as key from heartbeats where ${where} order by client_id, sequence`;
  return stage.world.scheduler.runToEnd(
    (async () => ((await region.rds.cluster(cluster).data?.query(sql)) ?? []).map((row) => String(row['key'])))(),
  );
}
