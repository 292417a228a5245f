import { isThrottlingError } from '@smithy/core/retry';
import { AwsError } from '../../../service';
import { clientNamed } from '../../../wire/clients';
import type { World } from '../../../world';

/** One call of an AWS API by its service's signing name, made in the function's name. */
export type DirectCall = (call: {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** The client's own region; the function's if it has none. */
  readonly region: string | undefined;
}) => Promise<unknown>;

type ClientConfiguration = {
  readonly region?: string;
  readonly maxAttempts?: number;
  /** Is told of a call that has failed for good, as the SDK's `loggerMiddleware` does. */
  readonly logger?: { error(call: FailedCall): void };
  /** In place of `maxAttempts`: @smithy/types, RetryStrategyV2. */
  readonly retryStrategy?: RetryStrategy;
  readonly requestHandler?: {
    readonly connectionTimeout?: number;
    readonly requestTimeout?: number;
    readonly throwOnRequestTimeout?: boolean;
  };
};

interface FailedCall {
  readonly clientName: string;
  readonly commandName: string;
  readonly error: unknown;
}

interface RetryToken {
  getRetryCount(): number;
  getRetryDelay(): number;
}

interface RetryStrategy {
  acquireInitialRetryToken(scope: string): Promise<RetryToken>;
  refreshRetryTokenForRetry(token: RetryToken, info: { readonly errorType: string }): Promise<RetryToken>;
}

const offered = new WeakSet<World>();

/**
 * Gives functions that were bundled without the AWS SDK one that is there already, as Lambda's own runtimes do. Its
 * clients hand each command to the simulator as it is: nothing is signed, serialised or sent, which makes a call ten
 * times cheaper. For runs of months, and for functions of a team's own; our bundles have the SDK inside.
 */
export function offerRuntimeSdk(world: World): void {
  offered.add(world);
}

export function offersRuntimeSdk(world: World): boolean {
  return offered.has(world);
}

/** `@aws-sdk/client-backup` as a module; undefined for a package that is no client of a service that is simulated. */
export function runtimeSdkModule(
  name: string,
  world: World,
  call: DirectCall,
): Readonly<Record<string, unknown>> | undefined {
  const known = clientNamed(name);
  if (known === undefined) return undefined;
  const { client, exports } = known;
  const made = new Map<string | symbol, unknown>();
  const clientClass = clientOf({ ...known, world, call });
  return new Proxy(exports, {
    get(target, key) {
      if (key === client) return clientClass;
      // Enumerations, error classes and the like are the real client's.
      if (typeof key !== 'string' || !key.endsWith('Command')) return Reflect.get(target, key);
      const command = made.get(key) ?? commandOf(key);
      made.set(key, command);
      return command;
    },
  });
}

