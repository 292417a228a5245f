import * as z from 'zod';
import { formatDuration } from '../../simulator/kernel/virtual-duration';

/** What a state's failure looks like in a variable of the state machine. */
export type Failure = z.infer<typeof Failure>;
const Failure = z
  .object({ step: z.string(), Error: z.string(), Cause: z.string().optional() })
  .transform(({ step, Error: error, Cause: cause = '' }) => ({ step, error, cause }));

const Waiting = z.object({
  Payload: z.object({
    state: z.string().optional(),
    phase: z.string().optional(),
    detail: z.string(),
    progress: z.number().nullish(),
  }),
});

const Checked = z.object({
  Payload: z.object({ checks: z.array(z.object({ name: z.string(), passed: z.boolean() })) }),
});

const Chosen = z.object({
  Payload: z.object({ chosen: z.object({ createdAt: z.string(), ageSeconds: z.number() }), chosenBecause: z.string() }),
});

const Replicated = z.object({ Payload: z.object({ replication: z.object({ detail: z.string() }) }) });

const FunctionError = z.object({ errorMessage: z.string() });

const UNFINISHED: ReadonlySet<string> = new Set([
  'waiting',
  'pending',
  'restoring',
  'preparing',
  'promoting',
  'working',
]);

/** What a task that is not finished says it waits for. @param output the state's output, as JSON text */
export function waitingFor(output: string | undefined): { text: string; percent: number | undefined } | undefined {
  const payload = Waiting.safeParse(parse(output)).data?.Payload;
  if (payload === undefined || !UNFINISHED.has(payload.state ?? payload.phase ?? '')) return undefined;
  return { text: payload.detail, percent: payload.progress ?? undefined };
}

/** What a finished task found out, in one line; undefined when that is nothing worth a line. */
export function resultOf(output: string | undefined): string | undefined {
  const answer = parse(output);
  const replicated = Replicated.safeParse(answer).data?.Payload;
  if (replicated !== undefined) return replicated.replication.detail;
  const chosen = Chosen.safeParse(answer).data?.Payload;
  if (chosen !== undefined) {
    const { createdAt, ageSeconds } = chosen.chosen;
    return `the ${chosen.chosenBecause} recovery point is of ${createdAt.slice(11, 19)}, ${formatDuration(ageSeconds * 1000)} old`;
  }
  const checks = Checked.safeParse(answer).data?.Payload.checks;
  if (checks !== undefined) {
    const failed = checks.filter(({ passed }) => !passed);
    return failed.length === 0
      ? `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} passed`
      : `${failed.length} of ${checks.length} checks failed: ${failed.map(({ name }) => name).join(', ')}`;
  }
  const payload = Waiting.safeParse(answer).data?.Payload;
  return payload === undefined || UNFINISHED.has(payload.state ?? payload.phase ?? '') ? undefined : payload.detail;
}

/** What a state wrote down as the failure that ends the execution: the variable `failure`. */
export function failuresIn(variables: Readonly<Record<string, string>> | undefined): readonly Failure[] {
  return Object.entries(variables ?? {})
    .filter(([name]) => name === 'failure')
    .flatMap(([, value]) => Failure.safeParse(parse(value)).data ?? []);
}

/** An error in one line each for name and reason; without the stack traces and the JSON around them. */
export function describeError(
  error: string | undefined,
  cause: string | undefined,
): { readonly error: string; readonly reason: string } {
  const parsed = parse(cause);
  const inner = Failure.safeParse(parsed).data;
  const message = FunctionError.safeParse(parsed).data?.errorMessage;
  const reason = inner === undefined ? (message ?? cause ?? '') : `${inner.step} failed`;
  return { error: error ?? 'error', reason: reason.split('\n')[0] ?? '' };
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not every cause is JSON.
    return undefined;
  }
}
