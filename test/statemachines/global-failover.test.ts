import { functionError, REPLICA_ARN, replica } from './failover-functions';
import { called, DRILL, FAILOVER, run } from './failover-run';

const OTHER = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:other';
const unfinished = (recoveryPointArn: string) => ({
  owner: OTHER,
  status: 'FAILED',
  mode: 'failover',
  failoverId: '20261122-010000',
  recoveryPointArn,
});

describe('with a global database a failover', () => {
  test('promotes the replica beside the stack, restores nothing, and says so', async () => {
    const outcome = await run({ input: FAILOVER, database: 'global' });

    expect(outcome.result).toMatchObject({ status: 'SUCCEEDED', output: { verdict: 'passed', traffic: 'standby' } });
    expect(outcome.evidence.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'LookAtReplica succeeded',
      'FailoverGlobalCluster succeeded',
      'DeployRegionStack succeeded',
      'VerifyFrontend succeeded',
      'SmokeTestStandby succeeded',
      'UpdateRoute53 succeeded',
      'WaitForTraffic succeeded',
      'SmokeTestPublic succeeded',
    ]);
    expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
    expect(called(outcome, 'FindLatestRecoveryPointArn')).toBe(0);
    expect(outcome.evidence).toMatchObject({
      recoveredBy: 'failing over the global database',
      replication: { lagMilliseconds: 2000 },
      rpo: { achievedSeconds: 2, met: true },
      leftovers: [],
    });
    // The stack takes fifteen minutes: the database is no longer what takes longest.
    expect(outcome.evidence.rto.achievedSeconds).toBeLessThan(20 * 60);
    expect(outcome.lock).toMatchObject({ status: { S: 'COMPLETE' }, recoveryPointArn: { S: REPLICA_ARN } });
  });

  test('is called with what the look found, and with what it remembered', async () => {
    const { payloads } = await run({ input: FAILOVER, database: 'global' });
    const [look, first, second] = payloads['FailoverGlobalClusterArn'] ?? [];
    expect(look).toEqual({
      action: 'look',
      acceptRecoveryPointAgeMinutes: null,
      asOf: '2026-11-22T03:00:00.000Z',
    });
    expect(first).toEqual({
      action: 'failover',
      mode: 'failover',
      failoverId: '20261122-030000',
      dataOf: '2026-11-22T02:59:58.000Z',
      progress: null,
    });
    expect(second).toMatchObject({ progress: { rejected: [], refusedSince: null } });
  });

  test('tells in seconds what was lost, and that the database goes back before traffic does', async () => {
    const { notifications } = await run({ input: FAILOVER, database: 'global' });
    const message = notifications[0]?.Message ?? '';
    expect(message).toContain('Data lost: at most 2 seconds, by the replication lag: the replica was 2 s behind');
    expect(message.indexOf('switchover-global-cluster --region us-west-2')).toBeGreaterThan(0);
    expect(message.indexOf('moveBack')).toBeGreaterThan(message.indexOf('switchover-global-cluster'));
  });

  test('continues an unfinished one with the replica that it promoted', async () => {
    const outcome = await run({
      input: FAILOVER,
      database: 'global',
      lock: unfinished(REPLICA_ARN),
      serves: 'standby',
      functions: {
        FailoverGlobalClusterArn: ({ action }: { action: string }) =>
          action === 'look' ? replica(9000, { chosenBecause: 'adopted', ask: null }) : ready(),
      },
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.evidence.acceptance).toContain('accepted when the unfinished failover 20261122-010000 began');
  });
});

describe('with a global database a backup is restored', () => {
  test.each<readonly [string, Parameters<typeof run>[0]]>([
    ['in a drill, which leaves the primary its writes', { input: DRILL }],
    [
      'where one is asked for',
      { input: { ...FAILOVER, recoveryPointArn: 'arn:aws:rds:us-west-2:1:cluster-snapshot:x' } },
    ],
    ['where data of before a time is asked for', { input: { ...FAILOVER, notAfter: '2026-11-22T01:00:00Z' } }],
    [
      'where an unfinished failover began with one',
      { input: FAILOVER, lock: unfinished('arn:aws:rds:us-west-2:1:cluster-snapshot:awsbackup:copyjob-1') },
    ],
  ])('%s', async (_, props) => {
    const outcome = await run({ ...props, database: 'global' });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(called(outcome, 'FailoverGlobalClusterArn')).toBe(0);
    expect(outcome.evidence).toMatchObject({ recoveredBy: 'restoring a backup', replication: null });
  });

  test('never by default: without the setting nothing looks at a replica', async () => {
    const outcome = await run({ input: FAILOVER });
    expect(called(outcome, 'FailoverGlobalClusterArn')).toBe(0);
  });
});

