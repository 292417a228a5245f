import { database, functionError, recovery, smoke } from './failover-functions';
import { called, DRILL, FAILOVER, ME, run } from './failover-run';

const OTHER = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:other';
const UNFINISHED = {
  owner: OTHER,
  status: 'FAILED',
  mode: 'failover',
  failoverId: '20261122-010000',
  recoveryPointArn: 'arn:begun',
};

describe('a failover', () => {
  test('restores and deploys side by side, proves the standby, and only then moves traffic', async () => {
    const outcome = await run({ input: FAILOVER });

    expect(outcome.result).toMatchObject({ status: 'SUCCEEDED', output: { verdict: 'passed', traffic: 'standby' } });
    expect(outcome.evidence.steps.map((step) => `${step.name} ${step.status}`)).toEqual([
      'FindLatestRecoveryPoint succeeded',
      'RestoreAurora succeeded',
      'DeployRegionStack succeeded',
      'VerifyFrontend succeeded',
      'SmokeTestStandby succeeded',
      'UpdateRoute53 succeeded',
      'WaitForTraffic succeeded',
      'SmokeTestPublic succeeded',
    ]);
    // 40 minutes of restore, with the stack beside it, and 90 seconds until resolvers see the switch.
    expect(outcome.evidence.rto).toMatchObject({ achievedSeconds: 2495, met: true });
    expect(outcome.evidence.rpo).toMatchObject({ achievedSeconds: 1800, met: true });
    expect(outcome.evidence.leftovers).toEqual([]);
    expect(outcome.lock).toMatchObject({ status: { S: 'COMPLETE' }, owner: { S: ME } });
    expect(outcome.notifications.map(({ Subject }) => Subject)).toEqual(['pilot-light: failover passed']);
    expect(called(outcome, 'RemoveClusterArn')).toBe(0);
  });

  test('gives every step a budget out of the recovery time objective', async () => {
    const { evidence } = await run({ input: FAILOVER });
    const budgets = Object.fromEntries(evidence.steps.map((step) => [step.name, step.budgetSeconds]));
    expect(budgets).toMatchObject({ RestoreAurora: 7200, DeployRegionStack: 5760, SmokeTestStandby: 720 });
  });

  test('hands the database on to the smoke test', async () => {
    const { payloads } = await run({ input: FAILOVER });
    expect(payloads['SmokeTestArn']?.[1]).toMatchObject({
      suite: 'standby',
      executionArn: ME,
      clusterArn: expect.stringContaining(':cluster:pilot-light-'),
      secretArn: expect.stringContaining(':secret:'),
    });
  });

  test('hands what RestoreAurora remembers to its next call', async () => {
    const progress = { rejected: [{ recoveryPointArn: 'arn:1', reason: 'gone' }], refusedSince: null };
    const { payloads } = await run({
      input: FAILOVER,
      functions: {
        RestoreAuroraArn: (_, call) =>
          call < 3 ? database('restoring', { progress, waitFor: null }) : database('ready'),
      },
    });
    expect(payloads['RestoreAuroraArn']?.map((payload) => payload['progress'])).toEqual([null, progress, progress]);
  });

  test('tries again what failed for a moment', async () => {
    let failures = 0;
    const outcome = await run({
      input: FAILOVER,
      functions: {
        FindLatestRecoveryPointArn: () => {
          failures += 1;
          if (failures < 4) throw functionError('TransientDependencyError', 'Throttling');
          return recovery(1800);
        },
      },
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
  });

  test('removes what it tried to restore and did not use, and nothing else', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: { RestoreAuroraArn: () => database('ready', { abandoned: ['pilot-light-20261122-030000-ffffff'] }) },
    });
    expect(outcome.payloads['RemoveClusterArn']?.[0]).toMatchObject({
      action: 'remove',
      keepClusterIdentifier: 'pilot-light-20261122-030000-abc123',
    });
    expect(outcome.payloads['DeployRegionStackArn']?.every((payload) => payload['action'] === 'deploy')).toBe(true);
    expect(outcome.result.status).toBe('SUCCEEDED');
  });
});

