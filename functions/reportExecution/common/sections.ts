import { clock, oneLine, sentence } from '../../shared/words';
import type { ExecutionFacts } from './facts';
import type { Interruption } from './record-parts';
import { troubleOfStep } from './trouble-of-step';

/*
 * Lines that messages of every workflow have. Each is true when it is sent.
 */

/** @param request what was asked for, once it was parsed; of an input that was refused, what it said */
export function requestLine(
  { execution }: Pick<ExecutionFacts, 'execution'>,
  request: { readonly requestedBy: string; readonly reason: string } | null,
): string {
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const { requestedBy, reason } = request ?? given;
  const who =
    typeof requestedBy === 'string' && requestedBy.trim() !== ''
      ? oneLine(requestedBy, 100)
      : 'somebody who gave no name';
  const why = typeof reason === 'string' && reason.trim() !== '' ? oneLine(reason) : 'no reason was given';
  return `Requested by ${who}: ${sentence(why)}`;
}

/** Steps that were held up, and went on. */
export function heldUpLines(interruptions: readonly Interruption[], nowMs: number): readonly string[] {
  return interruptions.map((interruption) => {
    const { step, since: first, lastAt, error } = interruption;
    const from = first === null ? '' : ` from ${clock(first, nowMs)}`;
    const until = lastAt === null ? '' : ` until ${clock(lastAt, nowMs)}`;
    if (error === 'StepIsLate') return `Late: ${step}${from}${until}.`;
    if (error === 'ChecksFailed') return `Checks did not pass: ${step}${from}${until}.`;
    const why = troubleOfStep(interruption);
    return sentence(`Held up: ${step}${from}${until}${why === '' ? '' : `: ${why}`}`);
  });
}
