import { StopExecutionCommand } from '@aws-sdk/client-sfn';
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
  await stage.operator.states(stage.estate.standbyRegion).send(new StopExecutionCommand({ executionArn: drill }));
  stage.world.faults.addDarkness(stage.estate.primaryRegion, stage.world.scheduler.now());

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed' } });
  expect(stage.orphans(ending)).toEqual([]);
});

const clusters = () => [...stage.standby.rds.clusters.all.values()];
const writers = () => [...stage.standby.rds.instances.all.values()];
