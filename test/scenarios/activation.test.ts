import { zipSync } from 'fflate';
import { expectRefusal } from './support/expect-refusal';
import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

const FUNCTION = 'pilot-light-workload';

it('a fence that a rollback left on the standby’s function is reported by readiness, and taken off by the next failover', async () => {
  stage = await FailoverStage.bringUp({ config: { standby: 'warm' }, prepare: fence });
  expect(await stage.notReady()).toContainEqual(['workload-fence', expect.stringContaining(FUNCTION)]);

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.calls('DeleteFunctionConcurrency', 'ok')).toBe(1);
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

it('a function that an earlier stack has lost is deleted before the stack is made', async () => {
  stage = await FailoverStage.bringUp({ prepare: (on) => leaveFunction(on, 'PilotLightActivation') });

  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.calls('DeleteFunction', 'ok')).toBe(1);
  expect(stage.calls('ExecuteChangeSet', 'ok')).toBe(1);
});

it('a function of somebody’s in its place ends the failover by name, and it goes on when that is gone', async () => {
  stage = await FailoverStage.bringUp({ prepare: (on) => leaveFunction(on, 'Orders') });

  const failed = await stage.run();

  await expectRefusal(stage, failed, {
    step: 'DeployRegionStack',
    error: 'UnsafeToProceedError',
    cause: /stack-failed: .*already exist/,
  });
  expect(stage.standby.lambda.functions.find(FUNCTION).settings.tags).toEqual({ 'pilot-light:created-by': 'Orders' });

  stage.standby.lambda.functions.delete(FUNCTION);
  const again = await stage.run();

  expect(again).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true } });
  expect(stage.orphans(again)).toEqual([]);
});

function call({ world, estate }: FailoverStage, operation: string, input: object): Promise<unknown> {
  const request = {
    region: estate.standbyRegion,
    service: 'lambda',
    operation,
    input,
    caller: { kind: 'operator' as const },
  };
  return world.scheduler.runToEnd(world.dispatcher.dispatch(request));
}

/** Step 3 of the runbook's rollback, which nobody has undone. */
async function fence(on: FailoverStage): Promise<void> {
  await call(on, 'PutFunctionConcurrency', { FunctionName: FUNCTION, ReservedConcurrentExecutions: 0 });
}

async function leaveFunction(on: FailoverStage, createdBy: string): Promise<void> {
  await call(on, 'CreateFunction', {
    FunctionName: FUNCTION,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111111111111:role/pilot-light-workload-us-west-2',
    Code: { ZipFile: zipSync({ 'index.js': new TextEncoder().encode('exports.handler = async () => 1') }) },
    Tags: { 'pilot-light:created-by': createdBy },
  });
}
