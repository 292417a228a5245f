import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isNamed, isTransient } from '../shared/aws-errors';
import { clientSettings, currentRegion, lazy } from '../shared/clients';
import { whyLeftAlone } from '../shared/left-alone';
import { type ListedPoint, listPoints, newestOf, newestUsable } from '../shared/recovery-points';

export interface Vaults {
  /** The points of a vault since then, and the newest usable one if it is older; undefined when it does not answer. */
  points(
    region: string,
    vaultName: string,
    clusterArn: string,
    since: Date,
  ): Promise<readonly ListedPoint[] | undefined>;
  /** Why the primary region is not to be asked now. */
  whyLeftAlone(lockTableName: string, nowMs: number): Promise<string | undefined>;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const clients = new Map<string, BackupClient>();

export const aws: Vaults = {
  async points(region, vaultName, clusterArn, since) {
    try {
      const client = backup(region);
      const points = await listPoints(client, vaultName, clusterArn, since);
      if (newestOf(points) !== undefined) return points;
      const older = await newestUsable(client, vaultName, clusterArn, since.getTime());
      return older === undefined ? points : [...points, older];
    } catch (error) {
      // The region that we run in has to answer: its vault is what a failover restores from.
      if (region === currentRegion()) throw error;
      if (isTransient(error) || isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  },

  whyLeftAlone: (lockTableName, nowMs) => whyLeftAlone(dynamoDb(), lockTableName, nowMs),
};

/** Another region may be the one that is lost: it is asked once, and given up after seconds. */
function backup(region: string): BackupClient {
  const made =
    clients.get(region) ??
    new BackupClient(clientSettings(region === currentRegion() ? {} : { region, maxAttempts: 1 }));
  clients.set(region, made);
  return made;
}
