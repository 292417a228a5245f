import { TaskFailedError } from '../../simulator/asl/errors';
import { DEFINITE, PASSING } from './errors-of-steps';
import { database, functionError } from './failover-functions';
import { DRILL, FAILOVER, type FailoverRun, run, type RunProps } from './failover-run';

/** What a step may meet that passes by itself, of a function or of an integration. */
const PASSING_HERE: Readonly<Record<string, () => TaskFailedError>> = {
  ...PASSING,
  'DynamoDB that throttles': () =>
    new TaskFailedError(
      'DynamoDb.ProvisionedThroughputExceededException',
      'x (Service: DynamoDb, Status Code: 400, Request ID: x)',
    ),
  'DynamoDB that throttles requests': () =>
    new TaskFailedError(
      'DynamoDb.DynamoDbException',
      'ThrottlingException (Service: DynamoDb, Status Code: 400, Request ID: x)',
    ),
  'DynamoDB that fails': () =>
    new TaskFailedError(
      'DynamoDb.InternalServerErrorException',
      'x (Service: DynamoDb, Status Code: 500, Request ID: x)',
    ),
  'Step Functions that throttles': () =>
    new TaskFailedError('Sfn.SfnException', 'Rate exceeded (Service: Sfn, Status Code: 400, Request ID: x)'),
  'a service that does not answer': () =>
    new TaskFailedError('DynamoDb.SdkClientException', 'Unable to execute HTTP request: Connect timed out'),
};

/** What does not pass by waiting, of a function or of an integration. */
const DEFINITE_HERE: Readonly<Record<string, () => TaskFailedError>> = {
  ...DEFINITE,
  'a quota': () => functionError('UnsafeToProceedError', 'quota-exceeded: you have 40 clusters'),
  'something that is not ours': () =>
    functionError('UnsafeToProceedError', 'not-ours: no tag. Throttling is not the cause'),
  'a table that is not there': () =>
    new TaskFailedError('DynamoDb.ResourceNotFoundException', 'x (Service: DynamoDb, Status Code: 400, Request ID: x)'),
  'a table that may not be used': () =>
    new TaskFailedError(
      'DynamoDb.DynamoDbException',
      'User: x is not authorized to perform: dynamodb:GetItem (Service: DynamoDb, Status Code: 400, Request ID: x)',
    ),
  'a request that DynamoDB refuses': () =>
    new TaskFailedError(
      'DynamoDb.DynamoDbException',
      'One or more parameter values were invalid (Service: DynamoDb, Status Code: 400, Request ID: x)',
    ),
};

/** Every step of a failover that a call is made in, and of a drill's clean-up. */
const FAILOVER_STEPS = [
  'CheckTheInput',
  'ReadLock',
  'AskForOwner',
  'ReadTraffic',
  'TakeLock',
  'FindLatestRecoveryPoint',
  'AskForApproval',
  'ReadQuestion',
  'RememberRecoveryPoint',
  'RestoreAurora',
  'PollAurora',
  'DeployRegionStack',
  'PollStack',
  'VerifyFrontend',
  'RememberWhatWasRestored',
  'SmokeTestStandby',
  'UpdateRoute53',
  'PollTraffic',
  'SmokeTestPublic',
];
const CLEAN_UP_STEPS = ['RemoveCluster', 'RemoveStack'];
const STEPS = [
  ...FAILOVER_STEPS.map((step) => [step, FAILOVER] as const),
  ...CLEAN_UP_STEPS.map((step) => [step, DRILL] as const),
];
const OUTAGE_MS = 15 * 60_000;

