import * as z from 'zod';
import { cidr, text } from './fields';

const letter = text(/^[a-f]$/, 'write the letter of an availability zone, from "a" to "f"');

export const Network = z.strictObject({
  standbyCidr: cidr.default('10.1.0.0/16'),
  /** Letters of the two availability zones, the same in both regions. */
  zones: z.tuple([letter, letter], 'write two letters, such as ["a", "b"]').default(['a', 'b']),
});
