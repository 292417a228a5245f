import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { lockOwner } from './support/expect-refusal';
import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([
  ['while the cluster is being restored', 'PollAurora'],
  ['before the restore has been asked for', 'RememberRecoveryPoint'],
  ['while the standby is being tested', 'SmokeTestStandby'],
  ['when the switch has been asked for', 'PollTraffic'],
])(
  'an execution that is stopped %s notifies somebody, and the next start continues with what exists',
  async (_, state) => {
    stage = await FailoverStage.bringUp();
    const stopped = await stage.start();
    await stage.untilState(stopped, state);
    if (state === 'PollAurora') await stage.pass('1m');
    await stage.operator.states(stage.estate.standbyRegion).send(new StopExecutionCommand({ executionArn: stopped }));
    await stage.pass('10s');

    // The state machine itself could not say anything any more: the rule on failed executions does.
    expect(stage.inbox.map(({ message }) => message)).toContainEqual(expect.stringContaining(stopped));
    // The rule on ended executions has freed the lock; the failover is unfinished, and keeps its identity.
    expect(lockOwner(stage)).toBeUndefined();

    const again = await stage.run();

    expect(again).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true, verdict: 'passed' } });
    expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(1);
    expect(stage.clusters).toEqual([again.evidence?.database?.clusterIdentifier]);
    expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
    expect(stage.orphans(again)).toEqual([]);
    expect(lockOwner(stage)).toBeUndefined();
  },
);
