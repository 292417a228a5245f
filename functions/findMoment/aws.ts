import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, type Parameters, type Rows, toRows } from '../shared/data-api';
import { beginTransaction } from '../shared/data-transaction';
import { readLogin } from '../shared/logins';
import { RetryThrottling } from '../shared/retry-throttling';

/** The damaged cluster, as far as a search depends on it. */
export interface SearchedCluster {
  readonly arn: string;
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
  readonly leastAcus: number;
  readonly mostAcus: number;
}

export interface Moments {
  live(identifier: string): Promise<SearchedCluster | undefined>;
  secretArn(secretId: string): Promise<string>;
  /** The answers to statements of one transaction, which is rolled back. */
  read<Answer>(
    database: Database & { readonly database: string },
    run: (query: (sql: string, parameters?: Parameters) => Promise<Rows>) => Promise<Answer>,
  ): Promise<Answer>;
}

/** With `PRIMARY_REGION`, when first needed. */
const elsewhere = () => ({ region: process.env['PRIMARY_REGION'] });
const rds = lazy(() => new RDSClient(clientSettings(elsewhere())));
const secretsManager = lazy(() => new SecretsManagerClient(clientSettings(elsewhere())));
// The answer of a statement comes after at most 45 seconds; one whose answer was lost may still run in its transaction.
const rdsData = lazy(
  () =>
    new RDSDataClient({
      ...clientSettings({ ...elsewhere(), requestTimeoutMs: 50_000 }),
      retryStrategy: new RetryThrottling({ unanswered: 1, throttled: 6 }),
    }),
);

export const aws: Moments = {
  async live(identifier) {
    try {
      const { DBClusters } = await rds().send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }));
      const [found] = DBClusters ?? [];
      if (found?.DBClusterArn === undefined) return undefined;
      const { MinCapacity = 0, MaxCapacity = MinCapacity } = found.ServerlessV2ScalingConfiguration ?? {};
      return {
        arn: found.DBClusterArn,
        earliest: found.EarliestRestorableTime?.toISOString(),
        latest: found.LatestRestorableTime?.toISOString(),
        leastAcus: MinCapacity,
        mostAcus: MaxCapacity,
      };
    } catch (error) {
      if (isNamed(error, 'DBClusterNotFoundFault')) return undefined;
      throw error;
    }
  },

  async secretArn(secretId) {
    return (await readLogin(secretsManager(), secretId)).secretArn;
  },

  async read(database, run) {
    const transaction = await beginTransaction(rdsData(), database);
    try {
      return await run(async (sql, parameters) => toRows(await transaction.records(sql, parameters)));
    } finally {
      await transaction.rollback();
    }
  },
};
