import * as z from 'zod';
import { capacity, text, whole } from './fields';

export const Cluster = z.strictObject({
  engineVersion: text(/^1[4-9]\.\d{1,2}$/, 'write an Aurora PostgreSQL version, such as "17.9"').default('17.9'),
  databaseName: text(/^[a-z][a-z0-9_]{0,62}$/, 'write lower-case letters, digits and underscores').default('app'),
  minCapacity: capacity(0).default(0.5),
  maxCapacity: capacity(1).default(8),
  /** Of a global database's replica: `headless` costs storage alone and gets its instance in the failover. */
  replica: z.enum(['headless', 'instance'], 'write "headless" or "instance"').default('headless'),
  /** Days within which the primary cluster can be put back to any second. */
  backupRetentionDays: whole(1, 35, 'days').default(35),
});
