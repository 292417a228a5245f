import * as z from 'zod';
import { domainName, text } from './fields';

/** In place of the id of a zone that is to be made, and has not been. */
export const ZONE_NOT_MADE = 'not-made-yet';

export const Zone = z.strictObject({
  /** The public hosted zone that the team has already, or that was made by `create`. */
  id: text(
    /^Z[A-Z0-9]{3,31}$/,
    'write the id of the hosted zone, such as "Z0123456789ABC" (no /hostedzone/ before it)',
  ).optional(),
  name: domainName.default('example.com'),
  /** Makes the zone. Without an id its stack is the only one: what else there is needs the id in its templates. */
  create: z.boolean('write true or false').default(false),
  /** Record changes go on within an hour of the loss of us-east-1; of a zone that is made here. */
  acceleratedRecovery: z.boolean('write true or false').default(false),
});

/** The zone with the id that its templates are made with. */
export function withId(zone: z.output<typeof Zone>) {
  return { ...zone, id: zone.id ?? (zone.create ? ZONE_NOT_MADE : 'Z0PILOTLIGHT00') };
}
