/** What an AWS host name stands for. */
export type AwsEndpoint =
  /** `service` is its endpoint prefix, which is its signing name for all that have a wire here: `rds`. */
  | { readonly kind: 'service'; readonly region: string; readonly service: string }
  /** An HTTP API's own name, or the regional target of a custom domain. */
  | { readonly kind: 'httpApi'; readonly region: string }
  /** A CloudFront distribution: an edge location answers, and stands in no region. */
  | { readonly kind: 'distribution' };

/** Where the control planes of the global services live (Route 53, IAM; STS' legacy global endpoint as well). */
const GLOBAL_SERVICES_REGION = 'us-east-1';

/** Services with a host that has no region in its name (AWS General Reference, service endpoints). */
const WITHOUT_REGION: ReadonlySet<string> = new Set(['route53', 'iam', 'sts', 's3']);

/** Reads `rds.us-west-2.amazonaws.com` and its kin; undefined for a name that is not AWS' own. */
export function parseAwsEndpoint(host: string): AwsEndpoint | undefined {
  if (host.endsWith('.cloudfront.net')) return { kind: 'distribution' };
  if (!host.endsWith('.amazonaws.com')) return undefined;
  const labels = host.split('.').slice(0, -2);
  const last = labels.at(-1) ?? '';
  if (last === 's3' || (labels.length === 1 && WITHOUT_REGION.has(last))) {
    return { kind: 'service', region: GLOBAL_SERVICES_REGION, service: last };
  }
  const service = labels.at(-2);
  if (service === undefined) return undefined;
  return service === 'execute-api' ? { kind: 'httpApi', region: last } : { kind: 'service', region: last, service };
}
