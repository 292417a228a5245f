import { afterFailover, call, reportOf, startOf } from './calls';
import { START, setReportEnvironment, thrown } from './cases';
import type { Story } from './stories/story';
import { CLUSTER, minutes, NOTHING_YET, OTHER_CLUSTER, PROVEN, SCHEDULED } from './stories/validation';
import { VALIDATION_ENDINGS } from './stories/validation-endings';

const validation = { workflow: 'restore-validation' } as const;
const story = (record: object, input: unknown = SCHEDULED): Story => ({ ...validation, record, input });
const reported = (name: string) => reportOf(VALIDATION_ENDINGS[name] ?? story({}), afterFailover());

beforeEach(() => setReportEnvironment());

describe('begin', () => {
  test('fills the defaults, and says when a step is late and when it ends', async () => {
    expect(await call(afterFailover(), { action: 'begin', ...startOf(validation, SCHEDULED) })).toEqual({
      request: { ...SCHEDULED, recoveryPointArn: null, notAfter: null, restoreJobId: null },
      budgets: { Sweep: 3600, RestoreAurora: 14_400, SmokeTest: 3600, CleanUp: 3600 },
      deadlineAt: '2026-11-22T15:00:00.000Z',
    });
  });

  test('says of nobody that it was the schedule', async () => {
    expect(await call(afterFailover(), { action: 'begin', ...startOf(validation, {}) })).toMatchObject({
      request: { requestedBy: 'somebody who gave no name', reason: 'no reason was given' },
    });
  });

  test.each([
    ['an empty reason', { reason: ' ' }, 'reason: write why, in one sentence, or leave it out'],
    ['no ARN', { recoveryPointArn: 'newest' }, 'recoveryPointArn: write the ARN of a recovery point'],
    ['a day that there is not', { notAfter: '2026-02-30T03:00:00Z' }, 'notAfter: write an ISO 8601 time'],
    ['an id that is none', { restoreJobId: 7 }, 'restoreJobId: write the id of a restore job'],
    ['a field of a failover', { mode: 'drill' }, 'mode: there is no such field; leave it out'],
    ['text', 'now', 'input: write a JSON object, such as {}'],
  ])('refuses %s, and says what to write', async (_, input, message) => {
    await expect(call(afterFailover(), { action: 'begin', ...startOf(validation, input) })).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringContaining(message),
    });
  });
});

