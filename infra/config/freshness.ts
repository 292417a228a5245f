import * as z from 'zod';
import { whole } from './fields';

export const Freshness = z.strictObject({
  /** Whether backups and copies are started on demand where the plan alone would let the objective pass. */
  keeper: z.boolean('write true or false').default(true),
  /** Of those backups and copies: the next ones make them superfluous, and each copy is billed in full. */
  retentionDays: whole(1, 35, 'days').default(1),
  /** Of the objective, kept free for a backup or a copy that takes longer than it ever did. */
  marginMinutes: whole(0, 60, 'minutes').default(2),
});
