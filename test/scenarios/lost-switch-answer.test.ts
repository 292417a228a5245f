import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { FailoverStage, milliseconds } from './support/failover-stage';
import { healthChanges, itemOf } from './support/traffic';

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([
  ['the answers of CloudWatch are lost', 'drop'],
  ['CloudWatch throttles', 'throttle'],
  ['CloudWatch fails', 'error'],
] as const)(
  'while %s for five minutes from the switch on, traffic moves once and never back, and the mail says where it is',
  async (_, kind) => {
    stage = await FailoverStage.bringUp();
    const execution = await stage.start();
    await stage.untilState(execution, 'UpdateRoute53');
    const switchedAtMs = stage.world.scheduler.now();
    stage.world.faults.add({
      at: switchedAtMs - VIRTUAL_START_MS,
      for: milliseconds('5m'),
      kind,
      region: 'us-west-2',
      service: 'monitoring',
      operation: 'PutMetricData',
      probability: 1,
    });

    const ending = await stage.end(execution);
    await stage.pass('20m');

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
    expect(healthChanges(stage)).toEqual(['unhealthy']);
    expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
    expect(ending.inbox.at(-1)?.message).toMatch(/Traffic: goes to us-west-2/);
    expect(itemOf(stage, 'traffic')).toMatchObject({
      serves: 'standby',
      before: 'primary',
      status: 'DONE',
      decidedBy: ending.arn,
    });
    expect(Date.parse(itemOf(stage, 'failover')['servedAt'] ?? '')).toBeGreaterThanOrEqual(switchedAtMs);
  },
);
