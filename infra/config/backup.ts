import * as z from 'zod';
import { text, whole } from './fields';

const roleArn = text(
  /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'write the ARN of a role, such as "arn:aws:iam::111111111111:role/break-glass"',
);

export const Backup = z.strictObject({
  /** Of the hourly rule. It leaves out the hour of the daily rule, whose backup takes its place (ADR 8). */
  schedule: schedule('cron(0 0-2,4-23 * * ? *)'),
  /** The daily rule, whose backups are kept for longer; null for a plan without one. */
  daily: z
    .strictObject({
      schedule: schedule('cron(0 3 * * ? *)'),
      retentionDays: whole(1, 3650, 'days').default(90),
    })
    .nullable()
    .prefault({}),
  /** Whether the hourly rule lets the cluster be put back to any second of `retentionDays`, by AWS Backup. */
  continuous: z.boolean('write true or false').default(true),
  /** AWS Backup's own minimum is 60; left out, it would be eight hours. */
  startWindowMinutes: whole(60, 1440, 'minutes').default(60),
  completionWindowMinutes: whole(120, 10_080, 'minutes').default(360),
  /**
   * Of the hourly backups in the primary region. Snapshots made within the days of the automated backups are not billed
   * (Aurora User Guide, Understanding Amazon Aurora backup storage usage): fewer days cost more than they save.
   */
  retentionDays: whole(1, 3650, 'days').default(35),
  /**
   * How long copies are kept in the standby region, where each is billed in full: `lean` the hourly ones for a day and the
   * daily ones for 14, `full` the hourly ones for a week and the daily ones as long as what they are copies of. Whoever
   * must go back further than two weeks while the primary region is lost needs `full`.
   */
  copies: z.enum(['full', 'lean'], 'write "full" or "lean"').default('lean'),
  /** The one role that may delete from the vaults and take their keys away; left out, one that the primary stack makes. */
  breakGlassRoleArn: roleArn.optional(),
  /**
   * A role, of a security account say, that alone may assume the break-glass role. For teams whose administrators are not
   * to delete backups; left out, every identity of this account may that IAM permits and that has a second factor.
   */
  breakGlassTrustedRoleArn: roleArn.optional(),
  /** Retentions that the vaults enforce on whoever backs up or copies; null for none. */
  vaultLock: z
    .strictObject({
      /** `governance` can be taken off again with the right permissions; `compliance`, in the end, by nobody. */
      mode: z.enum(['governance', 'compliance'], 'write "governance" or "compliance"').default('governance'),
      minRetentionDays: whole(1, 36_500, 'days').default(1),
      maxRetentionDays: whole(1, 36_500, 'days').optional(),
      /** Of a lock in compliance mode: the days in which it can still be taken off. */
      changeableForDays: whole(3, 36_500, 'days').optional(),
    })
    .nullable()
    .default(null),
});

function schedule(usual: string) {
  return z.string(`write a cron expression of AWS Backup, such as "${usual}"`).default(usual);
}
