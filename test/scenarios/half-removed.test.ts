import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { stopCluster } from '../../simulator/services/rds/start-stop';
import { DRILL, FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([
  ['its writer is being deleted', () => writers().some(({ status }) => status === 'deleting')],
  ['its writer is gone and the cluster is being deleted', () => clusters().some(({ status }) => status === 'deleting')],
])('a failover that finds a drill stopped while %s builds the database again', async (_, isMoment) => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '1h25m' });
  const drill = await stage.start(DRILL);
  await stage.until(isMoment, 'the moment');
  await stop(drill);
  stage.world.faults.addDarkness(stage.estate.primaryRegion, stage.world.scheduler.now());

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed' } });
  expect(stage.orphans(ending)).toEqual([]);
});

it('a cluster that somebody has stopped can be removed by hand', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '1h25m' });
  const drill = await stage.start(DRILL);
  await stage.untilState(drill, 'SmokeTestStandby');
  await stop(drill);
  const [cluster] = clusters();
  if (cluster === undefined) throw new Error('the drill has restored nothing');
  stopCluster(stage.standby, cluster);
  const failoverId = cluster.identifier.replace(/^pilot-light-(.*)-[0-9a-f]{6}$/, '$1');

  for (let call = 0; call < 40 && clusters().length > 0; call += 1) {
    await stage.operator.lambda(stage.estate.standbyRegion).send(
      new InvokeCommand({
        FunctionName: 'pilot-light-removeCluster',
        Payload: JSON.stringify({ action: 'remove', failoverId }),
      }),
    );
    await stage.pass('1m');
  }

  expect(clusters()).toEqual([]);
  expect(writers()).toEqual([]);
  expect(stage.calls('StartDBCluster')).toBe(1);
});

const clusters = () => [...stage.standby.rds.clusters.all.values()];
const writers = () => [...stage.standby.rds.instances.all.values()];

async function stop(executionArn: string): Promise<void> {
  await stage.operator.states(stage.estate.standbyRegion).send(new StopExecutionCommand({ executionArn }));
}
