import * as z from 'zod';
import { whole } from './fields';

/** The largest objective that the configuration takes: two days. */
export const LONGEST_OBJECTIVE_MINUTES = 2880;

export const Objectives = z.strictObject({
  /** Within how long the workload must serve from the standby region. */
  rtoMinutes: whole(15, LONGEST_OBJECTIVE_MINUTES, 'minutes').default(240),
  /** How much data, in minutes before the disaster, may be lost. */
  rpoMinutes: whole(15, LONGEST_OBJECTIVE_MINUTES, 'minutes').default(60),
});
