import type { Resolver } from '../../../network/resolver';
import type { SendOptions } from '../../../network/network';
import type { HttpRequest, HttpResponse } from '../../../network/http';
import type { World } from '../../../world';
import { type Bundle, type Scope, TASK_ROOT } from './bundle';
import { captureConsole, lineStream } from './captured-output';
import { type ErrorPayload, exited, toErrorPayload } from './invocation-error';
import { ModuleLoader } from './modules';
import { type DirectCall, offersRuntimeSdk, runtimeSdkModule } from './runtime-sdk';
import { functionScope } from './scope';
import { VirtualTimers } from './virtual-timers';

/** Where a global service is called, whatever the client's region. */
const GLOBAL_SERVICES: Readonly<Record<string, string>> = { route53: 'us-east-1' };

export type EnvironmentOptions = {
  readonly world: World;
  readonly region: string;
  readonly bundle: Bundle;
  /** `index.handler` */
  readonly handler: string;
  /** All environment variables: Lambda's and the function's own. */
  readonly variables: Readonly<Record<string, string>>;
  readonly nodeVersion: string;
  /** For the trace. */
  readonly name: string;
  /** The stream of randomness. */
  readonly randomStream: string;
  readonly onLine: (line: string) => void;
};

export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: string }
  /** The handler failed; the environment stays. */
  | { readonly kind: 'failed'; readonly error: ErrorPayload }
  /** The process ended; the environment is gone. */
  | { readonly kind: 'exited'; readonly error: ErrorPayload };

/** Ends an environment in the midst of an invocation: after how many of its API calls have taken effect. */
export type CrashPlan = { readonly afterCalls: number };