describe('a drill', () => {
  test('stops short of traffic and takes down what it built', async () => {
    const outcome = await run({ input: DRILL });

    expect(outcome.result).toMatchObject({ status: 'SUCCEEDED', output: { verdict: 'passed', traffic: 'primary' } });
    expect(called(outcome, 'UpdateRoute53Arn')).toBe(0);
    expect(outcome.payloads['RemoveClusterArn']?.[0]).toMatchObject({ action: 'remove', keepClusterIdentifier: null });
    expect(outcome.payloads['DeployRegionStackArn']?.at(-1)).toMatchObject({ action: 'remove' });
    expect(outcome.evidence.rto.achievedSeconds).toBe(2405);
    expect(outcome.lock).toMatchObject({ status: { S: 'COMPLETE' } });
  });

  test('reports old data instead of asking for approval', async () => {
    const outcome = await run({ input: DRILL, functions: { FindLatestRecoveryPointArn: () => recovery(9000) } });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', acceptance: 'a drill: nothing is lost' });
    expect(outcome.evidence.rpo.met).toBe(false);
  });

  test('takes down what it built when it fails', async () => {
    const outcome = await run({
      input: DRILL,
      functions: { SmokeTestArn: ({ suite }: { suite: string }) => smoke(suite, suite === 'frontend') },
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(outcome.states).toEqual(expect.arrayContaining(['RemoveCluster', 'RemoveStack']));
    expect(outcome.evidence).toMatchObject({ failure: { step: 'SmokeTestStandby' }, leftovers: [] });
    expect(outcome.lock).toMatchObject({ status: { S: 'COMPLETE' } });
  });

  test('fails when it cannot take itself down, and names what is left', async () => {
    const outcome = await run({
      input: DRILL,
      left: { clusters: ['pilot-light-20261122-030000-abc123'], stack: false },
      functions: {
        RemoveClusterArn: () => {
          throw functionError('UnsafeToProceedError', 'not-ours: no tag');
        },
      },
    });
    expect(outcome.evidence.failure).toMatchObject({ step: 'CleanUp', error: 'UnsafeToProceedError' });
    expect(outcome.evidence.failure?.cause).toContain('not-ours: no tag');
    expect(outcome.evidence.leftovers).toEqual(['cluster pilot-light-20261122-030000-abc123']);
    // The other half of the clean-up was not stopped by it.
    expect(outcome.states).toContain('RemoveStack');
    expect(outcome.lock).toMatchObject({ status: { S: 'FAILED' } });
  });
});

describe('is refused, with nothing changed', () => {
  test.each<readonly [string, unknown, string]>([
    ['an unknown mode', { ...FAILOVER, mode: 'test' }, "mode: write 'failover' or 'drill'"],
    ['no reason', { mode: 'failover', requestedBy: 'ops' }, 'reason: write why, in one sentence'],
    ['an empty name', { ...FAILOVER, requestedBy: ' ' }, 'requestedBy: write who requests it'],
    [
      'a time without offset',
      { ...FAILOVER, notAfter: 'yesterday' },
      'notAfter: write an ISO 8601 time with its offset',
    ],
    [
      'an age that is no number',
      { ...FAILOVER, acceptRecoveryPointAgeMinutes: '90' },
      'acceptRecoveryPointAgeMinutes: write',
    ],
    ['an unknown field', { ...FAILOVER, force: true }, 'force: there is no such field; leave it out'],
    ['a yes in words', { ...FAILOVER, requireApproval: 'yes' }, 'requireApproval: write true or false'],
    ['no object at all', 'failover', 'mode: write'],
  ])('with %s', async (_, input, message) => {
    const outcome = await run({ input });
    expect(outcome.result).toMatchObject({
      status: 'FAILED',
      error: 'InvalidRequestError',
      cause: expect.stringContaining(message),
    });
    expect(outcome.payloads).toEqual({});
    expect(outcome.lock).toBeUndefined();
    expect(outcome.evidence.failure?.cause).toContain(message);
    expect(outcome.notifications[0]?.Message).toContain(message);
  });

  test('all problems of an input are named at once', async () => {
    const { result } = await run({ input: {} });
    expect(result).toMatchObject({ cause: expect.stringMatching(/mode: .*reason: .*requestedBy: /) });
  });

  test('while another failover runs', async () => {
    const lock = { owner: OTHER, status: 'RUNNING', mode: 'failover', failoverId: 'x', recoveryPointArn: 'none' };
    const outcome = await run({ input: FAILOVER, lock });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(outcome.payloads).toEqual({});
    expect(outcome.lock).toMatchObject({ owner: { S: OTHER }, status: { S: 'RUNNING' } });
    expect(outcome.notifications[0]?.Message).toContain(
      `describe-execution --region us-west-2 --execution-arn ${OTHER}`,
    );
  });

  test('only once it is known whether the other one still runs', async () => {
    const lock = { owner: OTHER, status: 'RUNNING', mode: 'failover', failoverId: 'x', recoveryPointArn: 'none' };
    const trouble = ({ state }: { state: string }, elapsedMs: number) =>
      state === 'AskForOwner' && elapsedMs < 600_000
        ? functionError('TransientDependencyError', 'no answer')
        : undefined;
    const outcome = await run({ input: FAILOVER, lock, trouble });
    expect(outcome.result).toMatchObject({ error: 'FencedOutError' });
    expect(outcome.seconds).toBeGreaterThan(600);
  });

  test('for a drill while a failover is unfinished', async () => {
    const outcome = await run({ input: DRILL, lock: UNFINISHED });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: expect.stringContaining('unfinished-failover'),
    });
    expect(outcome.payloads).toEqual({});
  });

  test.each([
    ['drill', DRILL],
    ['failover', FAILOVER],
  ])('for a %s while the standby serves', async (_, input) => {
    const outcome = await run({ input, serves: 'standby' });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: expect.stringContaining('standby-serves'),
    });
    expect(outcome.payloads).toEqual({});
  });
});

