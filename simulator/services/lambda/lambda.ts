import type * as client from '@aws-sdk/client-lambda';
import { AwsError, type Service } from '../../service';
import { UnreachableError } from '../../wire/dispatcher';
import type { Region } from '../../world';
import { allowsService } from '../resource-policy';
import { invokeLater } from './asynchronous-invocation';
import type { LogLine } from '../logs/log-group';
import { type LambdaFunction, logGroupOf } from './function';
import { FunctionLogs, type LogEvent } from './function-log';
import { FunctionStore } from './function-store';
import { runInvocation } from './invocation';
import { operationsOf } from './operations';
import { nameOf, requireCapacity, serialise } from './limits';
import { policyDocument } from './permissions';
import type { CrashPlan, InvocationResult } from './runtime/execution-environment';

declare module '../../world' {
  interface RegionalServices {
    readonly lambda: Lambda;
  }
}

/** Services that invoke functions asynchronously (Lambda Developer Guide, "Invoking Lambda with events from other services"). */
const ASYNCHRONOUS_PRINCIPALS: ReadonlySet<string> = new Set([
  'events.amazonaws.com',
  'logs.amazonaws.com',
  's3.amazonaws.com',
  'sns.amazonaws.com',
]);

export type InvokeRequest = {
  /** A name or an ARN. */
  readonly functionName: string;
  readonly payload: unknown;
  readonly clientContext?: unknown;
};

export type InvokeResult = {
  readonly statusCode: number;
  readonly functionError?: 'Unhandled';
  /** What the function returned, or its error's `{errorType, errorMessage, trace}`. */
  readonly payload: unknown;
};

/** The functions of one region. */
export class Lambda {
  readonly service: Service<typeof client>;
  readonly functions: FunctionStore;
  readonly #region: Region;
  readonly #logs = new FunctionLogs();
  readonly #crashes = new Map<string, CrashPlan>();

  constructor(region: Region) {
    this.#region = region;
    this.functions = new FunctionStore(region);
    this.service = { signingName: 'lambda', operations: operationsOf(region) };
  }

  /**
   * Runs a function and waits for its result. A function that fails is a result; what keeps it from running is an error.
   * @throws AwsError ResourceNotFoundException, TooManyRequestsException, RequestTooLargeException; UnreachableError in
   * a dark region
   */
  async invoke({ functionName, payload, clientContext }: InvokeRequest): Promise<InvokeResult> {
    const elsewhere = this.#regionOf(functionName);
    if (elsewhere !== undefined) return elsewhere.lambda.invoke({ functionName, payload, clientContext });
    this.#requireLight(functionName, 'request');
    const fn = this.functions.find(functionName);
    const outcome = await this.#run(fn, serialise(payload, 'RequestResponse'), clientContext);
    this.#requireLight(functionName, 'response');
    if (outcome.kind === 'returned') return { statusCode: 200, payload: JSON.parse(outcome.payload) as unknown };
    return { statusCode: 200, functionError: 'Unhandled', payload: outcome.error };
  }

  /** Puts an event in the function's queue: it runs later, and again if it fails. */
  invokeAsynchronously({ functionName, payload }: InvokeRequest): void {
    const elsewhere = this.#regionOf(functionName);
    if (elsewhere !== undefined) return elsewhere.lambda.invokeAsynchronously({ functionName, payload });
    const fn = this.functions.find(functionName);
    const serialised = serialise(payload, 'Event');
    return invokeLater(this.#region, fn, () => this.#run(fn, serialised, undefined));
  }

  /**
   * As `invoke`, for a service on its own behalf: the function's resource policy must allow it. EventBridge and SNS only
   * put an event in the queue, and learn nothing of what becomes of it.
   */
  async invokeAsService(
    request: InvokeRequest & { readonly principal: string; readonly sourceArn: string },
  ): Promise<InvokeResult> {
    this.requirePermission(request);
    if (!ASYNCHRONOUS_PRINCIPALS.has(request.principal)) return this.invoke(request);
    this.invokeAsynchronously(request);
    return { statusCode: 202, payload: undefined };
  }

  /** @throws AwsError AccessDeniedException unless the function's resource policy lets the service invoke it */
  requirePermission(request: { functionName: string; principal: string; sourceArn: string }): void {
    const { functionName, principal, sourceArn } = request;
    const fn = (this.#regionOf(functionName)?.lambda ?? this).functions.find(functionName);
    const { accountId } = this.#region.world;
    const action = 'lambda:InvokeFunction';
    const conditions = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId };
    if (allowsService(policyDocument(fn), { principal, action, resource: fn.arn, conditions })) return;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${principal} is not authorized to perform: ${action} on resource: ${fn.arn} because no resource-based ` +
        `policy allows the ${action} action for ${sourceArn}`,
      { status: 403 },
    );
  }

  /** The end of a function's log; it outlives the function. */
  logs(functionName: string): readonly LogEvent[] {
    return this.#logs.of(nameOf(functionName));
  }

  /** What the functions that log to a group have written, in one stream for each function and day. */
  linesIn(logGroup: string): readonly LogLine[] {
    const functions = [...this.functions.all]
      .filter(({ settings }) => logGroupOf(settings) === logGroup)
      .map(({ settings }) => settings.functionName);
    return functions.flatMap((name) =>
      this.#logs.of(name).map(({ timestampMs, message }) => {
        const day = new Date(timestampMs).toISOString().slice(0, 10).replaceAll('-', '/');
        return { stream: `${day}/[$LATEST]${name}`, timestampMs, message };
      }),
    );
  }

  /**
   * A fault: the function's next invocation dies when so many of its requests have taken effect, before it learns of the
   * last one's response. 0 is a crash before the first line.
   */
  crashNextInvocation(functionName: string, afterCalls: number): void {
    this.#crashes.set(nameOf(functionName), { afterCalls });
  }

  async #run(fn: LambdaFunction, payload: string, clientContext: unknown): Promise<InvocationResult> {
    const { world, name: region, cloudWatch } = this.#region;
    const { functionName } = fn.settings;
    const count = (name: string, value: number): void =>
      cloudWatch.putMetric({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName }, value });
    requireCapacity(fn, this.functions.all, () => count('Throttles', 1));
    const crash = this.#crashes.get(functionName);
    this.#crashes.delete(functionName);
    const startedAtMs = world.scheduler.now();
    fn.running += 1;
    try {
      const requestId = world.random.uuid(`lambda/${region}/${functionName}/requests`);
      const onLine = (line: string): void => this.#log(functionName, line);
      const outcome = await runInvocation(fn, { world, region, requestId, payload, clientContext, crash, onLine });
      count('Invocations', 1);
      count('Errors', outcome.kind === 'returned' ? 0 : 1);
      count('Duration', world.scheduler.now() - startedAtMs);
      return outcome;
    } finally {
      fn.running -= 1;
    }
  }

  #requireLight(functionName: string, lost: 'request' | 'response'): void {
    if (!this.#region.world.isDark(this.#region.name)) return;
    throw new UnreachableError(
      `lambda in ${this.#region.name} does not run ${nameOf(functionName)}: the region is dark`,
      lost,
      'lambda',
    );
  }

  #regionOf(functionName: string): Region | undefined {
    const region = functionName.startsWith('arn:') ? functionName.split(':')[3] : undefined;
    return region === undefined || region === this.#region.name ? undefined : this.#region.world.region(region);
  }

  #log(functionName: string, message: string): void {
    this.#logs.append(functionName, { timestampMs: this.#region.world.scheduler.now(), message });
    this.#region.cloudWatch.ingestLogLine(message);
  }
}
