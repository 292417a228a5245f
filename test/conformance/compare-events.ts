/**
 * How the event types compare: `same`; `same-but-order` when they differ only inside Parallel states; `different`;
 * `not-recorded`.
 */
export type EventsVerdict = 'same' | 'same-but-order' | 'different' | 'not-recorded';

/**
 * Compares event types in order. The recordings do not keep the order of events inside a Parallel state, nor its
 * ParallelStateFailed: what stands between ParallelStateStarted and the state's end is compared as a set as well.
 */
export function compareEvents(recorded: readonly string[] | undefined, actual: readonly string[]): EventsVerdict {
  if (recorded === undefined) return 'not-recorded';
  if (equal(recorded, actual)) return 'same';
  return equal(withoutOrder(recorded), withoutOrder(actual)) ? 'same-but-order' : 'different';
}

function withoutOrder(events: readonly string[]): readonly string[] {
  const result: string[] = [];
  let branchEvents: string[] | undefined;
  for (const event of events) {
    if (event === 'ParallelStateFailed') continue;
    if (event.startsWith('ParallelState') && branchEvents !== undefined) {
      result.push(...branchEvents.sort());
      branchEvents = undefined;
    }
    if (branchEvents === undefined) result.push(event);
    else branchEvents.push(event);
    if (event === 'ParallelStateStarted') branchEvents = [];
  }
  return [...result, ...(branchEvents ?? []).sort()];
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((event, index) => event === b[index]);
}
