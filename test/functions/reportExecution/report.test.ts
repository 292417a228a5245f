import { afterFailover, report } from './calls';
import {
  at,
  caught,
  CHOSEN,
  CLUSTER,
  COMPLETE,
  DRILL,
  DRILL_COMPLETE,
  executionOf,
  type FakeReports,
  heldUp,
  RUNNER_UP,
  setReportEnvironment,
  thrown,
} from './cases';

let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = afterFailover();
});

describe('the verdict', () => {
  test('is passed for a failover whose users are served by the region that was proven', async () => {
    expect(await report(reports, COMPLETE)).toMatchObject({ verdict: 'passed', error: null, cause: null });
  });

  test('is not passed when traffic was moved back in the meantime', async () => {
    reports.items.set('traffic', { serves: 'primary', decidedBy: 'Ada', decidedAt: at('03:45:00'), reason: 'mistake' });
    const moved = await report(reports, COMPLETE);
    expect(moved).toMatchObject({
      verdict: 'failed',
      error: 'UnsafeToProceedError',
      evidence: {
        traffic: 'primary',
        failure: { step: 'WaitForTraffic', cause: expect.stringMatching(/^moved-back: Ada /) },
      },
    });
  });

  test('is waited for while traffic cannot be read and nothing has failed', async () => {
    reports.broken.add('item');
    await expect(report(reports, COMPLETE)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('of a failure is reported although traffic cannot be read, with the command that reads it', async () => {
    reports.broken.add('item');
    const { evidence, message } = await report(reports, {
      ...COMPLETE,
      caught: thrown('SmokeTestPublic', 'TransientDependencyError', 'x'),
    });
    expect(evidence['traffic']).toBe('unknown');
    expect(message).toContain('Traffic: could not be read');
    expect(message).toContain('aws dynamodb get-item --region us-west-2');
  });

  test('of a failure at the switch says that it is not known whether traffic has moved, while the decision is not carried out', async () => {
    const decided = { decidedBy: executionOf().id, decidedAt: at('03:45:00'), reason: 'x', before: 'primary' };
    reports.items.set('traffic', { ...decided, serves: 'standby', status: 'PENDING' });
    const { evidence, message } = await report(reports, {
      ...COMPLETE,
      verifiedAt: null,
      caught: thrown('UpdateRoute53', 'UnsafeToProceedError', 'deadline-passed'),
    });
    expect(evidence['traffic']).toBe('unknown');
    expect(message).toMatch(/^Traffic: was to move to us-west-2, since .*; whether it has is not known yet\.$/m);
    expect(message).toContain('aws dynamodb get-item --region us-west-2');
  });

  test('of a drill needs no traffic', async () => {
    reports.items.clear();
    expect(await report(reports, DRILL_COMPLETE, executionOf(DRILL))).toMatchObject({
      verdict: 'passed',
      evidence: { traffic: 'primary' },
    });
  });

  test('of a drill that left something is failed', async () => {
    reports.items.clear();
    reports.clusterNames = [CLUSTER];
    expect(await report(reports, DRILL_COMPLETE, executionOf(DRILL))).toMatchObject({
      verdict: 'failed',
      evidence: { failure: { step: 'CleanUp' }, leftovers: [`cluster ${CLUSTER}`] },
    });
  });

  test('is failed where the public name was never tested', async () => {
    expect(await report(reports, { ...COMPLETE, verifiedAt: null })).toMatchObject({ verdict: 'failed' });
  });
});

describe('the measures', () => {
  test('are the seconds to the proof, and the seconds of data that were lost', async () => {
    const { metrics, evidence } = await report(reports, COMPLETE);
    expect(metrics.map(({ MetricName, Value }) => [MetricName, Value])).toEqual([
      ['ExecutionPassed', 1],
      ['RecoveryTimeSeconds', 2810],
      ['RecoveryPointAgeSeconds', 2760],
    ]);
    expect(evidence['rto']).toEqual({ objectiveSeconds: 14_400, achievedSeconds: 2810, met: true });
    expect(evidence['rpo']).toEqual({ objectiveSeconds: 3600, achievedSeconds: 2760, met: true });
  });

  test('count the older recovery point that a restore fell back to', async () => {
    const database = { ...COMPLETE.database, recoveryPointCreatedAt: at('01:14:00') };
    const { evidence } = await report(reports, { ...COMPLETE, database });
    expect(evidence['rpo']).toEqual({ objectiveSeconds: 3600, achievedSeconds: 6360, met: false });
  });

  test('are not made up where nothing was restored or proven', async () => {
    const { metrics } = await report(
      reports,
      { caught: thrown('CheckTheInput', 'InvalidRequestError', 'mode: write') },
      executionOf({}),
    );
    expect(metrics.map(({ MetricName, Value }) => [MetricName, Value])).toEqual([['ExecutionPassed', 0]]);
  });
});

/** What is said of this end. */
async function saidOf(record: object, input?: unknown): Promise<string> {
  reports.items.clear();
  return (await report(reports, { ...COMPLETE, verifiedAt: null, ...record }, executionOf(input))).message;
}

describe('the clean-up of a drill that stopped', () => {
  const cleaning = (Cause: string) => ({
    request: DRILL_COMPLETE.request,
    caught: caught('CleanUp', 'UnsafeToProceedError', Cause),
  });

  test.each(['clean-up-incomplete', 'deadline-passed'])(
    'by %s says that something is left only of what was seen',
    async (cause) => {
      reports.broken.add('clusters');
      const unread = await saidOf(cleaning(cause), DRILL);
      expect(unread).toContain('What the drill left could not be read: check again when RDS answers.');
      expect(unread).not.toContain('left something behind');
      reports.broken.clear();
      reports.clusterNames = [CLUSTER];
      expect(await saidOf(cleaning(cause), DRILL)).not.toContain('could not be read');
    },
  );
});

describe('the next command', () => {
  test('that watches the standby says which alarm trouble may have left on', async () => {
    const served = async (record: object) => (await report(reports, { ...COMPLETE, ...record })).message;
    const alarm = 'pilot-light-notification-failed where a mail could not be sent';
    expect(await served({})).not.toContain(alarm);
    const error = 'TransientDependencyError';
    expect(await served({ interruptions: [heldUp('RestoreAurora', error, 'x')] })).toContain(alarm);
    expect(await served({ notifiedAt: at('03:20:00') })).toContain(alarm);
  });

  test('asks which resource failed only where one failed', async () => {
    const failed = caught('DeployRegionStack', 'UnsafeToProceedError', 'stack-failed: Function CREATE_FAILED');
    expect(await saidOf({ caught: failed })).toContain('heck which resource failed');
    const late = caught('DeployRegionStack', 'UnsafeToProceedError', 'deadline-passed');
    const message = await saidOf({ caught: late });
    expect(message).not.toContain('which resource failed');
    expect(message).toContain('describe-stack-events');
  });

  test('names no recovery point that the error says could not be restored', async () => {
    const third = { ...RUNNER_UP, recoveryPointArn: RUNNER_UP.recoveryPointArn.replace('0100', '0030') };
    const cause = `fallback-needs-acceptance: what was chosen cannot be restored (${CHOSEN.recoveryPointArn}: failed; ${RUNNER_UP.recoveryPointArn}: failed). The next recovery point, ${third.recoveryPointArn} of then, is old`;
    const message = await saidOf({
      database: null,
      recovery: { ...COMPLETE.recovery, runnersUp: [RUNNER_UP, third] },
      caught: thrown('RestoreAurora', 'UnsafeToProceedError', cause),
    });
    expect(message).toContain(`"recoveryPointArn":"${third.recoveryPointArn}"`);
    expect(message).not.toContain(`"recoveryPointArn":"${RUNNER_UP.recoveryPointArn}"`);
  });

  test.each([
    ['notAfter', '2026-01-05 00:30'],
    ['recoveryPointArn', 7],
    ['requireApproval', 'yes'],
  ])(
    'for an input whose %s cannot be used says that it is left out, and asks somebody before data is restored',
    async (field, value) => {
      const input = { mode: 'failover', reason: 'x', requestedBy: 'ops', [field]: value };
      const message = await saidOf(
        { request: null, isLocked: false, caught: thrown('CheckTheInput', 'InvalidRequestError', `${field}: write`) },
        input,
      );
      expect(message).toContain(`starts a failover without ${field}, and asks for approval first`);
      expect(message).toContain('"requireApproval":true');
    },
  );

  describe('after a recovery point that was asked for cannot be used', () => {
    const notAfter = at('02:00:00');
    const recoveryPointArn = CHOSEN.recoveryPointArn;
    const saidAfter = async (asked: object) =>
      await saidOf({
        database: null,
        recovery: null,
        request: { ...COMPLETE.request, ...asked },
        caught: thrown('FindLatestRecoveryPoint', 'InvalidRequestError', 'x: write another'),
      });

    test('keeps the time that excludes data, and asks before another one is restored than was named', async () => {
      const message = await saidAfter({ notAfter, recoveryPointArn });
      expect(message).toContain(`"notAfter":"${notAfter}","requireApproval":true`);
      expect(message).not.toContain('"recoveryPointArn"');
      expect(message).toContain(
        'up to 02:00 UTC that can be used; this starts a failover without recoveryPointArn, and',
      );
    });

    test('asks for approval where nothing is as old as it has to be', async () => {
      const message = await saidAfter({ notAfter });
      expect(message).toContain('this starts a failover without notAfter, and asks for approval first');
      expect(message).toContain('"requireApproval":true');
      expect(message).not.toContain('"notAfter"');
      expect(message).not.toContain('The recovery point that was asked for');
    });
  });

  test('that takes another recovery point keeps the time that excludes data, and the approval that was demanded', async () => {
    const notAfter = at('02:30:00');
    const message = await saidOf({
      database: null,
      request: { ...COMPLETE.request, notAfter, requireApproval: true },
      caught: thrown('RestoreAurora', 'UnsafeToProceedError', 'fallback-needs-acceptance: x'),
    });
    expect(message).toContain(`"recoveryPointArn":"${RUNNER_UP.recoveryPointArn}","notAfter":"${notAfter}"`);
    expect(message).toContain('"requireApproval":true');
  });

  test.each([
    ['a backup', CHOSEN.recoveryPointArn, true],
    ['a replica', 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica', false],
  ])('that finishes a failover which serves %s leaves nothing out without an approval', async (_, served, isKept) => {
    const message = await saidOf({
      database: null,
      serves: 'standby',
      lock: { recoveryPointArn: served },
      request: { ...COMPLETE.request, notAfter: at('02:00:00') },
      caught: thrown('FindLatestRecoveryPoint', 'UnsafeToProceedError', 'standby-serves'),
    });
    expect(message.includes('"notAfter"')).toBe(isKept);
    expect(message.includes('"requireApproval":true')).toBe(!isKept);
  });

  test('says that somebody may be asked, where the data is older by now than was accepted', async () => {
    const caught = thrown('RestoreAurora', 'TransientDependencyError', 'x');
    const request = (minutes: number) => ({ ...COMPLETE.request, acceptRecoveryPointAgeMinutes: minutes });
    const may = 'The recovery point is 93 minutes old by now, more than is accepted, so it may ask for approval first';
    expect(await saidOf({ database: null, caught, request: request(80) })).toContain(may);
    expect(await saidOf({ database: null, caught, request: request(100) })).not.toContain('by now, more than');
    // What is restored already is taken again.
    expect(await saidOf({ caught, request: request(80) })).not.toContain('by now, more than');
  });

  test('after nobody has approved says that it will be asked again, where the input demands an approval', async () => {
    const caught = thrown('AskForApproval', 'UnsafeToProceedError', 'approval-timed-out');
    const demanded = { ...COMPLETE.request, requireApproval: true };
    expect(await saidOf({ database: null, caught })).toContain('start again without a question');
    expect(await saidOf({ database: null, caught, request: demanded })).toContain('answer the question this time');
  });
});
