import { afterFailover, report } from './calls';
import { at, caught, CLUSTER, COMPLETE, FAILOVER_ID, type FakeReports, setReportEnvironment, thrown } from './cases';

let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = afterFailover();
});

describe('the evidence', () => {
  test('has every field that is read of it', async () => {
    const { evidence } = await report(reports, COMPLETE);
    const read =
      'execution verdict mode requestedBy reason input workload region startedAt endedAt failoverId continued readiness ' +
      'recoveredBy replication recoveryPoint acceptance database rto rpo steps checks traffic leftovers failure nextActions';
    expect(Object.keys(evidence)).toEqual(expect.arrayContaining(read.split(' ')));
    expect(evidence).toMatchObject({ mode: 'failover', recoveredBy: 'restoring a backup', leftovers: [] });
  });

  test('has each step against its budget, from when it was first tried, and the one that failed', async () => {
    const { evidence } = await report(reports, {
      ...COMPLETE,
      caught: thrown('SmokeTestStandby', 'UnsafeToProceedError', 'smoke-test-failed: x'),
      interruptions: [{ step: 'RestoreAurora', since: at('03:00:01'), lastAt: at('03:04:00'), error: 'x', cause: 'y' }],
    });
    expect(evidence['steps']).toEqual([
      expect.objectContaining({ name: 'FindLatestRecoveryPoint', budgetSeconds: 288, status: 'succeeded' }),
      expect.objectContaining({
        name: 'RestoreAurora',
        startedAt: at('03:00:01'),
        budgetSeconds: 7200,
        status: 'succeeded',
      }),
      {
        name: 'SmokeTestStandby',
        startedAt: at('03:06:00'),
        endedAt: at('03:46:00'),
        budgetSeconds: 720,
        status: 'failed',
      },
    ]);
  });

  test('names what a failed failover has built, and not what serves', async () => {
    reports.clusterNames = [CLUSTER, 'pilot-light-20261122-030000-ffffff'];
    reports.hasStack = true;
    const record = { ...COMPLETE, caught: thrown('SmokeTestPublic', 'UnsafeToProceedError', 'smoke-test-failed: x') };
    expect((await report(reports, record)).evidence['leftovers']).toEqual([
      'cluster pilot-light-20261122-030000-ffffff',
    ]);
    reports.items.clear();
    expect((await report(reports, record)).evidence['leftovers']).toEqual([
      `cluster ${CLUSTER}`,
      'cluster pilot-light-20261122-030000-ffffff',
      'stack PilotLightActivation',
    ]);
  });

  test('of a failover that was taken back has no recovery time, and no metric of one', async () => {
    const isMeasured = (metrics: readonly { MetricName: string }[]) =>
      metrics.some(({ MetricName }) => MetricName === 'RecoveryTimeSeconds');
    const served = await report(reports, COMPLETE);
    expect(served.evidence['rto']).toMatchObject({ achievedSeconds: 2810, met: true });
    expect(isMeasured(served.metrics)).toBe(true);
    reports.items.set('traffic', { serves: 'primary', decidedBy: 'Ada', decidedAt: at('03:45:00'), reason: 'why' });
    const takenBack = await report(reports, COMPLETE);
    expect(takenBack.evidence['rto']).toMatchObject({ achievedSeconds: null, met: null });
    expect(isMeasured(takenBack.metrics)).toBe(false);
  });

  test('names what may be there when it cannot be listed', async () => {
    reports.items.clear();
    for (const operation of ['clusters', 'stackExists'] as const) reports.broken.add(operation);
    const record = { ...COMPLETE, caught: thrown('SmokeTestStandby', 'UnsafeToProceedError', 'smoke-test-failed: x') };
    expect((await report(reports, record)).evidence['leftovers']).toEqual([
      `not known: clusters pilot-light-${FAILOVER_ID}-*`,
      'not known: stack PilotLightActivation',
    ]);
  });

  test('names nothing of another execution', async () => {
    reports.clusterNames = [CLUSTER];
    const record = { ...COMPLETE, isLocked: false, caught: caught('TakeLock', 'FencedOutError', 'lock-held') };
    expect((await report(reports, record)).evidence['leftovers']).toEqual([]);
  });

  test.each([
    ['the stack of the cache', true, undefined, ['stack PilotLightActivation', 'stack PilotLightCache']],
    [
      'a cache that its stack has lost',
      false,
      { status: 'available', createdBy: 'PilotLightCache' },
      ['cache pilot-light-standby'],
    ],
    ["not a cache of somebody else's", false, { status: 'available', createdBy: undefined }, []],
  ])('names %s', async (_, hasStack, lostCache, left) => {
    setReportEnvironment({ CACHE_STACK_NAME: 'PilotLightCache', CACHE_NAME: 'pilot-light-standby' });
    reports.items.clear();
    Object.assign(reports, { hasStack, lostCache });
    const record = { ...COMPLETE, caught: thrown('SmokeTestStandby', 'UnsafeToProceedError', 'smoke-test-failed: x') };
    expect((await report(reports, record)).evidence['leftovers']).toEqual(left);
  });
});

