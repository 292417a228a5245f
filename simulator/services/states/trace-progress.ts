import type { Place, Progress } from '../../asl/environment';
import type { Trace } from '../../kernel/trace';

/** Writes a step into the trace. `detail` says where it is (`in Restore[0]`) and what went wrong. */
export function traceProgress(trace: Trace, execution: string, progress: Progress): void {
  const { event, state, place, error, cause, attempt, delayMs, next } = progress;
  const parts = [
    place.length > 0 ? `in ${placeText(place)}` : undefined,
    attempt === undefined ? undefined : `retry ${attempt} in ${(delayMs ?? 0) / 1000} s`,
    next === undefined ? undefined : `goes on with ${next}`,
    error === undefined && cause === undefined
      ? undefined
      : [error, cause].filter((part) => part !== undefined).join(': '),
  ].filter((part) => part !== undefined);
  trace.record({
    kind: 'execution',
    execution,
    event,
    ...(state === undefined ? {} : { state }),
    ...(parts.length === 0 ? {} : { detail: parts.join('; ') }),
  });
}

/** The Parallel and Map states around a state, outermost first, each with the branch or item: `Prepare[0]/Each[3]`. */
export function placeText(place: Place): string {
  return place.map(({ state, index }) => `${state}[${index}]`).join('/');
}
