/** What an AWS host name stands for. */
export type AwsEndpoint =
  | { readonly kind: 'service'; readonly region: string }
  /** An HTTP API's own name, or the regional target of a custom domain. */
  | { readonly kind: 'httpApi'; readonly region: string }
  /** A CloudFront distribution: an edge location answers, and stands in no region. */
  | { readonly kind: 'distribution' };

/** Where the control planes of the global services live (Route 53, IAM; STS' legacy global endpoint as well). */
const GLOBAL_SERVICES_REGION = 'us-east-1';

/** Hosts without a region in their name (AWS General Reference, service endpoints). */
const GLOBAL_HOSTS: ReadonlySet<string> = new Set([
  'route53.amazonaws.com',
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  's3.amazonaws.com',
]);

/** Reads `rds.us-west-2.amazonaws.com` and its kin; undefined for a name that is not AWS' own. */
export function parseAwsEndpoint(host: string): AwsEndpoint | undefined {
  if (host.endsWith('.cloudfront.net')) return { kind: 'distribution' };
  if (!host.endsWith('.amazonaws.com')) return undefined;
  if (GLOBAL_HOSTS.has(host) || host.endsWith('.s3.amazonaws.com')) {
    return { kind: 'service', region: GLOBAL_SERVICES_REGION };
  }
  const labels = host.split('.').slice(0, -2);
  const region = labels.at(-1);
  const service = labels.at(-2);
  if (region === undefined || service === undefined) return undefined;
  return { kind: service === 'execute-api' ? 'httpApi' : 'service', region };
}
