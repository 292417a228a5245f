/** A line that a function wrote, or that Lambda wrote about it. */
export type LogEvent = { readonly timestampMs: number; readonly message: string };

/** So many lines are kept of each function; older ones go. */
const KEPT_LINES = 1000;

/** The ends of the functions' logs. They outlive the functions. */
export class FunctionLogs {
  readonly #events = new Map<string, LogEvent[]>();

  append(functionName: string, event: LogEvent): void {
    const events = this.#events.get(functionName) ?? [];
    this.#events.set(functionName, events);
    events.push(event);
    // In large steps, so that a busy function does not pay for it at every line.
    if (events.length >= 2 * KEPT_LINES) events.splice(0, events.length - KEPT_LINES);
  }

  of(functionName: string): readonly LogEvent[] {
    return this.#events.get(functionName)?.slice(-KEPT_LINES) ?? [];
  }
}
