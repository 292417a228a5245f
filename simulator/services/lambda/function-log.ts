/** A line that a function wrote, or that Lambda wrote about it. */
export type LogEvent = { readonly timestampMs: number; readonly message: string };

/** So many lines are kept of each function; older ones go. */
const KEPT_LINES = 1000;

/** The end of a function's log. */
export class FunctionLog {
  readonly #events: LogEvent[] = [];

  append(event: LogEvent): void {
    this.#events.push(event);
    // In large steps, so that a busy function does not pay for it at every line.
    if (this.#events.length >= 2 * KEPT_LINES) this.#events.splice(0, this.#events.length - KEPT_LINES);
  }

  get events(): readonly LogEvent[] {
    return this.#events.slice(-KEPT_LINES);
  }
}
