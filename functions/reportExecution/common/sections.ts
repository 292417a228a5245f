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

/**
 * Where the execution was held up, and went on. The record has the first failure of a step and its last, and not the
 * success that followed, so no line says how long the trouble took.
 */
export function heldUpLines(interruptions: readonly Interruption[], nowMs: number): readonly string[] {
  return interruptions.map((interruption) => {
    const { step, since: first, lastAt, error } = interruption;
    const times = (from: string, last: string) =>
      [
        first === null ? '' : `, ${from} ${clock(first, nowMs)}`,
        lastAt === null ? '' : `, ${last} ${clock(lastAt, nowMs)}`,
      ].join('');
    if (error === 'StepIsLate') return `Late: ${step}${times('begun at', 'still at work at')}.`;
    if (error === 'ChecksFailed') return `Checks did not pass: ${step}${times('from', 'last failed at')}.`;
    const why = troubleOfStep(interruption);
    return sentence(`Held up at ${step}${times('from', 'last failed at')}${why === '' ? '' : `: ${why}`}`);
  });
}
