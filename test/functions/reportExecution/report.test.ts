import { afterFailover, report } from './calls';
import {
  at,
  CLUSTER,
  COMPLETE,
  DRILL,
  DRILL_COMPLETE,
  executionOf,
  type FakeReports,
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