describe('with a global database somebody is asked', () => {
  const look = (found: object) => ({
    FailoverGlobalClusterArn: ({ action }: { action: string }) => (action === 'look' ? found : ready()),
  });

  test('when nobody knows how much would be lost, whatever loss was accepted; a yes is recorded', async () => {
    const outcome = await run({
      input: { ...FAILOVER, acceptRecoveryPointAgeMinutes: 240 },
      database: 'global',
      approve: { approved: true, by: 'Ada' },
      functions: look(replica(null)),
    });
    const [question, told] = outcome.notifications;
    expect(question?.Subject).toContain('approve the failover');
    expect(question?.Message).toContain('How much data would be lost is not known (the replication lag is not known)');
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.evidence).toMatchObject({
      acceptance: 'approved by Ada',
      rpo: { achievedSeconds: null, met: null },
    });
    expect(told?.Message).toContain('Data lost: not known: the replication lag is not known (approved by Ada)');
  });

  test('and without an answer nothing is promoted', async () => {
    const outcome = await run({ input: FAILOVER, database: 'global', functions: look(replica(null)) });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(outcome.evidence.failure?.cause).toContain('the replication lag is not known');
    expect(called(outcome, 'FailoverGlobalClusterArn')).toBe(1);
  });

  test('when the lag is beyond the objective, unless that loss was accepted', async () => {
    const functions = look(replica(7200));
    const asked = await run({ input: FAILOVER, database: 'global', functions });
    expect(asked.evidence.failure?.cause).toContain('approval-timed-out');
    const accepted = await run({
      input: { ...FAILOVER, acceptRecoveryPointAgeMinutes: 240 },
      database: 'global',
      functions: look(replica(7200, { ask: null })),
    });
    expect(accepted.evidence).toMatchObject({ acceptance: 'accepted by ops: up to 240 minutes', rpo: { met: false } });
  });
});

describe('with a global database that does not do it', () => {
  test.each(['look', 'failover'])('a %s that is refused stops before traffic, with the way out', async (refused) => {
    const outcome = await run({
      input: FAILOVER,
      database: 'global',
      functions: {
        FailoverGlobalClusterArn: ({ action }: { action: string }) => {
          if (action === refused) throw functionError('UnsafeToProceedError', 'replica-unavailable: it is deleting');
          return replica(1);
        },
      },
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(outcome.evidence).toMatchObject({
      traffic: 'primary',
      failure: {
        step: refused === 'look' ? 'LookAtReplica' : 'FailoverGlobalCluster',
        cause: 'replica-unavailable: it is deleting',
      },
    });
    expect(called(outcome, 'UpdateRoute53Arn')).toBe(0);
    const actions = outcome.evidence.nextActions.join('\n');
    expect(actions).toContain('Or restore the newest backup instead');
    expect(actions).toContain('"notAfter":"2026-11-22T03:');
  });

  test('the time that it may take is bounded, and the step is named', async () => {
    const outcome = await run({
      input: FAILOVER,
      database: 'global',
      functions: {
        FailoverGlobalClusterArn: ({ action }: { action: string }) =>
          action === 'look' ? replica(1) : { ...ready(), phase: 'preparing', waitFor: null, nextPollSeconds: 600 },
      },
    });
    expect(outcome.evidence.failure).toMatchObject({ step: 'FailoverGlobalCluster', error: 'UnsafeToProceedError' });
    expect(outcome.seconds).toBeLessThan(13 * 3600);
  });
});

function ready() {
  return {
    phase: 'ready',
    detail: 'ready',
    recoveryPointArn: REPLICA_ARN,
    recoveryPointCreatedAt: null,
    clusterIdentifier: 'pilot-light-replica',
    clusterArn: REPLICA_ARN,
    secretArn: 'arn:secret',
    actions: [],
    waitFor: null,
    nextPollSeconds: 0,
    abandoned: [],
    progress: { rejected: [], refusedSince: null },
  };
}
