import { createInstanceCommand, memberInWords, takesOver } from '../../shared/cluster-members';
import type { PrimaryClusterFact } from '../facts';
import { degraded, type Finding, type Policy, type ReadinessCheck, ready, whenRead } from '../finding';

/**
 * Whether Aurora can heal the loss of its writer's zone. Without a reader it creates the instance again in the same zone, on a
 * best effort (https://aws.amazon.com/rds/aurora/faqs/, "What happens during failover"). A failover to the standby works
 * without a reader, so this is never `not-ready`.
 */
export const primaryReader: ReadinessCheck = {
  name: 'primary-reader',
  judge: ({ primaryCluster: reading }, policy) =>
    whenRead(
      reading,
      (cluster) => judgeCluster(cluster, policy),
      'Nothing to do for a failover, which does not need the primary region: the next report reads it again',
    ),
};

function judgeCluster(cluster: PrimaryClusterFact | undefined, { SOURCE_CLUSTER_ARN: arn }: Policy): Finding {
  const [, , , region = '', , , name = ''] = arn.split(':');
  if (cluster === undefined) {
    const list = `aws rds describe-db-clusters --region ${region}`;
    return degraded(`there is no cluster ${name} in ${region}`, `Find out who removed or renamed it: ${list}`);
  }
  const { members, zones } = cluster;
  const writer = members.find(({ isWriter }) => isWriter);
  const check = `aws rds describe-db-clusters --region ${region} --db-cluster-identifier ${name}`;
  if (writer === undefined) return degraded(`${name} in ${region} has no writer`, `Check its instances: ${check}`);
  const [reader] = takesOver(writer, members);
  if (reader !== undefined) return ready(`${memberInWords(reader)} can take over from the writer in ${writer.zone}`);
  const detail = `no reader in another zone can take over: the loss of ${writer.zone} would not heal by itself`;
  const coming = members.find(({ isWriter, zone }) => !isWriter && zone !== writer.zone);
  if (coming !== undefined)
    return degraded(`${detail}; ${memberInWords(coming)} is not available`, `Check it, and fix or delete it: ${check}`);
  const zone = zones.find((each) => each !== writer.zone);
  return zone === undefined
    ? degraded(`${detail}; its subnets are in one zone`, `Add a subnet in another zone to its subnet group: ${check}`)
    : degraded(detail, `Create one: ${createInstanceCommand(arn, writer, zone)}`);
}
