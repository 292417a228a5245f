import type { Invariant } from '../observed';
import type { Play } from '../play';

const MINUTE_MS = 60_000;
/** An outage as long as this is outlasted without a person. */
const OUTLASTED_MS = 15 * MINUTE_MS;

/** What passes by itself within a quarter of an hour, however it is spread, needs nobody: the execution succeeds. */
export const outagesAreOutlasted: Invariant = ({ play, executions, done }) => {
  const [first] = executions;
  if (first === undefined || !passesByItself(play) || done.some(({ act }) => act !== 'approve')) return [];
  // Old data is asked about, too; without a yes it ends.
  const isAsked = first.messages.some(({ subject = '' }) => subject.includes(': approve the failover'));
  const isApproved = done.some(({ act, refusal }) => act === 'approve' && refusal === undefined);
  if (isAsked && !isApproved) return [];
  return first.status === 'SUCCEEDED'
    ? []
    : [`${first.name} ends ${first.status} though all troubles pass: ${first.error} ${first.cause}`];
};

/** Faults of at most a quarter of an hour together, and functions that die or are called twice. */
export function passesByItself({ troubles }: Pick<Play, 'troubles'>): boolean {
  let outageMs = 0;
  for (const trouble of troubles) {
    if (trouble.kind === 'fault') outageMs += trouble.rule.for;
    else if (trouble.kind !== 'crash' && trouble.kind !== 'duplicate') return false;
  }
  return outageMs <= OUTLASTED_MS;
}
