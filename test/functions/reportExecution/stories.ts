import { FAILURES } from './stories/failures';
import { REFUSALS } from './stories/refusals';
import { SUCCESSES } from './stories/successes';
import { VALIDATION_ENDINGS } from './stories/validation-endings';
import { VALIDATION_WAITS } from './stories/validation-waits';
import { WAITS as FAILOVER_WAITS } from './stories/waits';

/** How an execution can end: each gives one golden message. */
export const ENDINGS = { ...SUCCESSES, ...REFUSALS, ...FAILURES, ...VALIDATION_ENDINGS };
export const WAITS = { ...FAILOVER_WAITS, ...VALIDATION_WAITS };
export { QUESTIONS } from './stories/waits';
export type { Story } from './stories/story';
