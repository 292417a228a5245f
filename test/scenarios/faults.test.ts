import type { FaultRule } from '../../simulator/kernel/faults';
import { lockOwner } from './support/expect-refusal';
import { milliseconds, FailoverStage } from './support/failover-stage';

/** When the execution is about to start. */
const AT = milliseconds('1h24m');

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([1, 2, 3])(
  'passes while a tenth of all calls is throttled and another tenth answered with an error (seed %i)',
  async (seed) => {
    stage = await FailoverStage.bringUp({
      sdk: seed === 1 ? 'bundled' : 'runtime',
      seed,
      faults: [
        { at: AT, kind: 'throttle', region: 'us-west-2', probability: 0.1 },
        { at: AT, kind: 'error', region: 'us-west-2', probability: 0.1 },
      ],
    });

    const ending = await stage.run();

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', leftovers: [] } });
    expect(faultsMet('ThrottlingException')).toBeGreaterThan(10);
    expect(faultsMet('InternalFailure')).toBeGreaterThan(10);
    expect(stage.clusters).toEqual([ending.evidence?.database?.clusterIdentifier]);
  },
);

it('passes while one response in ten is lost on its way back', async () => {
  stage = await FailoverStage.bringUp({
    sdk: 'bundled',
    faults: [{ at: AT, kind: 'drop', region: 'us-west-2', probability: 0.1 }],
  });

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed' } });
  expect(faultsMet('response lost')).toBeGreaterThan(10);
  expect(stage.clusters).toEqual([ending.evidence?.database?.clusterIdentifier]);
  expect(stage.calls('RestoreDBClusterFromSnapshot', 'ok')).toBeLessThanOrEqual(1);
});

it('the evidence is written when nobody can be notified, and the output says so', async () => {
  stage = await FailoverStage.bringUp({ faults: [outage('sns')] });

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
  // It has tried for half an hour; readiness, whose events EventBridge delivers, has reported meanwhile.
  expect(ending.inbox.filter(({ subject }) => subject?.startsWith('pilot-light:'))).toEqual([]);
  expect(outputOf(ending.arn)).toContain('The notification could not be sent');
  expect(lockOwner(stage)).toBeUndefined();
});

it('people are notified before the evidence is written, and again when it cannot be', async () => {
  stage = await FailoverStage.bringUp({ faults: [{ ...outage('s3'), operation: 'PutObject' }] });

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: undefined });
  const mails = ending.inbox.filter(({ subject, message }) => subject !== undefined && message.includes(ending.arn));
  expect(mails.map(({ subject }) => subject)).toEqual([
    'pilot-light: failover passed',
    'pilot-light: the record of an execution is incomplete',
  ]);
  expect(mails[1]?.message).toContain('Failed: WriteEvidence');
  expect(lockOwner(stage)).toBeUndefined();
});

it('a switch metric that cannot be published is published when it can be, and the wait is notified', async () => {
  stage = await FailoverStage.bringUp({
    faults: [{ ...outage('monitoring'), operation: 'PutMetricData', for: milliseconds('25m') }],
  });

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
  const held = ending.inbox.find(({ subject }) => subject?.includes('failover is held up at UpdateRoute53'));
  expect(held?.subject).toMatch(/ for [34] minutes$/);
  expect(held?.message).toContain('CloudWatch PutMetricData answers InternalFailure (An internal error occurred.)');
});

function outage(service: string): FaultRule {
  return { at: AT, kind: 'error', region: 'us-west-2', service, probability: 1 };
}

function faultsMet(outcome: string): number {
  return stage.world.trace.entries.filter((entry) => entry.kind === 'call' && entry.outcome === outcome).length;
}

function outputOf(executionArn: string): string {
  return JSON.stringify(stage.standby.states.execution(executionArn).result);
}
