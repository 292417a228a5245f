import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { FailoverStage, milliseconds } from './support/failover-stage';
import { healthChanges, itemOf } from './support/traffic';

let stage: FailoverStage;

afterEach(() => stage.close());

it('a switch that failed does not happen minutes later, when its failover was stopped and nobody would test it', async () => {
  const { execution } = await stoppedAtTheSwitch('error');
  await stage.pass('30m');

  expect(healthChanges(stage)).toEqual([]);
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
  expect(itemOf(stage, 'traffic')).toMatchObject({ serves: 'primary', status: 'DONE', decidedBy: execution });
  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'FAILED', servedAt: 'never' });

  const again = await stage.run();
  expect(again).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true, traffic: 'standby' } });
  expect(stage.calls('RestoreDBClusterFromSnapshot', 'ok')).toBe(1);
});

it('a switch that was accepted, though nobody heard of it, stays when its failover was stopped', async () => {
  await stoppedAtTheSwitch('drop');
  await stage.pass('30m');

  expect(healthChanges(stage)).toEqual(['unhealthy']);
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
  expect(itemOf(stage, 'traffic')).toMatchObject({ serves: 'standby', status: 'DONE' });
});

/** CloudWatch is in trouble when traffic is to move, and stays so for some minutes after somebody has stopped the failover. */
async function stoppedAtTheSwitch(kind: 'error' | 'drop'): Promise<{ readonly execution: string }> {
  stage = await FailoverStage.bringUp();
  const execution = await stage.start();
  await stage.untilState(execution, 'UpdateRoute53');
  stage.world.faults.add({
    at: stage.world.scheduler.now() - VIRTUAL_START_MS,
    for: milliseconds('5m'),
    kind,
    region: 'us-west-2',
    service: 'monitoring',
    operation: 'PutMetricData',
    probability: 1,
  });
  await stage.pass('2m');
  await stage.operator.states(stage.estate.standbyRegion).send(new StopExecutionCommand({ executionArn: execution }));
  expect(itemOf(stage, 'traffic')).toMatchObject({ serves: 'standby', status: 'PENDING', before: 'primary' });
  return { execution };
}
