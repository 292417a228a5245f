import { FAILURES } from './stories/failures';
import { REFUSALS } from './stories/refusals';
import { SUCCESSES } from './stories/successes';

/** How an execution can end: each gives one golden message. */
export const ENDINGS = { ...SUCCESSES, ...REFUSALS, ...FAILURES };
export { QUESTIONS, WAITS } from './stories/waits';
export type { Story } from './stories/story';
