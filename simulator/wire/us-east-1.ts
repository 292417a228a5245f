/**
 * What needs a control plane in us-east-1 although it is another region's own: while us-east-1 is dark, AWS "may be
 * unable to use" these operations (AWS Fault Isolation Boundaries, "Global single-Region operations",
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html#global-single-region-operations).
 * Services whose own endpoint is in us-east-1 (Route 53, IAM, CloudFront) are not here: nobody reaches that.
 */
export const CONTROL_PLANE_REGION = 'us-east-1';

/** The call as the service takes it, or as a template describes it: the members have the same names. */
type Asked = { readonly service: string; readonly operation: string; readonly input?: unknown };

interface Dependents {
  readonly operations: ReadonlySet<string>;
  /** Whether this call is one; every call is, if it is not said. */
  readonly when?: (input: unknown) => boolean;
}

/** By signing name, of the operations that are simulated. What is not on AWS's list is not on this one. */
const DEPENDENTS: Readonly<Record<string, Dependents>> = {
  /**
   * "Services whose control plane depends on the Route 53 control plane in us-east-1 to create, update, or delete DNS
   * records": API Gateway's HTTP APIs, by `ID.execute-api.REGION.amazonaws.com` and `d-ID.execute-api…` of a domain.
   * The list names the service; routes, integrations, stages and mappings have no DNS name of their own.
   */
  apigateway: {
    operations: new Set(['CreateApi', 'UpdateApi', 'DeleteApi', 'CreateDomainName', 'DeleteDomainName']),
  },
  /** The same list: "AWS PrivateLink VPC endpoints". A gateway endpoint is a route, and has no DNS name. */
  ec2: {
    operations: new Set(['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints']),
    when: (input) => typeOfEndpoint(input) !== 'Gateway',
  },
  /** The same list: "Amazon ElastiCache". */
  elasticache: {
    operations: new Set(['CreateServerlessCache', 'ModifyServerlessCache', 'DeleteServerlessCache']),
  },
  /** "All calls to the CreateBucket and DeleteBucket APIs", and the listed operations that configure a bucket. */
  s3: {
    operations: new Set([
      'CreateBucket',
      'DeleteBucket',
      'DeleteBucketPolicy',
      'PutBucketEncryption',
      'PutBucketPolicy',
      'PutBucketReplication',
      'PutBucketVersioning',
      'PutPublicAccessBlock',
    ]),
  },
};

export function needsUsEast1({ service, operation, input }: Asked): boolean {
  const dependents = DEPENDENTS[service];
  return dependents?.operations.has(operation) === true && (dependents.when?.(input) ?? true);
}

/** CreateVpcEndpoint: "VpcEndpointType: The type of endpoint. Default: Gateway" (EC2 API Reference). */
function typeOfEndpoint(input: unknown): unknown {
  return (input as { readonly VpcEndpointType?: unknown } | undefined)?.VpcEndpointType ?? 'Gateway';
}
