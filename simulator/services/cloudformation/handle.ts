import type { Caller } from '../../service';
import type { Region } from '../../world';
import type { HandlerCalls, ProviderCalls } from './handler-calls';
import { persist } from './persist';

export interface Handled<Result> {
  readonly calls: ProviderCalls;
  readonly change: 'create' | 'update' | 'delete';
  /** What the resource is to be, or is: it has the names of the calls' members. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Makes the change. */
  readonly act: () => Promise<Result> | Result;
  /** Is told of the change when it has been made, whatever becomes of the calls after that. */
  readonly made?: (result: Result) => void;
}

type Context = { readonly region: Region; readonly caller: Caller };

/**
 * Changes a resource as its handler does: the first of its calls makes the change, once, and every one of them meets what
 * befalls the service. A change whose response is lost is made; the handler asks again and finds it.
 */
export function handle<Result>(context: Context, handled: Handled<Result>): Promise<Result> | Result {
  const { calls, change, properties: input, act } = handled;
  if (typeof calls === 'string') return act();
  const operations = calls[change] ?? [];
  const { service, region = context.region.name } = calls;
  const { dispatcher } = context.region.world;
  const mayFail = operations.some((operation) => dispatcher.mayFail({ region, service, operation, input }));
  return mayFail ? handleFailures(context, calls, operations, handled) : act();
}

async function handleFailures<Result>(
  context: Context,
  calls: HandlerCalls,
  [first = '', ...others]: readonly string[],
  { properties, act, made }: Handled<Result>,
): Promise<Result> {
  let result: { readonly value: Result } | undefined;
  const { value } = await call(context, calls, first, properties, async () => {
    if (result !== undefined) return result;
    result = { value: await act() };
    made?.(result.value);
    return result;
  });
  for (const operation of others) await call(context, calls, operation, properties, () => undefined);
  return value;
}

function call<Answer>(
  { region, caller }: Context,
  { service, region: where = region.name }: HandlerCalls,
  operation: string,
  input: unknown,
  act: () => Promise<Answer> | Answer,
): Promise<Answer> {
  const { dispatcher } = region.world;
  return persist(region, () => dispatcher.onBehalf({ region: where, service, operation, input, caller }, act));
}
