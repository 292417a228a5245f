import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, lazy, primaryClientSettings } from '../../shared/clients';
import { takesOver } from '../../shared/cluster-members';
import { whySuspended } from '../../shared/primary';
import { describeCluster, describeMembers, zonesForInstances } from '../../shared/rds-facts';
import type { Facts, PrimaryClusterFact } from '../facts';
import type { Policy } from '../finding';
import { read } from './reading';

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));

/** Asked of the primary region, which may be the one that is lost: once, and given up after seconds. */
export async function readPrimaryCluster(policy: Policy): Promise<Pick<Facts, 'primaryCluster'>> {
  return { primaryCluster: await read(() => clusterOf(policy)) };
}

async function clusterOf(policy: Policy): Promise<PrimaryClusterFact | undefined> {
  const { SOURCE_CLUSTER_ARN: arn, LOCK_TABLE_NAME: table } = policy;
  const suspended = await whySuspended({ dynamoDb: dynamoDb(), states: states() }, table);
  if (suspended !== undefined) throw new Error(`the primary region is not asked, because ${suspended}`);
  const [, , , region = '', , , identifier = ''] = arn.split(':');
  const rds = new RDSClient(primaryClientSettings(region));
  const cluster = await describeCluster(rds, identifier);
  if (cluster === undefined) return undefined;
  const members = await describeMembers(rds, cluster);
  const writer = members.find(({ isWriter }) => isWriter);
  // Where one can be created is asked only where one is missing.
  const isMissing = writer !== undefined && takesOver(writer, members).length === 0;
  return { members, zones: isMissing ? await zonesForInstances(rds, cluster) : [] };
}
