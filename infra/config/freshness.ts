import * as z from 'zod';
import { whole } from './fields';

export const Freshness = z.strictObject({
  /** Whether backups and copies are started on demand where the plan alone would let the objective pass. */
  keeper: z.boolean('write true or false').default(true),
  /** Of those backups and copies: the next ones make them superfluous, and each copy is billed in full. */
  retentionDays: whole(1, 35, 'days').default(1),
  /** Of the objective, kept free for a backup or a copy that takes longer than it ever did. */
  marginMinutes: whole(0, 60, 'minutes').default(2),
  /**
   * How many snapshots of databases AWS copies at a time into the standby region, for the whole account. Whoever copies
   * other databases there as well, and had the quota raised, writes what it is now. Too low, backups of our own are held
   * back while others are copied; too high, their copies are asked for where AWS makes them wait, or refuses them.
   */
  copiesAtATime: whole(1, 100, 'copies').default(5),
});
