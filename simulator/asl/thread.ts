import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Place } from './environment';
import type { EventDetails, History } from './history';
import type { Variables } from './variables';

/** One line of execution: the machine itself, a branch of a Parallel, an iteration of a Map. */
export interface Thread {
  readonly history: History;
  readonly variables: Variables;
  readonly place: Place;
  /** Aborted when the line must stop: a sibling failed, the execution was stopped or timed out. */
  readonly signal: AbortSignal;
  /** The item of the innermost Map, as the context object shows it. */
  readonly mapItem: { readonly Index: number; readonly Value: unknown } | undefined;
  /** The event that the next one names as its predecessor. */
  previousEventId: number;
}

/** Appends an event to the thread. */
export function append(thread: Thread, type: HistoryEventType, details?: EventDetails): number {
  thread.previousEventId = thread.history.add(type, thread.previousEventId, details);
  return thread.previousEventId;
}

/** Appends an event that AWS does not make the predecessor of the next one: the closing events of Map and Parallel. */
export function appendAside(thread: Thread, type: HistoryEventType, details?: EventDetails): number {
  return thread.history.add(type, thread.previousEventId, details);
}
