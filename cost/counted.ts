import * as z from 'zod';
import data from './counted.json';

const OrchestrationUse = z.strictObject({
  stateTransitions: z.int().nonnegative(),
  invocations: z.int().nonnegative(),
  gigabyteSeconds: z.number().nonnegative(),
  requests: z.record(z.string(), z.int().nonnegative()),
});

const Counted = z.strictObject({
  /** Metrics of our own namespace that are put all the time, in both regions. */
  customMetrics: z.int().nonnegative(),
  validation: OrchestrationUse,
  drill: OrchestrationUse,
  failover: OrchestrationUse,
});

export type Counted = Readonly<z.infer<typeof Counted>>;

/** Prints the file anew. */
export const COUNT_COMMAND = 'npm run -s bench -- counted';

/** What the simulator counted of the defaults: cost/counted.json. A test holds it against a rehearsal of today. */
export const COUNTED: Counted = Counted.parse(data);
