import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { FAILOVER, FailoverStage } from './support/failover-stage';
import { invoke, itemOf } from './support/traffic';

let stage: FailoverStage;

afterEach(() => stage.close());

it('a failover that is stopped frees the lock within seconds, and the watchers ask us-east-1 again', async () => {
  stage = await stopped();
  await stage.pass('5s');

  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'FAILED', failoverId: expect.any(String) });
  expect(await invoke(stage, 'measureRecoveryPoints')).toMatchObject({ primary: { isReadable: true } });
  expect(await invoke(stage, 'keepRecoveryPointObjective', { dryRun: true })).not.toMatchObject({ state: 'leftAlone' });
});

it('a failover that is stopped is mailed by EventBridge: no subject, and a command on a line of its own', async () => {
  stage = await stopped();
  await stage.pass('5s');

  const notice = stage.inbox.at(-1);
  expect(notice?.subject).toBeUndefined();
  expect(notice?.message.split('\n')).toEqual([
    '"pilot-light: a failover or drill ended as ABORTED."',
    expect.stringContaining('Without one nobody was notified'),
    expect.stringMatching(/^"aws stepfunctions describe-execution --region us-west-2 --execution-arn arn:[\w:-]+"$/),
  ]);
});

it('and so it is when no event of its end arrives: Step Functions is asked', async () => {
  stage = await stopped({ losingEvents: true });
  await stage.pass('5m');

  expect(itemOf(stage, 'failover')).toMatchObject({ status: 'RUNNING' });
  expect(await invoke(stage, 'measureRecoveryPoints')).toMatchObject({ primary: { isReadable: true } });
  expect(await invoke(stage, 'keepRecoveryPointObjective', { dryRun: true })).not.toMatchObject({ state: 'leftAlone' });
});

it('ended by its name it is continued by nobody: the next one has an identity of its own', async () => {
  stage = await stopped();
  await stage.pass('5s');
  const { failoverId = '' } = itemOf(stage, 'failover');

  expect(await invoke(stage, 'endFailover', { ...END, failoverId })).toMatchObject({ state: 'ended' });
  stage.world.faults.addDarkness(stage.estate.primaryRegion, stage.world.scheduler.now());
  const next = await stage.run();

  expect(next).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: false } });
  expect(next.evidence?.failoverId).not.toBe(failoverId);
});

it('while the standby serves it is not ended, but moved back', async () => {
  stage = await FailoverStage.bringUp();
  const ending = await stage.run();
  expect(ending.status).toBe('SUCCEEDED');
  const { failoverId = '' } = itemOf(stage, 'failover');
  // As an execution leaves it that was stopped after it had moved traffic.
  const table = stage.standby.dynamoDb.table(stage.estate.LockTableName);
  table.put({ ...table.find({ pk: { S: 'failover' } }), pk: { S: 'failover' }, status: { S: 'FAILED' } });

  await expect(invoke(stage, 'endFailover', { ...END, failoverId })).rejects.toThrow(
    /standby-serves: .* Moving traffic back ends it: aws lambda invoke [^"\\]* \/dev\/stdout"/,
  );
});

const END = { action: 'end', requestedBy: 'Ada', reason: 'it was a false alarm' };

/** A failover that was begun for nothing, and stopped while it restored. */
async function stopped(events = { losingEvents: false }): Promise<FailoverStage> {
  const made = await FailoverStage.bringUp({ darkAt: null });
  const execution = await made.start(FAILOVER);
  await made.untilState(execution, 'WaitForAurora');
  if (events.losingEvents) made.standby.events.publish = () => undefined;
  await made.operator
    .states(made.estate.standbyRegion)
    .send(new StopExecutionCommand({ executionArn: execution, cause: 'a false alarm' }));
  return made;
}
