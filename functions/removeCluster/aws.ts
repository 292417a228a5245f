import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteDBClusterCommand, DeleteDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { readServes, type Serves } from '../shared/lock-table';
import { readParameter, writeParameter } from '../shared/parameters';
import { type ClusterFact, describeInstance, type InstanceFact, listClusters } from '../shared/rds-facts';

export interface Remover {
  clusters(prefix: string): Promise<readonly ClusterFact[]>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  /** Both answer whether the deletion has begun; RDS refuses it for what is still being made. */
  deleteInstance(identifier: string): Promise<boolean>;
  deleteCluster(identifier: string): Promise<boolean>;
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

  async deleteInstance(identifier) {
    try {
      await rds().send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier, SkipFinalSnapshot: true }));
      return true;
    } catch (error) {
      if (isNamed(error, 'DBInstanceNotFoundFault')) return true;
      if (isNamed(error, 'InvalidDBInstanceStateFault', 'InvalidDBClusterStateFault')) return false;
      throw error;
    }
  },

  async deleteCluster(identifier) {
    try {
      await rds().send(
        new DeleteDBClusterCommand({
          DBClusterIdentifier: identifier,
          SkipFinalSnapshot: true,
          DeleteAutomatedBackups: true,
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'DBClusterNotFoundFault')) return true;
      // A combination of parameters that is refused: the cluster has been protected since we looked.
      if (isNamed(error, 'InvalidDBClusterStateFault', 'InvalidParameterCombination')) return false;
      throw error;
    }
  },

  serves: (tableName) => readServes(dynamoDb(), tableName),
  readParameter: (name) => readParameter(ssm(), name),
  writeParameter: (name, value) => writeParameter(ssm(), name, value),
};
