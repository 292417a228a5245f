import { REGIONAL_HOSTED_ZONES } from '../../regions';

/** Of every alias to a CloudFront distribution (Route 53 API Reference, AliasTarget, HostedZoneId). */
export const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** What the names in a service's zone end with; nothing of a zone that is not known here. */
export function suffixOf(hostedZoneId: string): string {
  if (hostedZoneId === CLOUDFRONT_ZONE) return 'cloudfront.net.';
  const [region] = Object.entries(REGIONAL_HOSTED_ZONES).find(([, zone]) => zone === hostedZoneId) ?? [];
  return region === undefined ? '' : `execute-api.${region}.amazonaws.com.`;
}
