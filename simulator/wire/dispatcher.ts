import type { Fault } from '../kernel/faults';
import { AwsError, type Access, type CallContext, type Caller, type Service } from '../service';
import type { World } from '../world';
import { recordCall } from './recorded-call';
import { CONTROL_PLANE_REGION, needsUsEast1 } from './us-east-1';

declare module '../world' {
  interface World {
    /** Where every call of every service goes through: faults, latency, authorisation, trace. */
    readonly dispatcher: Dispatcher;
  }
}

/** One call of an AWS API, after the wire and before the service. */
export interface Call {
  /** The region of the endpoint; `us-east-1` for the global control planes (Route 53, IAM, the global STS endpoint). */
  readonly region: string;
  /** The name in the SigV4 scope: `rds`, `states`, `monitoring`. */
  readonly service: string;
  readonly operation: string;
  /** As the SDK's command takes it. */
  readonly input: unknown;
  readonly caller: Caller;
}

/** Where a call goes; what it asks for counts only where that decides whether it is answered. */
type Endpoint = Pick<Call, 'region' | 'service' | 'operation'> & Partial<Pick<Call, 'input'>>;

/** A call that one service makes to another; `input` where it is known. */
type CallOnBehalf = Omit<Call, 'input'> & Partial<Pick<Call, 'input'>>;

/**
 * No answer comes. The dispatcher throws it at once: how long the caller waits before it gives up is the business of its
 * client, so the network layer lets a connection or socket timeout pass in virtual time.
 */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  /** `request`: no connection, nothing happened. `response`: the call took effect and its response never came back. */
  readonly lost: 'request' | 'response';
  /** The signing name of the service that was called. */
  readonly service: string;

  constructor(message: string, lost: 'request' | 'response', service: string) {
    super(message);
    this.lost = lost;
    this.service = service;
  }
}

/** Where every call of every simulated service goes through: faults, latency, authorisation, trace. */
export class Dispatcher {
  readonly #world: World;
  readonly #services = new Map<string, Service>();
  #apiCalls = 0;
  #callsToDarkRegion = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Makes the service answer in that region. A global service answers in us-east-1. */
  register(region: string, service: Service): void {
    this.#services.set(keyOf(region, service.signingName), service);
  }

  /** Every service that answers, with the region of its endpoint. */
  get services(): readonly { readonly region: string; readonly service: Service }[] {
    return [...this.#services].map(([key, service]) => ({ region: regionOf(key), service }));
  }

  get statistics(): { readonly apiCalls: number; readonly callsToDarkRegion: number } {
    return { apiCalls: this.#apiCalls, callsToDarkRegion: this.#callsToDarkRegion };
  }

  /** Whether the endpoint takes connections now. */
  isReachable(endpoint: Pick<Call, 'region' | 'service'>): boolean {
    return !this.#world.isDark(endpoint.region) || (this.#service(endpoint)?.answersInDarkness?.() ?? false);
  }

  /** Whether the operation is one of those that the simulator has. */
  isModelled(call: Pick<Call, 'region' | 'service' | 'operation'>): boolean {
    return Object.hasOwn(this.#service(call)?.operations ?? {}, call.operation);
  }

  /** @throws AwsError what AWS would answer; UnreachableError when no answer comes */
  async dispatch(call: Call): Promise<unknown> {
    this.#apiCalls += 1;
    if (this.#isDark(call)) this.#callsToDarkRegion += 1;
    try {
      const output = await this.#perform(call);
      this.#trace(call, 'ok');
      return output;
    } catch (error) {
      this.#trace(call, outcomeOf(error));
      if (error instanceof AwsError) error.service ??= call.service;
      // Anything else says that the service is broken.
      if (!(error instanceof AwsError || error instanceof UnreachableError)) this.#world.scheduler.defect(error);
      throw error;
    }
  }

  /** Whether anything could befall such a call: without it, a service that makes one need not be ready for more. */
  mayFail(call: Endpoint): boolean {
    return this.#isDark(call) || this.#lacksControlPlane(call) || this.#world.faults.mayMeet(call);
  }

  /**
   * A call that one service makes to another for somebody, done by `act`: it meets the faults of the service that it is
   * made to. It takes no time of its own, and it is in the trace only where something befell it.
   * @throws AwsError what AWS would answer; UnreachableError when no answer comes
   */
  async onBehalf<T>(call: CallOnBehalf, act: () => Promise<T> | T): Promise<T> {
    let fault: Fault | undefined;
    try {
      this.#requireReachable(call, 'request');
      fault = this.#world.faults.match(call, this.#world.scheduler.now(), this.#answersInDarkness(call));
      await this.#meetBefore(call, fault);
      const answer = await act();
      this.#meetAfter(call, fault);
      return answer;
    } catch (error) {
      if (fault !== undefined || error instanceof UnreachableError || this.#lacksControlPlane(call)) {
        this.#trace(call, outcomeOf(error));
      }
      if (error instanceof AwsError) error.service ??= call.service;
      throw error;
    }
  }

  async #perform(call: Call): Promise<unknown> {
    const { scheduler, durations, faults } = this.#world;
    const calledAtMs = scheduler.now();
    this.#requireReachable(call, 'request');
    const fault = faults.match(call, scheduler.now(), this.#answersInDarkness(call));
    await this.#meetBefore(call, fault, durations.drawMs('apiCall'));
    const answer = await this.#answer(call, calledAtMs).catch((error: unknown) => {
      // A refusal is an answer, too; an operation that is not modelled is not lost, it is named.
      if (fault?.kind === 'drop' && error instanceof AwsError && error.code !== NOT_MODELLED) return undefined;
      throw error;
    });
    this.#meetAfter(call, fault);
    return answer;
  }

  /** What befalls a call on its way to the service. */
  async #meetBefore(call: Endpoint, fault: Fault | undefined, latencyMs = 0): Promise<void> {
    if (fault?.kind === 'partition') throw met(fault, unreachable(call, 'request'));
    if (fault?.kind === 'delay') fault.meet();
    const waitMs = latencyMs + (fault?.delayMs ?? 0);
    if (waitMs > 0) await this.#world.scheduler.sleep(waitMs);
    this.#requireReachable(call, 'request');
    this.#requireControlPlane(call);
    if (fault?.kind === 'throttle') throw met(fault, new AwsError('ThrottlingException', 'Rate exceeded'));
    if (fault?.kind === 'error')
      throw met(fault, new AwsError('InternalFailure', 'An internal error occurred.', { status: 500 }));
  }

  /** What befalls its response. */
  #meetAfter(call: Endpoint, fault: Fault | undefined): void {
    this.#requireReachable(call, 'response');
    if (fault?.kind === 'drop') throw met(fault, unreachable(call, 'response'));
  }