describe('the report', () => {
  test('has every field that is read of the evidence, and each step against its budget', async () => {
    const { evidence } = await reported('validation passed');
    const read =
      'execution kind verdict requestedBy reason input workload region startedAt endedAt validationId recoveryPoint ' +
      'restored rejected age restoreSeconds steps checks swept leftovers findings nextActions';
    expect(Object.keys(evidence)).toEqual(expect.arrayContaining(read.split(' ')));
    expect(evidence).toMatchObject({
      kind: 'restore-validation',
      verdict: 'PASSED',
      age: { objectiveSeconds: 3600, achievedSeconds: 2760, met: true },
      restoreSeconds: 2268,
      findings: [],
      nextActions: ['Nothing to do.'],
      steps: [
        { name: 'Sweep', startedAt: START, budgetSeconds: 3600, status: 'succeeded' },
        { name: 'FindLatestRecoveryPoint', budgetSeconds: null, status: 'succeeded' },
        { name: 'RestoreAurora', budgetSeconds: 14_400, status: 'succeeded' },
        { name: 'SmokeTest', budgetSeconds: 3600, status: 'succeeded' },
        { name: 'CleanUp', budgetSeconds: 3600, status: 'succeeded' },
      ],
    });
  });

  test.each([
    ['validation passed', { ValidationPassed: 1, ValidationChecksFailed: 0, ValidatedRecoveryPointAgeSeconds: 2760 }],
    ['validation finds wrong data', { ValidationPassed: 0, ValidationChecksFailed: 2 }],
    ['validation restores an older backup', { ValidationPassed: 0, ValidatedRecoveryPointAgeSeconds: 6360 }],
    ['validation stands down', { ValidationRefused: 1 }],
  ])('of %s measures what dashboards and alarms read', async (name, expected) => {
    const { metrics } = await reported(name);
    const values = Object.fromEntries(metrics.map(({ MetricName, Value }) => [MetricName, Value]));
    expect(values).toMatchObject(expected);
    if ('ValidationRefused' in expected) expect(values).toEqual(expected);
    for (const metric of metrics)
      expect(metric).toMatchObject({ Dimensions: [{ Name: 'Workload', Value: 'pilot-light' }] });
  });

  test('gives a restore test the verdict on what its plan picked, and none where nothing was tested', async () => {
    expect(await reported('validation of what a restore test picked passed')).toMatchObject({
      restoreTest: {
        RestoreJobId: 'JOB-1',
        ValidationStatus: 'SUCCESSFUL',
        ValidationStatusMessage: expect.stringMatching(/^4 checks passed. Evidence: s3:\/\/.*\/validations\/now.json$/),
      },
    });
    const request = { ...PROVEN.request, restoreJobId: 'JOB-1' };
    const checks = [{ suite: 'data', name: 'rows', passed: false, detail: `none ${'x'.repeat(2000)}` }];
    const failed = await reportOf(story({ ...PROVEN, request, checks }), afterFailover());
    expect(failed).toMatchObject({
      restoreTest: {
        ValidationStatus: 'FAILED',
        ValidationStatusMessage: expect.stringMatching(/^SmokeTest: checks-/),
      },
    });
    expect(JSON.stringify(failed['restoreTest']).length).toBeLessThan(1200);
    const standsDown = VALIDATION_ENDINGS['validation stands down'] ?? story({});
    const refused = { ...standsDown, record: { ...standsDown.record, request } };
    const answer = await reportOf(refused, afterFailover());
    expect(answer).toMatchObject({ restoreTest: null });
    // It has given no verdict, so the next start still has one to give.
    expect(answer.message).toContain('"restoreJobId":"JOB-1"');
    expect(failed.message).not.toContain('restoreJobId');
  });

  test('says what is left as it is now, and of what cannot be read that it is not known', async () => {
    const reports = afterFailover();
    reports.clusterNames = ['validate-pilot-light-20261201-040000-abc123'];
    expect(await reportOf(story(PROVEN), reports)).toMatchObject({
      verdict: 'failed',
      evidence: {
        leftovers: ['cluster validate-pilot-light-20261201-040000-abc123'],
        findings: [{ step: 'CleanUp', cause: expect.stringContaining('clean-up-incomplete: Still there: ') }],
      },
    });
    reports.broken.add('clusters');
    expect(await reportOf(story(PROVEN), reports)).toMatchObject({ verdict: 'passed', evidence: { leftovers: [] } });
    const ofRemoval = async (removal: object) => await reportOf(story({ ...PROVEN, removal }), reports);
    const unread = await ofRemoval({ phase: 'working', detail: 'deleting', remaining: [] });
    expect(unread).toMatchObject({
      verdict: 'failed',
      evidence: {
        leftovers: ['not known: clusters validate-pilot-light-*'],
        findings: [{ step: 'CleanUp', cause: 'clean-up-unread: Not known: clusters validate-pilot-light-*' }],
      },
    });
    expect(unread.message).not.toMatch(/left behind|Still there/);
    expect(unread.message).toMatch(/Next: check the clusters of validations:\naws rds describe-db-clusters/);
    expect(await ofRemoval({ phase: 'working', remaining: [CLUSTER] })).toMatchObject({
      evidence: { leftovers: [`not known: cluster ${CLUSTER}`] },
    });
    expect(await ofRemoval({ phase: 'refused', remaining: [CLUSTER] })).toMatchObject({
      evidence: { leftovers: [`cluster ${CLUSTER}`] },
    });
  });

  test('of a sweep that failed has the command that reads what could not be read', async () => {
    const reports = afterFailover();
    reports.broken.add('clusters');
    const caught = thrown('RemoveCluster', 'InvariantViolationError', 'x');
    const removal = { phase: 'working', remaining: [OTHER_CLUSTER] };
    const { message } = await reportOf(story({ ...NOTHING_YET, removal, caught }), reports);
    expect(message).toContain(`Could not be read, and may be there: cluster ${OTHER_CLUSTER}.`);
    expect(message).toContain('aws rds describe-db-clusters');
  });

  test('says that what earlier validations left was removed only where that is known', async () => {
    const reports = afterFailover();
    const removal = { phase: 'working' };
    const sweep = { sweepFound: [CLUSTER, OTHER_CLUSTER], sweepRefused: [`the cluster ${CLUSTER} is protected`] };
    const sweptOf = async () => (await reportOf(story({ ...PROVEN, ...sweep, removal }), reports)).evidence['swept'];
    expect(await sweptOf()).toEqual([CLUSTER, OTHER_CLUSTER]);
    reports.broken.add('clusters');
    expect(await sweptOf()).toEqual([OTHER_CLUSTER]);
  });

  test('names the sweep where a removal was held up before the clean-up began, and the clean-up for its own trouble', async () => {
    const ofRemoval = async (since: number, lastAt: number) => {
      const interruption = {
        step: 'RemoveCluster',
        since: minutes(since),
        lastAt: minutes(lastAt),
        Error: 'x',
        Cause: '',
      };
      return (await reportOf(story({ ...PROVEN, interruptions: [interruption] }), afterFailover())).message;
    };
    expect(await ofRemoval(1, 5)).toContain('Held up at Sweep, from 03:01 UTC, last failed at 03:05 UTC');
    expect(await ofRemoval(41, 43)).toContain('Held up at CleanUp, from 03:41 UTC, last failed at 03:43 UTC');
    expect(await ofRemoval(1, 43)).toContain('Held up at CleanUp, last failed at 03:43 UTC');
  });

  test('of a refusal that left something behind is a failure', async () => {
    const refused = VALIDATION_ENDINGS['validation is refused a recovery point'] ?? story({});
    const reports = afterFailover();
    expect(await reportOf(refused, reports)).toMatchObject({ verdict: 'refused', error: 'InvalidRequestError' });
    reports.clusterNames = ['validate-pilot-light-20261101-040000-ffffff'];
    expect(await reportOf(refused, reports)).toMatchObject({ verdict: 'failed', error: 'ValidationFailed' });
  });
});
