import { afterFailover, call, workflow } from './calls';
import { at, executionOf, type FakeReports, REQUEST, setReportEnvironment } from './cases';

const COMMON = { workflow, execution: executionOf() };
let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = afterFailover();
});

describe('begin', () => {
  test('fills the defaults, divides the objective among the steps, and says until when it waits', async () => {
    expect(await call(reports, { action: 'begin', ...COMMON })).toEqual({
      request: {
        ...REQUEST,
        recoveryPointArn: null,
        notAfter: null,
        acceptRecoveryPointAgeMinutes: null,
        requireApproval: false,
        holdMinutes: 0,
        scheduledTime: null,
      },
      budgets: {
        FindLatestRecoveryPoint: 288,
        LookAtReplica: 288,
        AskForApproval: 3600,
        RestoreAurora: 7200,
        FailoverGlobalCluster: 3600,
        DeployRegionStack: 5760,
        VerifyFrontend: 720,
        SmokeTestStandby: 720,
        UpdateRoute53: 432,
        WaitForTraffic: 1152,
        SmokeTestPublic: 720,
        CleanUp: 7200,
      },
      readiness: { state: 'unknown', checkedAt: null, ageMinutes: null, problems: [] },
      skipped: null,
      deadlineAt: '2026-11-22T15:00:00.000Z',
    });
  });

  test.each([
    ['an unknown mode', { ...REQUEST, mode: 'dril' }, "mode: write 'failover' or 'drill'"],
    ['an empty reason', { ...REQUEST, reason: ' ' }, 'reason: write why, in one sentence'],
    ['nobody who requests it', { ...REQUEST, requestedBy: undefined }, 'requestedBy: write who requests it'],
    ['a number as text', { ...REQUEST, acceptRecoveryPointAgeMinutes: '90' }, 'acceptRecoveryPointAgeMinutes: write'],
    ['no age', { ...REQUEST, acceptRecoveryPointAgeMinutes: 0 }, 'acceptRecoveryPointAgeMinutes: write'],
    [
      'an age without end',
      { ...REQUEST, acceptRecoveryPointAgeMinutes: 1e300 },
      'acceptRecoveryPointAgeMinutes: write',
    ],
    ['a time without an offset', { ...REQUEST, notAfter: '2026-11-22T03:00:00' }, 'notAfter: write an ISO 8601 time'],
    ['a day that there is not', { ...REQUEST, notAfter: '2026-02-30T03:00:00Z' }, 'notAfter: write an ISO 8601 time'],
    ['no ARN', { ...REQUEST, recoveryPointArn: 'newest' }, 'recoveryPointArn: write the ARN'],
    ['a yes in words', { ...REQUEST, requireApproval: 'yes' }, 'requireApproval: write true or false'],
    ['an unknown field', { ...REQUEST, force: true }, 'force: there is no such field; leave it out'],
    ['no object at all', 'failover', 'input: write a JSON object'],
    ['a list', [REQUEST], 'input: write a JSON object'],
  ])('refuses %s, and says what to write', async (_, input, message) => {
    await expect(call(reports, { action: 'begin', workflow, execution: executionOf(input) })).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringContaining(message),
    });
  });

  test('names all problems at once', async () => {
    await expect(call(reports, { action: 'begin', workflow, execution: executionOf({ now: 1 }) })).rejects.toThrow(
      /mode: .*reason: .*requestedBy: .*now: /,
    );
  });

  test('quotes what readiness already knew', async () => {
    const quota = { name: 'quota-db-clusters', state: 'not-ready', detail: '40 of 40 are used', fix: 'ask for more' };
    const fine = { name: 'lock', state: 'ready', detail: 'free', fix: null };
    reports.objectText = JSON.stringify({ state: 'not-ready', checkedAt: at('03:06:00'), checks: [fine, quota] });
    expect(await call(reports, { action: 'begin', ...COMMON })).toMatchObject({
      readiness: { state: 'not-ready', ageMinutes: 40, problems: [quota] },
    });
  });

  test.each(['not JSON', '{"state":"ready"}', '[]', undefined])('goes on without a report that is %s', async (text) => {
    reports.objectText = text;
    expect(await call(reports, { action: 'begin', ...COMMON })).toMatchObject({ readiness: { state: 'unknown' } });
  });

  test('goes on without a report that cannot be read', async () => {
    reports.broken.add('object');
    expect(await call(reports, { action: 'begin', ...COMMON })).toMatchObject({ readiness: { state: 'unknown' } });
  });
});
