import { AwsError } from '../../service';
import { ZONE_LETTERS } from '../cloudformation/intrinsics';

/** What a network cannot have of another region: the zone of a subnet, the service of an endpoint, the log group of a flow log. */
export function refuseOtherRegion(region: string, kind: string, properties: Readonly<Record<string, unknown>>): void {
  const text = (name: string): string => {
    const value = properties[name];
    return typeof value === 'string' ? value : '';
  };
  if (kind === 'subnet') checkZone(region, text('AvailabilityZone'));
  if (kind === 'vpcEndpoint') checkService(region, text('ServiceName'));
  if (kind === 'flowLog' && text('LogDestinationType') !== 's3') checkLogGroup(region, text('LogDestination'));
}

/** The text is EC2's own, crossplane-contrib/provider-aws #1048. The names of local zones begin with their region's as well. */
function checkZone(region: string, zone: string): void {
  if (zone === '' || zone.startsWith(region)) return;
  const zones = ZONE_LETTERS.map((letter) => `${region}${letter}`).join(', ');
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones}.`,
  );
}

/**
 * An endpoint reaches another region's service only with ServiceRegion, which is not modelled. The text is EC2's own
 * (aws-samples/aws-network-firewall-terraform #4).
 */
function checkService(region: string, service: string): void {
  const named = /^(?:com\.amazonaws|aws\.sagemaker|aws\.api)\.(?:vpce\.)?([a-z]+(?:-[a-z]+)+-\d)\./.exec(service)?.[1];
  if (named === undefined || named === region) return;
  throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${service}' does not exist`);
}

/** A bucket may be in any region (VPC User Guide, Publish flow logs to Amazon S3). The text: nozaq/terraform-aws-secure-baseline #30. */
function checkLogGroup(region: string, arn: string): void {
  const [, , service, named] = arn.split(':');
  if (service !== 'logs' || named === region) return;
  throw new AwsError('InvalidParameter', 'LogDestination must be in the same region as the API caller.');
}