describe('an unfinished failover', () => {
  test('is continued under its own identifier and with its recovery point', async () => {
    const outcome = await run({ input: FAILOVER, lock: UNFINISHED });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', continued: true, failoverId: '20261122-010000' });
    expect(outcome.payloads['FindLatestRecoveryPointArn']?.[0]).toMatchObject({ adoptedRecoveryPointArn: 'arn:begun' });
    expect(outcome.payloads['RestoreAuroraArn']?.[0]).toMatchObject({ failoverId: '20261122-010000' });
  });

  test('is taken over from an execution that no longer runs', async () => {
    const outcome = await run({ input: FAILOVER, lock: { ...UNFINISHED, status: 'RUNNING' }, ownerStatus: 'ABORTED' });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', continued: true });
    expect(outcome.lock).toMatchObject({ owner: { S: ME }, status: { S: 'COMPLETE' } });
  });

  const begun = { ...recovery(1800).chosen, recoveryPointArn: 'arn:begun' };
  const newer = { ...recovery(600).chosen, recoveryPointArn: 'arn:newer' };
  const adopted = { ...recovery(1800), chosen: begun, chosenBecause: 'adopted', runnersUp: [newer] };

  test('is continued although its switch has been set already, with the data that serves and no other', async () => {
    const functions = { FindLatestRecoveryPointArn: () => adopted };
    const outcome = await run({ input: FAILOVER, lock: UNFINISHED, serves: 'standby', functions });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.payloads['RestoreAuroraArn']?.[0]).toMatchObject({
      candidates: [{ recoveryPointArn: 'arn:begun', createdAt: begun.createdAt }],
    });
  });

  test('is not continued with other data while users are served', async () => {
    const outcome = await run({ input: FAILOVER, lock: UNFINISHED, serves: 'standby' });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: expect.stringContaining('standby-serves'),
    });
    expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
    expect(outcome.lock).toMatchObject({ recoveryPointArn: { S: 'arn:begun' }, failoverId: { S: '20261122-010000' } });
  });

  test('takes old data without a word only while there is nothing newer', async () => {
    const old = { ...adopted, chosen: { ...begun, ageSeconds: 5400 }, freshness: 'stale', runnersUp: [], ask: null };
    const alone = await run({
      input: FAILOVER,
      lock: UNFINISHED,
      functions: { FindLatestRecoveryPointArn: () => old },
    });
    expect(alone.evidence.acceptance).toContain('accepted when the unfinished failover 20261122-010000 began');

    const overtaken = await run({
      input: FAILOVER,
      lock: UNFINISHED,
      functions: {
        FindLatestRecoveryPointArn: () => ({ ...old, newer, ask: { reason: 'newer-passed-over', text: 'x' } }),
      },
    });
    expect(overtaken.result).toMatchObject({ cause: expect.stringContaining('approval-timed-out') });
    expect(overtaken.notifications[0]?.Message).toContain('"recoveryPointArn":"arn:newer"');
  });

  test('remembers the recovery point that was restored in the end, not the one that was chosen', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: { RestoreAuroraArn: () => database('ready', { recoveryPointArn: 'arn:fallen-back-to' }) },
    });
    expect(outcome.lock).toMatchObject({ recoveryPointArn: { S: 'arn:fallen-back-to' } });
  });

  test('finds out how to make a drill give way', async () => {
    const lock = { owner: OTHER, status: 'RUNNING', mode: 'drill', failoverId: 'x', recoveryPointArn: 'none' };
    const outcome = await run({ input: FAILOVER, lock, ownerStatus: 'RUNNING' });
    expect(outcome.result).toMatchObject({ error: 'FencedOutError' });
    const stop = `aws stepfunctions stop-execution --region us-west-2 --execution-arn ${OTHER}`;
    expect(outcome.evidence.nextActions.join('\n')).toContain(stop);
  });

  test('of a drill leaves its identifier, so that the next drill removes what is left, but not its recovery point', async () => {
    const outcome = await run({ input: DRILL, lock: { ...UNFINISHED, mode: 'drill' } });
    expect(outcome.evidence).toMatchObject({ failoverId: '20261122-010000', continued: false });
    expect(outcome.payloads['FindLatestRecoveryPointArn']?.[0]).toMatchObject({ adoptedRecoveryPointArn: null });
  });
});