describe('of the cache beside the path, the evidence', () => {
  const record = (mode: string, state = 'creating') => ({
    ...COMPLETE,
    request: { ...COMPLETE.request, mode },
    stack: { stackName: 'PilotLightActivation', cache: { state, detail: 'on its way', command: null } },
  });

  test.each([
    ['that it is there', 'failover', 'available', 'it is available'],
    [
      'that it comes',
      'failover',
      'creating',
      'it is creating, and the workload can serve without it until it is available',
    ],
    [
      'that there is none',
      'failover',
      undefined,
      'there is none, and the workload can serve without it; the last that is known: on its way',
    ],
    ['that a drill has removed it', 'drill', undefined, 'it is taken down'],
    ['that a drill has left it', 'drill', 'deleting', 'it is still there, and deleting'],
  ])('says %s', async (_, mode, status, text) => {
    setReportEnvironment({ CACHE_STACK_NAME: 'PilotLightCache', CACHE_NAME: 'pilot-light-standby' });
    if (status !== undefined) reports.lostCache = { status, createdBy: 'PilotLightCache' };
    expect((await report(reports, record(mode))).evidence['cache']).toBe(text);
  });

  test('keeps the words of CloudFormation whole, of which the message leaves out the request', async () => {
    setReportEnvironment({ CACHE_STACK_NAME: 'PilotLightCache', CACHE_NAME: 'pilot-light-standby' });
    const detail =
      'Cache CREATE_FAILED: Resource handler returned message: "It says "no". (Service: ElastiCache, Status Code: 503, ' +
      'Request ID: 1)" (RequestToken: 2, HandlerErrorCode: ServiceInternalError)';
    const cache = { state: 'failed', detail, command: null };
    const { evidence, message } = await report(reports, {
      ...COMPLETE,
      stack: { stackName: 'PilotLightActivation', cache },
    });
    expect(evidence['cache']).toContain(detail);
    expect(message).toContain('Cache CREATE_FAILED: It says "no" (ServiceInternalError).');
  });

  test("does not call one the workload's that an earlier stack has left", async () => {
    setReportEnvironment({ CACHE_STACK_NAME: 'PilotLightCache', CACHE_NAME: 'pilot-light-standby' });
    reports.lostCache = { status: 'available', createdBy: 'PilotLightCache' };
    expect((await report(reports, record('failover', 'failed'))).evidence['cache']).toBe(
      'it is available; the last that is known: on its way',
    );
  });

  test('says what is known where it cannot be read, and nothing where a failover makes none', async () => {
    setReportEnvironment({ CACHE_STACK_NAME: 'PilotLightCache', CACHE_NAME: 'pilot-light-standby' });
    reports.broken.add('cache');
    expect((await report(reports, record('failover'))).evidence['cache']).toBe(
      'it could not be read whether it is there; the last that is known: on its way',
    );
    expect((await report(reports, COMPLETE)).evidence['cache']).toBeNull();
  });
});
