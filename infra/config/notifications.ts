import * as z from 'zod';

export const Notifications = z.strictObject({
  /** Who is told of a failover and of each failure. */
  emails: z
    .array(
      z.email('write an e-mail address, such as "oncall@example.com"'),
      'write a list of e-mail addresses, such as ["oncall@example.com"]',
    )
    .min(1, 'write at least one address: a failover that tells nobody is not allowed')
    .default(['oncall@example.com']),
});