describe('a failover that fails', () => {
  test('leaves traffic where it was when the standby does not pass', async () => {
    const outcome = await run({
      input: FAILOVER,
      left: { clusters: ['pilot-light-20261122-030000-abc123'], stack: true },
      functions: { SmokeTestArn: ({ suite }: { suite: string }) => smoke(suite, suite === 'frontend') },
    });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: 'SmokeTestStandby: smoke-test-failed: “standby check”: status 500',
    });
    expect(called(outcome, 'UpdateRoute53Arn')).toBe(0);
    expect(outcome.evidence.traffic).toBe('primary');
    expect(outcome.evidence.leftovers).toEqual([
      'cluster pilot-light-20261122-030000-abc123',
      'stack PilotLightActivation',
    ]);
    expect(outcome.evidence.nextActions[0]).toContain('aws stepfunctions start-execution');
    expect(outcome.lock).toMatchObject({ status: { S: 'FAILED' }, failoverId: { S: '20261122-030000' } });
  });

  test('says which step it was, in the words of the function, without its stack trace', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: {
        RestoreAuroraArn: () => {
          throw functionError('UnsafeToProceedError', 'quota-exceeded: you have 40 "clusters"');
        },
      },
    });
    expect(outcome.evidence.failure).toEqual({
      step: 'RestoreAurora',
      error: 'UnsafeToProceedError',
      cause: 'quota-exceeded: you have 40 "clusters"',
    });
    expect(outcome.evidence.steps.at(-1)).toMatchObject({
      name: 'RestoreAurora',
      status: 'failed',
      budgetSeconds: 7200,
    });
    expect(outcome.notifications[0]?.Subject).toBe('pilot-light: failover FAILED at RestoreAurora');
  });

  test('stops at a stack that cannot be made, with the reason', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: {
        WaitForAvailableArn: () => ({ state: 'failed', nextPollSeconds: 0, detail: 'ROLLBACK: Function: no code' }),
        DeployRegionStackArn: (_, call) => {
          if (call > 3) throw functionError('UnsafeToProceedError', 'stack-failed: Function: no code');
          return { phase: 'working', stackName: 'x', detail: 'x', waitFor: { target: 'stack' }, nextPollSeconds: 5 };
        },
      },
    });
    expect(outcome.evidence.failure).toMatchObject({
      step: 'DeployRegionStack',
      cause: expect.stringContaining('Function: no code'),
    });
    expect(outcome.seconds).toBeLessThan(60);
  });

  test('says how to move back when traffic has moved and the public name does not pass', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: { SmokeTestArn: ({ suite }: { suite: string }) => smoke(suite, suite !== 'public') },
    });
    expect(outcome.evidence).toMatchObject({ traffic: 'standby', failure: { step: 'SmokeTestPublic' } });
    expect(outcome.notifications[0]?.Message).toContain('Traffic: goes to us-west-2.');
    expect(outcome.evidence.nextActions.at(-1)).toContain('"action":"moveBack"');
  });

  test('says that it is held up when resolvers do not see the switch, asks for the switch again, and goes on', async () => {
    const outcome = await run({
      input: FAILOVER,
      functions: {
        WaitForAvailableArn: ({ waitFor }: { waitFor: { target: string } }, call) =>
          waitFor.target === 'traffic' && call < 90
            ? { state: 'waiting', nextPollSeconds: 20, detail: 'still the primary' }
            : { state: 'ready', nextPollSeconds: 0, detail: 'ready' },
        RestoreAuroraArn: (_, call) => database(call < 2 ? 'restoring' : 'ready'),
        DeployRegionStackArn: () => ({
          phase: 'ready',
          stackName: 'PilotLightActivation',
          detail: '',
          waitFor: null,
          nextPollSeconds: 0,
        }),
      },
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.notifications[0]?.Message).toContain('still the primary');
    expect(outcome.notifications).toHaveLength(2);
    expect(called(outcome, 'UpdateRoute53Arn')).toBe(2);
  });
});

describe('the report', () => {
  test('is sent although the evidence cannot be written, and says so', async () => {
    const outcome = await run({ input: FAILOVER, broken: ['s3:putObject', 'cloudwatch:putMetricData'] });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.notifications[0]?.Subject).toBe('pilot-light: failover passed');
    expect(outcome.notifications[1]?.Message).toMatch(/WriteEvidence, PublishMetrics.*get-execution-history/);
  });

  test('is written although nobody can be notified', async () => {
    const outcome = await run({ input: FAILOVER, broken: ['sns:publish'] });
    expect(outcome.evidence.verdict).toBe('passed');
    expect(outcome.result).toMatchObject({
      status: 'SUCCEEDED',
      output: { reportProblems: ['The notification could not be sent (Broken.Exception).'] },
    });
  });
});
