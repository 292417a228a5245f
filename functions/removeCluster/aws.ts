import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteDBClusterCommand, DeleteDBInstanceCommand, RDSClient, StartDBClusterCommand } from '@aws-sdk/client-rds';
import { SSMClient } from '@aws-sdk/client-ssm';
import { inWords, isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { readServes, type Serves } from '../shared/lock-table';
import { readParameter, writeParameter } from '../shared/parameters';
import { judgeError } from '../shared/rds-errors';
import { type ClusterFact, describeInstance, type InstanceFact, listClusters } from '../shared/rds-facts';

export interface Remover {
  clusters(prefix: string): Promise<readonly ClusterFact[]>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  /** These answer why RDS does not begin it yet, in its words; undefined when it does. */
  deleteInstance(identifier: string): Promise<string | undefined>;
  deleteCluster(identifier: string): Promise<string | undefined>;
  startCluster(identifier: string): Promise<string | undefined>;
  serves(tableName: string): Promise<Serves>;
  readParameter(name: string): Promise<string | undefined>;
  writeParameter(name: string, value: string): Promise<void>;
}

const rds = lazy(() => new RDSClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

export const aws: Remover = {
  clusters: (prefix) => listClusters(rds(), prefix),
  instance: (identifier) => describeInstance(rds(), identifier),

  deleteInstance: (identifier) =>
    whyNotYet(() =>
      rds().send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier, SkipFinalSnapshot: true })),
    ),

  deleteCluster: (identifier) =>
    whyNotYet(() =>
      rds().send(
        new DeleteDBClusterCommand({
          DBClusterIdentifier: identifier,
          SkipFinalSnapshot: true,
          DeleteAutomatedBackups: true,
        }),
      ),
    ),

  startCluster: (identifier) =>
    whyNotYet(() => rds().send(new StartDBClusterCommand({ DBClusterIdentifier: identifier }))),

  serves: (tableName) => readServes(dynamoDb(), tableName),
  readParameter: (name) => readParameter(ssm(), name),
  writeParameter: (name, value) => writeParameter(ssm(), name, value),
};

/** Nobody waits for a removal: whatever of it may pass is asked for again. */
async function whyNotYet(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    const meaning = judgeError(error);
    if (meaning === 'gone') return undefined;
    // A combination of parameters that is refused: the cluster has been protected since we looked.
    if (meaning === 'unknown' && !isNamed(error, 'InvalidParameterCombination')) throw error;
    return inWords(error);
  }
}
