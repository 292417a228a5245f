import { AwsError } from '../../service';
import type { Region } from '../../world';

/** Security groups are of the cluster's own region. The text is RDS's own (aws/aws-cli #574). */
export function requireSecurityGroups(region: Region, ids: readonly string[] = []): void {
  const unknown = ids.find((id) => region.ec2.securityGroup(id) === undefined);
  if (unknown === undefined) return;
  throw new AwsError('InvalidParameterValue', `Invalid security group , groupId= ${unknown}, groupName=.`);
}
