import * as z from 'zod';
import { cidr } from './fields';

export const Network = z.strictObject({
  standbyCidr: cidr.default('10.1.0.0/16'),
  /** Letters of the two availability zones, the same in both regions. */
  zones: z
    .tuple([z.string().regex(/^[a-f]$/), z.string().regex(/^[a-f]$/)], 'write two letters, such as ["a", "b"]')
    .default(['a', 'b']),
});
