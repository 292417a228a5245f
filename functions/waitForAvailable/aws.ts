import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { RDSClient } from '@aws-sdk/client-rds';
import { clientSettings, lazy } from '../shared/clients';
import { type ClusterFact, describeCluster, describeInstance, type InstanceFact } from '../shared/rds-facts';
import { type Resolution, resolveName } from '../shared/resolve-name';
import { describeStack } from '../shared/stack-facts';
import type { StackFact } from './decide';

export interface WaitTargets {
  cluster(identifier: string): Promise<ClusterFact | undefined>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  stack(name: string): Promise<StackFact | undefined>;
  resolve(name: string): Promise<Resolution>;
}

const rds = lazy(() => new RDSClient(clientSettings()));
const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));

export const aws: WaitTargets = {
  cluster: (identifier) => describeCluster(rds(), identifier),
  instance: (identifier) => describeInstance(rds(), identifier),

  stack: (name) => describeStack(cloudFormation(), name),
  resolve: resolveName,
};
