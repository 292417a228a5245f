import type { AgeLimits } from '../shared/acceptance';
import type { UsePolicy } from '../shared/recovery-points';
import type { Input } from './contract';

/** What is asked for, and what may be chosen without asking. */
export interface ChoicePolicy extends Omit<UsePolicy, 'notAfter'>, AgeLimits {
  readonly request: Input;
  /** At which moment ages are reckoned. */
  readonly asOfMs: number;
}