/** Every step is passed through, and none more often than it has to be. */
function quick(): NonNullable<RunProps['functions']> {
  const arrived = new Set<string>();
  const ready = { state: 'ready', nextPollSeconds: 0, detail: '', waitedSeconds: 1, progress: null };
  return {
    RestoreAuroraArn: () => database(arrived.has('cluster') ? 'ready' : 'restoring'),
    DeployRegionStackArn: ({ action }: { action: string }) => ({
      phase: action === 'remove' ? 'gone' : arrived.has('stack') ? 'ready' : 'working',
      stackName: 'PilotLightActivation',
      detail: '',
      waitFor: { target: 'stack' },
      nextPollSeconds: 5,
    }),
    RemoveClusterArn: () => ({ phase: 'gone', detail: '', remaining: [], waitFor: null, nextPollSeconds: 0 }),
    WaitForAvailableArn: ({ waitFor }: { waitFor: { target: string } }) => {
      arrived.add(waitFor.target);
      return ready;
    },
  };
}

/** A run that passes through the step. */
function propsFor(step: string, input: object): RunProps {
  if (step === 'AskForOwner') {
    const lock = {
      owner: 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:other',
      status: 'RUNNING',
      mode: 'drill',
      failoverId: '20261122-010000',
    };
    return { input, lock, ownerStatus: 'ABORTED', functions: quick() };
  }
  if (step === 'AskForApproval' || step === 'ReadQuestion') {
    const approve = { approved: true, by: 'Ada' };
    // Nobody reads whether a question is out that is answered at once.
    const approveFromMs = step === 'ReadQuestion' ? 60_000 : 0;
    return { input: { ...input, requireApproval: true }, approve, approveFromMs, functions: quick() };
  }
  return { input, functions: quick() };
}

const undisturbed = new Map<string, Promise<FailoverRun>>();
function usual(step: string, input: object): Promise<FailoverRun> {
  const key = JSON.stringify(propsFor(step, input));
  const known = undisturbed.get(key) ?? run(propsFor(step, input));
  undisturbed.set(key, known);
  return known;
}

/** The step fails from its first call on, for a quarter of an hour. */
function outageOf(
  step: string,
  error: () => TaskFailedError | 'silence',
  forMs = OUTAGE_MS,
): NonNullable<RunProps['trouble']> {
  let sinceMs: number | undefined;
  return ({ state }, elapsedMs) => {
    if (state !== step) return undefined;
    sinceMs ??= elapsedMs;
    return elapsedMs < sinceMs + forMs ? error() : undefined;
  };
}

describe.each(STEPS)('%s', (step, input) => {
  test('outlasts a quarter of an hour of throttling, and is at most two minutes behind then', async () => {
    const outcome = await run({
      ...propsFor(step, input),
      trouble: outageOf(step, () => functionError('TransientDependencyError', 'Rate exceeded')),
    });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.seconds - (await usual(step, input)).seconds).toBeLessThanOrEqual(17 * 60);
  });

  test('outlasts a quarter of an hour of silence, and is at most four minutes behind then', async () => {
    const outcome = await run({ ...propsFor(step, input), trouble: outageOf(step, () => 'silence') });
    expect(outcome.result.status).toBe('SUCCEEDED');
    expect(outcome.seconds - (await usual(step, input)).seconds).toBeLessThanOrEqual(19 * 60);
  });

  test('asks again after whatever may pass by itself', async () => {
    const kinds = Object.values(PASSING_HERE);
    let calls = 0;
    const outcome = await run({
      ...propsFor(step, input),
      trouble: ({ state }) => (state === step ? kinds[calls++]?.() : undefined),
    });
    expect(outcome.result).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toBeGreaterThan(kinds.length);
  });

  test.each(Object.entries(DEFINITE_HERE))('ends within a minute, by name, at %s', async (_, error) => {
    const met: { ms?: number } = {};
    const outcome = await run({
      ...propsFor(step, input),
      trouble: ({ state }, elapsedMs) => {
        if (state !== step) return undefined;
        met.ms ??= elapsedMs;
        return error();
      },
    });
    expect(outcome.result.status).toBe('FAILED');
    const named = CLEAN_UP_STEPS.includes(step) ? 'clean-up-incomplete' : error().error;
    expect(JSON.stringify([outcome.result, outcome.evidence.failure])).toContain(named);
    if (!CLEAN_UP_STEPS.includes(step)) expect(outcome.seconds - (met.ms ?? 0) / 1000).toBeLessThanOrEqual(60);
  });
});
