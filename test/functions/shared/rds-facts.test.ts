import { DescribeDBClustersCommand, DescribeDBSubnetGroupsCommand, RDSClient } from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { listClusters, zonesForInstances } from '../../../functions/shared/rds-facts';
import { cluster } from '../rds-facts';

const rds = mockClient(RDSClient);
const client = new RDSClient({ region: 'us-west-2' });
beforeEach(() => rds.reset());

test('a cluster on the second page is found', async () => {
  const described = (DBClusterIdentifier: string) => ({
    DBClusterIdentifier,
    DBClusterArn: 'arn',
    Status: 'available',
  });
  rds
    .on(DescribeDBClustersCommand)
    .resolvesOnce({ DBClusters: [described('other')], Marker: 'more' })
    .resolves({ DBClusters: [described('ours-1')] });
  expect((await listClusters(client, 'ours-')).map(({ identifier }) => identifier)).toEqual(['ours-1']);
  expect(rds.commandCalls(DescribeDBClustersCommand)[1]?.args[0].input).toEqual({ Marker: 'more' });
});

describe('an instance can be made', () => {
  const subnetsIn = (...zones: string[]) =>
    rds.on(DescribeDBSubnetGroupsCommand).resolves({
      DBSubnetGroups: [{ Subnets: zones.map((Name) => ({ SubnetAvailabilityZone: { Name } })) }],
    });

  test('where the cluster is and its subnets are', async () => {
    subnetsIn('us-west-2b', 'us-west-2b', 'us-west-2d');
    const zones = await zonesForInstances(client, cluster({ zones: ['us-west-2a', 'us-west-2b'] }));
    expect(zones).toEqual(['us-west-2b']);
  });

  test('where its subnets are, when the cluster says nothing', async () => {
    subnetsIn('us-west-2b', 'us-west-2a');
    expect(await zonesForInstances(client, cluster({ zones: [] }))).toEqual(['us-west-2b', 'us-west-2a']);
  });
});