/**
 * One execution environment: the function's code, loaded once, with its own variables, clock, timers and credentials. It
 * serves one invocation at a time, and stands still between them.
 */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #timers: VirtualTimers;
  readonly #resolver: Resolver;
  readonly #loader: ModuleLoader;
  readonly #variables: Record<string, string>;
  #handler: ((event: unknown, context: unknown) => unknown) | undefined;
  #end: ((outcome: InvocationResult) => void) | undefined;
  #requestId = '';
  #crash: { remainingCalls: number } | undefined;
  #isDiscarded = false;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#variables = { ...options.variables };
    this.#resolver = options.world.network.createResolver({ region: options.region });
    this.#timers = new VirtualTimers(options.world.scheduler, {
      mayRun: () => this.#mayRun(),
      onError: (error) => this.#exit(toErrorPayload(error)),
    });
    const { scope, modules } = this.#makeScope();
    const { world } = options;
    this.#loader = new ModuleLoader(
      options.bundle,
      () => scope,
      modules,
      (name) => (offersRuntimeSdk(world) ? runtimeSdkModule(name, world, (call) => this.#call(call)) : undefined),
    );
  }

  /** One of the variables as the function sees it now. */
  variable(name: string): string | undefined {
    return this.#variables[name];
  }

  /** Loads the code: the init phase. Returns what is wrong with it, if anything is. */
  initialise(): ErrorPayload | undefined {
    const { handler, bundle } = this.#options;
    const separator = handler.lastIndexOf('.');
    const [file, exportName] = [handler.slice(0, separator), handler.slice(separator + 1)];
    const path = [`${TASK_ROOT}/${file}.js`, `${TASK_ROOT}/${file}.cjs`].find((name) => bundle.files.has(name));
    if (path === undefined) {
      return { errorType: 'Runtime.ImportModuleError', errorMessage: `Error: Cannot find module '${file}'` };
    }
    try {
      const exported = Reflect.get(Object(this.#loader.loadFile(path)), exportName) as unknown;
      if (typeof exported !== 'function') {
        const errorMessage = `${handler} is undefined or not exported`;
        return { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] };
      }
      if (exported.length > 2) {
        const errorMessage = `${handler} takes a callback, which Node.js 24 on Lambda no longer passes: make it async`;
        return { errorType: 'Runtime.CallbackHandlerDeprecated', errorMessage, trace: [] };
      }
      this.#handler = (event, context) => Reflect.apply(exported, undefined, [event, context]);
    } catch (error) {
      return toErrorPayload(error);
    }
    this.#timers.freeze();
    return undefined;
  }

  /** Runs the handler once. Never rejects; never settles once the environment is discarded. */
  invoke(event: unknown, context: { readonly awsRequestId: string }, crash?: CrashPlan): Promise<InvocationResult> {
    const handler = this.#handler;
    if (handler === undefined) throw new Error('An execution environment was invoked before it was initialised.');
    this.#requestId = context.awsRequestId;
    this.#crash = crash === undefined ? undefined : { remainingCalls: crash.afterCalls };
    this.#timers.thaw();
    const ended = new Promise<InvocationResult>((resolve) => {
      this.#end = resolve;
    });
    if (this.#crash?.remainingCalls === 0) this.kill();
    else this.#run(handler, event, context);
    return ended;
  }

  /** Ends the process at once, as a crash does. */
  kill(): void {
    this.#exit(exited(this.#requestId, 'with error: signal: killed'));
  }

  /** Nothing of this environment runs any more, and no response reaches it. */
  discard(): void {
    this.#isDiscarded = true;
    this.#end = undefined;
    this.#timers.discard();
  }

  #run(handler: (event: unknown, context: unknown) => unknown, event: unknown, context: unknown): void {
    Promise.resolve()
      .then(() => handler(event, context))
      .then((result) => JSON.stringify(result) ?? 'null')
      .then(
        (payload) => this.#finish({ kind: 'returned', payload }),
        (error: unknown) => this.#finish({ kind: 'failed', error: toErrorPayload(error) }),
      );
  }

  #finish(outcome: InvocationResult): void {
    const end = this.#end;
    if (end === undefined) return;
    this.#end = undefined;
    this.#timers.freeze();
    end(outcome);
  }

  #exit(error: ErrorPayload): void {
    const end = this.#end;
    this.discard();
    end?.({ kind: 'exited', error });
  }

  #mayRun(): boolean {
    return !this.#isDiscarded && !this.#options.world.isDark(this.#options.region);
  }

  #send(request: HttpRequest, options?: SendOptions): Promise<HttpResponse> {
    const origin = { name: `lambda:${this.#options.name}`, resolver: this.#resolver };
    return this.#reachOut(() => this.#options.world.network.send(request, origin, options));
  }

  /** A call that goes past the wire. */
  #call({ service, operation, input, region }: Parameters<DirectCall>[0]): Promise<unknown> {
    const { world } = this.#options;
    const caller = world.iam.callerOf(this.#variables['AWS_ACCESS_KEY_ID'] ?? '');
    if (caller === undefined) throw new Error(`the credentials of ${this.#options.name} are not the simulator's`);
    const where = GLOBAL_SERVICES[service] ?? region ?? this.#options.region;
    return this.#reachOut(() => world.dispatcher.dispatch({ region: where, service, operation, input, caller }));
  }

  /** Sends a request; a function that is to die after so many dies with its response. */
  #reachOut<Response>(send: () => Promise<Response>): Promise<Response> {
    return this.#whileItRuns(async () => {
      const response = await send();
      if (this.#crash !== undefined) {
        this.#crash.remainingCalls -= 1;
        if (this.#crash.remainingCalls <= 0) this.kill();
      }
      return response;
    });
  }

  /** Asks something outside; the outcome reaches only an environment that still runs. */
  async #whileItRuns<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (!this.#mayRun()) return never();
    try {
      const answer = await ask();
      return this.#mayRun() ? answer : await never();
    } catch (error) {
      if (!this.#mayRun()) return never();
      throw error;
    }
  }

  #makeScope(): { readonly scope: Scope; readonly modules: Readonly<Record<string, () => unknown>> } {
    const { world, bundle, nodeVersion, randomStream, onLine } = this.#options;
    const stdout = lineStream(onLine);
    const stderr = lineStream(onLine);
    return functionScope({
      scheduler: world.scheduler,
      random: { random: world.random, stream: randomStream },
      timers: this.#timers,
      resolver: {
        resolveCname: (...question) => this.#whileItRuns(() => this.#resolver.resolveCname(...question)),
        resolveHost: (...question) => this.#whileItRuns(() => this.#resolver.resolveHost(...question)),
      },
      bundle,
      variables: this.#variables,
      nodeVersion,
      stdout,
      stderr,
      console: captureConsole(stdout, stderr),
      send: (request, options) => this.#send(request, options),
      require: (name) => this.#loader.requireFrom(TASK_ROOT)(name),
      exit: (code) => {
        this.#exit(
          exited(this.#requestId, code === 0 ? 'without providing a reason' : `with error: exit status ${code}`),
        );
        throw new Error(`process.exit(${code})`);
      },
    });
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
