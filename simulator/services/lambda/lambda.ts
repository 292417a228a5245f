import type * as client from '@aws-sdk/client-lambda';
import { AwsError, type Service } from '../../service';
import { UnreachableError } from '../../wire/dispatcher';
import type { Region } from '../../world';
import { allowsService } from '../resource-policy';
import { invokeLater } from './asynchronous-invocation';
import {
  DEFAULT_ASYNCHRONOUS_SETTINGS,
  type FunctionSettings,
  type LambdaFunction,
  type Permission,
  readCode,
} from './function';
import { FunctionLog, type LogEvent } from './function-log';
import { runInvocation } from './invocation';
import { operationsOf } from './operations';
import { policyDocument } from './permissions';
import type { CrashPlan, Outcome } from './runtime/execution-environment';

/** An account's concurrent executions in a region (Lambda quotas). */
const ACCOUNT_CONCURRENCY = 1000;
/** 6 MB for a synchronous request, 1 MB for an asynchronous one (Lambda quotas); the figure in Lambda's own message. */
const MAXIMUM_REQUEST_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

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
  readonly #region: Region;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #logs = new Map<string, FunctionLog>();
  readonly #crashes = new Map<string, CrashPlan>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'lambda', operations: operationsOf(this) };
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
    const fn = this.find(functionName);
    const outcome = await this.#run(fn, serialise(payload, 'RequestResponse'), clientContext);
    this.#requireLight(functionName, 'response');
    if (outcome.kind === 'returned') return { statusCode: 200, payload: JSON.parse(outcome.payload) as unknown };
    return { statusCode: 200, functionError: 'Unhandled', payload: outcome.error };
  }

  /** Puts an event in the function's queue: it runs later, and again if it fails. */
  invokeAsynchronously({ functionName, payload }: InvokeRequest): void {
    this.#requireLight(functionName, 'request');
    const fn = this.find(functionName);
    const serialised = serialise(payload, 'Event');
    invokeLater(this.#region, fn, () => this.#run(fn, serialised, undefined));
  }

  /** As `invoke`, for a service on its own behalf: the function's resource policy must allow it. */
  async invokeAsService(
    request: InvokeRequest & { readonly principal: string; readonly sourceArn: string },
  ): Promise<InvokeResult> {
    this.requirePermission(request);
    return this.invoke(request);
  }

  /** @throws AwsError AccessDeniedException unless the function's resource policy lets the service invoke it */
  requirePermission(request: { functionName: string; principal: string; sourceArn: string }): void {
    const { functionName, principal, sourceArn } = request;
    const fn = (this.#regionOf(functionName)?.lambda ?? this).find(functionName);
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

  create(settings: FunctionSettings, zip: Uint8Array): LambdaFunction {
    if (this.#functions.has(settings.functionName)) {
      throw new AwsError('ResourceConflictException', `Function already exist: ${settings.functionName}`, {
        status: 409,
      });
    }
    this.#requireRole(settings.role);
    const fn: LambdaFunction = {
      arn: this.arnOf(settings.functionName),
      settings,
      bundle: readCode(zip),
      lastModified: this.#now(),
      revisionId: this.#revision(settings.functionName),
      asynchronous: DEFAULT_ASYNCHRONOUS_SETTINGS,
      permissions: new Map(),
      idle: [],
      running: 0,
    };
    this.#functions.set(settings.functionName, fn);
    this.#record(fn, 'Active');
    return fn;
  }

  /** Changes a function. What runs goes on with the old code; the next request finds the new. */
  change(
    functionName: string,
    change: { readonly settings?: FunctionSettings; readonly zip?: Uint8Array },
  ): LambdaFunction {
    const fn = this.find(functionName);
    if (change.settings !== undefined) {
      this.#requireRole(change.settings.role);
      fn.settings = change.settings;
    }
    if (change.zip !== undefined) fn.bundle = readCode(change.zip);
    fn.lastModified = this.#now();
    fn.revisionId = this.#revision(fn.settings.functionName);
    for (const { environment } of fn.idle.splice(0)) environment.discard();
    this.#record(fn, 'Active');
    return fn;
  }

  delete(functionName: string): void {
    const fn = this.find(functionName);
    for (const { environment } of fn.idle.splice(0)) environment.discard();
    this.#functions.delete(fn.settings.functionName);
    this.#record(fn, 'Deleted');
  }

  addPermission(functionName: string, permission: Permission): void {
    const { permissions } = this.find(functionName);
    if (permissions.has(permission.statementId)) {
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${permission.statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        { status: 409 },
      );
    }
    permissions.set(permission.statementId, permission);
  }

  /** The function of that name or ARN. @throws AwsError ResourceNotFoundException */
  find(functionName: string): LambdaFunction {
    const name = nameOf(functionName);
    const fn = this.#functions.get(name);
    if (fn !== undefined) return fn;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${this.arnOf(name)}`, { status: 404 });
  }

  has(functionName: string): boolean {
    return this.#functions.has(nameOf(functionName));
  }

  get functions(): readonly LambdaFunction[] {
    return [...this.#functions.values()];
  }

  arnOf(functionName: string): string {
    return `arn:aws:lambda:${this.#region.name}:${this.#region.world.accountId}:function:${nameOf(functionName)}`;
  }

  /** The end of a function's log; it outlives the function. */
  logs(functionName: string): readonly LogEvent[] {
    return this.#logs.get(nameOf(functionName))?.events ?? [];
  }

  /**
   * A fault: the function's next invocation dies when so many of its requests have taken effect, before it learns of the
   * last one's response. 0 is a crash before the first line.
   */
  crashNextInvocation(functionName: string, afterCalls: number): void {
    this.#crashes.set(nameOf(functionName), { afterCalls });
  }

  async #run(fn: LambdaFunction, payload: string, clientContext: unknown): Promise<Outcome> {
    const { world, name: region, cloudWatch } = this.#region;
    const { functionName } = fn.settings;
    const count = (name: string, value: number): void =>
      cloudWatch.putMetric({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName }, value });
    this.#requireCapacity(fn, () => count('Throttles', 1));
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

  #requireCapacity({ settings, running }: LambdaFunction, onThrottle: () => void): void {
    const reserved = settings.reservedConcurrency;
    const isReservedFull = reserved !== undefined && running >= reserved;
    const isAccountFull = this.functions.reduce((sum, fn) => sum + fn.running, 0) >= ACCOUNT_CONCURRENCY;
    if (!isReservedFull && !isAccountFull) return;
    onThrottle();
    const Reason = isReservedFull
      ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
      : 'ConcurrentInvocationLimitExceeded';
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429, members: { Reason } });
  }

  /** Lambda takes a role only if it can assume it. */
  #requireRole(role: string): void {
    try {
      this.#region.world.iam.assumeAsService(role, 'lambda.amazonaws.com');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        'InvalidParameterValueException',
        'The role defined for the function cannot be assumed by Lambda.',
      );
    }
  }

  #requireLight(functionName: string, lost: 'request' | 'response'): void {
    if (!this.#region.world.isDark(this.#region.name)) return;
    throw new UnreachableError(
      `lambda in ${this.#region.name} does not run ${nameOf(functionName)}: the region is dark`,
      lost,
    );
  }

  #regionOf(functionName: string): Region | undefined {
    const region = functionName.startsWith('arn:') ? functionName.split(':')[3] : undefined;
    return region === undefined || region === this.#region.name ? undefined : this.#region.world.region(region);
  }

  #log(functionName: string, message: string): void {
    let log = this.#logs.get(functionName);
    if (log === undefined) {
      log = new FunctionLog();
      this.#logs.set(functionName, log);
    }
    log.append({ timestampMs: this.#region.world.scheduler.now(), message });
    this.#region.cloudWatch.ingestLogLine(message);
  }

  #record(fn: LambdaFunction, status: string): void {
    const { world, name } = this.#region;
    world.trace.record({
      kind: 'resource',
      region: name,
      type: 'lambda-function',
      id: fn.settings.functionName,
      status,
    });
  }

  #now(): Date {
    return new Date(this.#region.world.scheduler.now());
  }

  #revision(functionName: string): string {
    return this.#region.world.random.uuid(`lambda/${this.#region.name}/${functionName}/revisions`);
  }
}

function serialise(payload: unknown, type: keyof typeof MAXIMUM_REQUEST_BYTES): string {
  const text = JSON.stringify(payload) ?? 'null';
  const limit = MAXIMUM_REQUEST_BYTES[type];
  if (Buffer.byteLength(text) <= limit) return text;
  throw new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { status: 413 },
  );
}

/** The name in `name`, `name:$LATEST`, an ARN, or a partial ARN. */
function nameOf(functionName: string): string {
  const unqualified = functionName.replace(/:\$LATEST$/, '');
  return /(?:^|:)function:([^:]+)$/.exec(unqualified)?.[1] ?? unqualified;
}
