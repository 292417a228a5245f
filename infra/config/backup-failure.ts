import * as z from 'zod';
import { whole } from './fields';

export const BackupFailure = z.strictObject({
  /** Repeats within this time are folded into one incident, and at most one repair is started. */
  windowMinutes: whole(30, 10_080, 'minutes').default(360),
  /** From which severity on a backup or copy is started as a repair. */
  repairFrom: z
    .enum(['info', 'warning', 'critical', 'never'], 'write "info", "warning", "critical" or "never"')
    .default('warning'),
});
