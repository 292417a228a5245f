import { lastError } from '../../shared/trouble';
import type { Interruption } from './record-parts';
import { ownCallOf } from './waits';

/** What held a step up last, or where it was when it was late; empty where nothing is known. */
export function troubleOfStep(interruption: Interruption | undefined): string {
  if (interruption === undefined) return '';
  const { step, error, cause } = interruption;
  if (error === null || error === 'StepIsLate') return cause ?? '';
  return lastError({ Error: error, Cause: cause ?? '' }, ownCallOf(step));
}
