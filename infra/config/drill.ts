import * as z from 'zod';
import { MOST_HOLD_MINUTES } from '../../functions/reportExecution/settings';
import { timeZone, whole } from './fields';

export const DRILL_SCHEDULE = 'cron(0 9 15 2,5,8,11 ? *)';

const SCHEDULE = `write a cron expression of EventBridge Scheduler, such as "${DRILL_SCHEDULE}", or null for no drills`;

export const Drill = z.strictObject({
  /**
   * When a drill runs by itself: in the middle of each quarter, at nine, when people are there. Null: never. A rate would
   * begin with the deployment, and nobody could say which days it is due on.
   */
  schedule: z.string(SCHEDULE).nullable().default(DRILL_SCHEDULE),
  timeZone: timeZone.default('UTC'),
  /** How long the standby stays up after its smoke test, for a load of the team's own. */
  holdMinutes: whole(0, MOST_HOLD_MINUTES, 'minutes').default(0),
});
