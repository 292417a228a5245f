import type { World } from '../../world';
import { type LambdaFunction, logGroupOf, nodeVersionOf } from './function';
import { timedOut } from './runtime/invocation-error';
import { type CrashPlan, ExecutionEnvironment, type InvocationResult } from './runtime/execution-environment';

/** 6 MB for a synchronous response (Lambda quotas); the figure in Lambda's own message. */
const MAXIMUM_RESPONSE_BYTES = 6_291_556;

export type InvocationOptions = {
  readonly world: World;
  readonly region: string;
  readonly requestId: string;
  /** The event, as JSON. */
  readonly payload: string;
  readonly clientContext?: unknown;
  readonly crash?: CrashPlan;
  readonly onLine: (line: string) => void;
};

/** Runs a function once, in a warm environment if there is one. The environment is kept for the next request. */
export async function runInvocation(fn: LambdaFunction, options: InvocationOptions): Promise<InvocationResult> {
  const { world, requestId, onLine } = options;
  const { revisionId } = fn;
  const warm = takeWarm(fn, world);
  await world.scheduler.sleep(world.durations.drawMs(warm === undefined ? 'lambdaColdStart' : 'lambdaWarmStart'));
  onLine(`START RequestId: ${requestId} Version: $LATEST`);
  const startedAtMs = world.scheduler.now();
  const environment = warm ?? makeEnvironment(fn, options);
  const initError = warm === undefined ? environment.initialise() : undefined;
  const outcome: InvocationResult =
    initError === undefined
      ? await invokeWithin(environment, fn, options, startedAtMs)
      : { kind: 'exited', error: initError };
  onLine(`END RequestId: ${requestId}`);
  onLine(
    `REPORT RequestId: ${requestId} Duration: ${world.scheduler.now() - startedAtMs} ms Memory Size: ${fn.settings.memoryMb} MB`,
  );
  if (outcome.kind === 'exited' || fn.revisionId !== revisionId || world.isDark(options.region)) environment.discard();
  else fn.idle.push({ environment, lastUsedMs: world.scheduler.now() });
  return checkSize(outcome);
}

/** Runs the handler until it ends or the function's time is over; what is cut off takes its environment with it. */
function invokeWithin(
  environment: ExecutionEnvironment,
  fn: LambdaFunction,
  options: InvocationOptions,
  startedAtMs: number,
): Promise<InvocationResult> {
  const { world, requestId, payload, crash } = options;
  const { timeoutSeconds } = fn.settings;
  const deadlineMs = startedAtMs + timeoutSeconds * 1000;
  const event: unknown = JSON.parse(payload);
  return new Promise((resolve) => {
    const timer = world.scheduler.at(deadlineMs, () => {
      resolve({ kind: 'exited', error: timedOut(requestId, timeoutSeconds) });
    });
    void environment.invoke(event, makeContext(environment, fn, options, deadlineMs), crash).then((outcome) => {
      timer.cancel();
      resolve(outcome);
    });
  });
}

/** An idle environment is reclaimed after some minutes; Lambda does not say how many. */
function takeWarm(fn: LambdaFunction, { scheduler, durations }: World): ExecutionEnvironment | undefined {
  const oldestMs = scheduler.now() - durations.middleMs('lambdaIdleEnvironment');
  for (;;) {
    const idle = fn.idle.pop();
    if (idle === undefined) return undefined;
    if (idle.lastUsedMs >= oldestMs) return idle.environment;
    idle.environment.discard();
  }
}

function makeEnvironment(fn: LambdaFunction, { world, region, onLine }: InvocationOptions): ExecutionEnvironment {
  const { functionName, role, handler } = fn.settings;
  world.iam.assumeAsService(role, 'lambda.amazonaws.com', { sessionName: functionName, sourceArn: fn.arn });
  return new ExecutionEnvironment({
    world,
    region,
    bundle: fn.bundle,
    handler,
    nodeVersion: nodeVersionOf(fn.settings),
    name: functionName,
    randomStream: `lambda/${region}/${functionName}`,
    variables: { ...lambdaVariables(fn, world, region), ...fn.settings.variables },
    onLine,
  });
}

/** The variables that Lambda defines (Lambda Developer Guide, "Defined runtime environment variables"). */
function lambdaVariables(fn: LambdaFunction, world: World, region: string): Record<string, string> {
  const { functionName, handler, memoryMb, runtime, role } = fn.settings;
  const credentials = world.iam.issueCredentials(role, functionName);
  const date = new Date(world.scheduler.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(fn.settings),
    AWS_LAMBDA_LOG_STREAM_NAME: `${date}/[$LATEST]${world.random.hex(`lambda/${region}/${functionName}/logs`, 32)}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
  };
}

function makeContext(
  environment: ExecutionEnvironment,
  fn: LambdaFunction,
  options: InvocationOptions,
  deadlineMs: number,
): { readonly awsRequestId: string } {
  const { world, requestId, clientContext } = options;
  const context = {
    awsRequestId: requestId,
    functionName: fn.settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.arn,
    memoryLimitInMB: String(fn.settings.memoryMb),
    logGroupName: logGroupOf(fn.settings),
    logStreamName: environment.variable('AWS_LAMBDA_LOG_STREAM_NAME'),
    callbackWaitsForEmptyEventLoop: true,
    ...(clientContext !== undefined && { clientContext }),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - world.scheduler.now()),
  };
  return context;
}

function checkSize(outcome: InvocationResult): InvocationResult {
  if (outcome.kind !== 'returned' || Buffer.byteLength(outcome.payload) <= MAXIMUM_RESPONSE_BYTES) return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_RESPONSE_BYTES} bytes).`;
  return { kind: 'failed', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}
