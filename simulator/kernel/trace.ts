/**
 * Everything that happened, in order. Equal seeds give equal traces, byte for byte: entries hold virtual time and
 * nothing that the machine decides.
 */
export class Trace {
  readonly #entries: TraceEntry[] = [];
  readonly #now: () => number;
  readonly #listeners: ((entry: TraceEntry) => void)[] = [];
  #limit = Number.POSITIVE_INFINITY;
  #lastMs = Number.NaN;
  #lastAt = '';

  constructor(now: () => number) {
    this.#now = now;
  }

  record(event: TraceEvent): void {
    const nowMs = this.#now();
    if (nowMs !== this.#lastMs) {
      this.#lastMs = nowMs;
      this.#lastAt = new Date(nowMs).toISOString();
    }
    const entry: TraceEntry = { at: this.#lastAt, ...event };
    this.#entries.push(entry);
    // In large steps, so that not every entry pays for it.
    if (this.#entries.length >= 2 * this.#limit) this.#entries.splice(0, this.#entries.length - this.#limit);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Calls `listener` with every entry from now on: the live view. */
  listen(listener: (entry: TraceEntry) => void): void {
    this.#listeners.push(listener);
  }

  /** From now on only the newest entries are kept, at least `limit` of them: for runs of months, which listen instead. */
  keepNewest(limit: number): void {
    this.#limit = limit;
  }

  get entries(): readonly TraceEntry[] {
    return this.#entries;
  }

  /** One JSON object a line. */
  toJsonLines(): string {
    return this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}

export type TraceEvent =
  | {
      readonly kind: 'call';
      readonly region: string;
      readonly service: string;
      readonly operation: string;
      /** The role's name, the service principal, or `operator`. */
      readonly caller: string;
      /** `ok`, or the error's code; `unreachable` when the endpoint was dark. */
      readonly outcome: string;
    }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: string;
      readonly from: string;
      readonly outcome: string;
    }
  | {
      readonly kind: 'execution';
      readonly execution: string;
      readonly event: string;
      readonly state?: string;
      readonly detail?: string;
    }
  | {
      readonly kind: 'resource';
      readonly region: string;
      readonly type: string;
      readonly id: string;
      readonly status: string;
      readonly detail?: string;
    }
  | { readonly kind: 'fault'; readonly detail: string }
  | { readonly kind: 'note'; readonly detail: string };

export type TraceEntry = TraceEvent & { readonly at: string };
