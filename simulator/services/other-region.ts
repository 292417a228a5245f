import type { Region } from '../world';

/** The region that an ARN names where it is not this one; undefined for what is here, for what is in no region, and for a name. */
export function otherRegionOf(arn: string, { name }: Pick<Region, 'name'>): string | undefined {
  const [scheme, , , region = ''] = arn.split(':');
  return scheme !== 'arn' || region === '' || region === name ? undefined : region;
}