  async #answer(call: Call, calledAtMs: number): Promise<unknown> {
    const { iam } = this.#world;
    const operation = this.#operation(call);
    const context: CallContext = { region: call.region, caller: call.caller, calledAtMs };
    const answer = async () => {
      iam.authorize(call.caller, operation.access(call.input, context), call.region, call.service);
      return await operation.handle(call.input, context);
    };
    const recorded = this.#service(call)?.recordedByCloudTrail;
    if (recorded?.operations.includes(call.operation) !== true) return await answer();
    return await recordCall(this.#world, call, recorded, answer);
  }

  #requireReachable(call: Endpoint, lost: 'request' | 'response'): void {
    if (!this.#isDark(call)) return;
    this.#world.faults.meetDarkness(call.region, this.#world.scheduler.now());
    throw unreachable(call, lost);
  }

  /** AWS documents that the operation may fail, not with what: this is every service's answer (IAM, "Common errors"). */
  #requireControlPlane(call: Endpoint): void {
    if (!this.#lacksControlPlane(call)) return;
    this.#world.faults.meetDarkness(CONTROL_PLANE_REGION, this.#world.scheduler.now());
    throw new AwsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', {
      status: 503,
    });
  }

  #lacksControlPlane(call: Endpoint): boolean {
    return needsUsEast1(call) && this.#world.isDark(CONTROL_PLANE_REGION);
  }

  #isDark(call: Endpoint): boolean {
    return this.#world.isDark(call.region) && !this.#answersInDarkness(call);
  }

  #answersInDarkness(call: Endpoint): boolean {
    if (!this.#world.isDark(call.region)) return false;
    const { operation, input } = call;
    return this.#service(call)?.answersInDarkness?.({ operation, input }) ?? false;
  }

  #service({ region, service }: Pick<Call, 'region' | 'service'>): Service | undefined {
    return this.#services.get(keyOf(region, service));
  }

  #operation(call: Call): AnyOperation {
    const service = this.#service(call);
    if (service === undefined) throw notModelled(`${call.service} in ${call.region}`);
    // The wire layer gives the input the shape that the operation's type says; a direct caller is trusted to.
    const operations = service.operations as Readonly<Record<string, AnyOperation | undefined>>;
    const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
    if (operation === undefined) throw notModelled(`${call.service}:${call.operation}`);
    return operation;
  }

  #trace(call: Omit<Call, 'input'>, outcome: string): void {
    this.#world.trace.record({
      kind: 'call',
      region: call.region,
      service: call.service,
      operation: call.operation,
      caller: nameOf(call.caller),
      outcome,
    });
  }
}

/** An operation whose input and output types are known to its own service only. */
interface AnyOperation {
  access(input: unknown, context: CallContext): readonly Access[];
  handle(input: unknown, context: CallContext): unknown;
}

const NOT_MODELLED = 'NotModelled';

function notModelled(what: string): AwsError {
  return new AwsError(NOT_MODELLED, `${what} is not modelled by the simulator (docs/SIMULATOR.md)`, { status: 501 });
}

function unreachable(call: Endpoint, lost: 'request' | 'response'): UnreachableError {
  const what = lost === 'request' ? 'is unreachable' : 'took effect, and its response was lost';
  return new UnreachableError(`${call.service}:${call.operation} in ${call.region} ${what}`, lost, call.service);
}

/** The fault has had its effect: this error is it. */
function met<E>(fault: Fault, error: E): E {
  fault.meet();
  return error;
}

function outcomeOf(error: unknown): string {
  if (error instanceof AwsError) return error.code;
  if (error instanceof UnreachableError) return error.lost === 'request' ? 'unreachable' : 'response lost';
  return 'simulator error';
}

/** The role's name, the service principal, or `operator`. */
function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case 'role':
      return caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
    case 'service':
      return caller.principal;
    case 'operator':
      return 'operator';
  }
}

function keyOf(region: string, signingName: string): string {
  return `${region}/${signingName}`;
}

function regionOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