interface Command {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

function commandOf(name: string): unknown {
  const operation = name.slice(0, -'Command'.length);
  return class implements Command {
    readonly operation = operation;
    readonly input: Command['input'];

    constructor(input: Command['input'] = {}) {
      this.input = input;
    }
  };
}

interface ClientParts {
  readonly client: string;
  readonly signingName: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly world: World;
  readonly call: DirectCall;
}

function clientOf({ client, signingName: service, exports, world, call }: ClientParts) {
  return class {
    readonly config: ClientConfiguration;

    constructor(configuration: ClientConfiguration = {}) {
      this.config = configuration;
    }

    async send(command: Command): Promise<unknown> {
      try {
        return await this.attempt(command);
      } catch (error) {
        this.config.logger?.error({ clientName: client, commandName: `${command.operation}Command`, error });
        throw error;
      }
    }

    private async attempt({ operation, input }: Command): Promise<unknown> {
      const { region, maxAttempts = 3, requestHandler, retryStrategy } = this.config;
      let token = await retryStrategy?.acquireInitialRetryToken('');
      for (let attempt = 1; ; attempt += 1) {
        try {
          const answer = call({ service, operation, input: withoutUndefined(input), region });
          const output = await withinTimeout(world, answer, requestHandler);
          return { $metadata: { httpStatusCode: 200, attempts: attempt }, ...readable(output) };
        } catch (error) {
          const failure = toSdkError(error, exports, attempt);
          if (error instanceof Error && error.name === 'UnreachableError') {
            await world.scheduler.sleep(requestHandler?.connectionTimeout ?? 5_000);
          }
          const errorType = errorTypeOf(error);
          if (retryStrategy !== undefined && token !== undefined) {
            token = await retryStrategy.refreshRetryTokenForRetry(token, { errorType }).catch(() => undefined);
            if (token === undefined) throw failure;
            await world.scheduler.sleep(token.getRetryDelay());
            continue;
          }
          if (errorType === 'CLIENT_ERROR' || attempt >= maxAttempts) throw failure;
          await world.scheduler.sleep(100 * 2 ** attempt);
        }
      }
    }

    destroy(): void {}
  };
}

/** Whoever asked has gone when the answer comes; what the call does, it does all the same. */
class RequestTimeout extends Error {
  override readonly name = 'TimeoutError';
}

function withinTimeout<Answer>(
  { scheduler }: World,
  answer: Promise<Answer>,
  { requestTimeout, throwOnRequestTimeout = false }: ClientConfiguration['requestHandler'] = {},
): Promise<Answer> {
  // Without throwOnRequestTimeout the SDK only warns.
  if (requestTimeout === undefined || !throwOnRequestTimeout) return answer;
  return new Promise((resolve, reject) => {
    const timer = scheduler.after(requestTimeout, () => {
      reject(new RequestTimeout(`no response within ${requestTimeout} ms`));
    });
    answer.then(resolve, reject).finally(() => timer.cancel());
  });
}

/** As the SDK classifies it for its retries (@smithy/core, service-error-classification). */
function errorTypeOf(error: unknown): 'TRANSIENT' | 'THROTTLING' | 'CLIENT_ERROR' {
  if (error instanceof RequestTimeout || (error instanceof Error && error.name === 'UnreachableError'))
    return 'TRANSIENT';
  if (!(error instanceof AwsError)) return 'CLIENT_ERROR';
  const { code: name, message, status: httpStatusCode } = error;
  if (isThrottlingError({ name, message, $metadata: { httpStatusCode } })) return 'THROTTLING';
  return error.status >= 500 ? 'TRANSIENT' : 'CLIENT_ERROR';
}

/** As the SDK throws it: named by the error's shape, of the shape's class where the client has one. */
function toSdkError(error: unknown, exports: Readonly<Record<string, unknown>>, attempts: number): unknown {
  if (error instanceof Error && error.name === 'UnreachableError') {
    return Object.assign(new Error('Connection timed out'), { name: 'TimeoutError', $metadata: { attempts } });
  }
  if (!(error instanceof AwsError)) return error;
  const { code, message, members, status } = error;
  const $metadata = { httpStatusCode: status, attempts };
  const shape = Object.hasOwn(exports, code) ? exports[code] : undefined;
  if (typeof shape === 'function') {
    return Reflect.construct(shape, [{ ...members, message, $metadata }]) as unknown;
  }
  const $fault = status >= 500 ? 'server' : 'client';
  return Object.assign(new Error(message), { ...members, name: code, $fault, $metadata });
}

function withoutUndefined(input: Command['input']): Command['input'] {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** The body of an object is bytes in the simulator and a stream with helpers in the SDK. */
function readable(output: unknown): object {
  if (typeof output !== 'object' || output === null) return {};
  if (!('Body' in output) || !(output.Body instanceof Uint8Array)) return output;
  const bytes = output.Body;
  const text = () => Promise.resolve(new TextDecoder().decode(bytes));
  return { ...output, Body: { transformToString: text, transformToByteArray: () => Promise.resolve(bytes) } };
}
