import type * as client from '@aws-sdk/client-rds';
import type { Operations } from '../../service';
import type { Region } from '../../world';

export function accountOperations(region: Region): Operations<typeof client> {
  /** The names are RDS's own, the codes those of Service Quotas (RDS API Reference, AccountQuota). */
  const quota = (AccountQuotaName: string, code: string, Used: number): client.AccountQuota => ({
    AccountQuotaName,
    Used,
    Max: region.serviceQuotas.get('rds', code).value,
  });
  return {
    DescribeAccountAttributes: {
      // The action has no resource type (Service Authorization Reference, Amazon RDS).
      access: () => [{ action: 'rds:DescribeAccountAttributes', resource: '*' }],
      handle: () => ({
        AccountQuotas: [
          quota('DBClusters', 'L-952B80B8', region.rds.clusters.all.size),
          quota('DBInstances', 'L-7B6409FD', region.rds.instances.all.size),
          quota('DBClusterParameterGroups', 'L-E4C808A8', region.rds.groups.clusterParameterGroups.size),
          quota('DBSubnetGroups', 'L-48C6BF61', region.rds.groups.subnetGroups.size),
        ],
      }),
    },
  };
}
