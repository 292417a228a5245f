import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { HistoryLimitError } from './errors';
import { MAXIMUM_HISTORY_EVENTS } from './quotas';

export type EventDetails = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;

/** The events of one execution, in the shape of GetExecutionHistory. */
export class History {
  readonly #events: HistoryEvent[] = [];
  readonly #now: () => number;
  #sealed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Appends an event and returns its id. The last event that fits is kept for the failure that says so. */
  add(type: HistoryEventType, previousEventId: number, details: EventDetails = {}): number {
    const id = this.#events.length + 1;
    if (this.#sealed) return id;
    if (id >= MAXIMUM_HISTORY_EVENTS) throw new HistoryLimitError(MAXIMUM_HISTORY_EVENTS);
    this.#append(type, previousEventId, details);
    return id;
  }

  /** Appends the execution's last event; whatever still runs writes nothing more. */
  end(type: HistoryEventType, previousEventId: number, details: EventDetails): void {
    if (this.#sealed) return;
    this.#append(type, previousEventId, details);
    this.#sealed = true;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get lastId(): number {
    return this.#events.length;
  }

  #append(type: HistoryEventType, previousEventId: number, details: EventDetails): void {
    const id = this.#events.length + 1;
    this.#events.push({ timestamp: new Date(this.#now()), type, id, previousEventId, ...details });
  }
}

/** A payload as the history holds it: JSON text, and whether it was cut (Standard executions do not cut). */
export const text = (value: unknown): string => JSON.stringify(value) ?? 'null';
export const whole = { truncated: false } as const;
