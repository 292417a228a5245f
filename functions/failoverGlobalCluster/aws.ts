import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeGlobalClustersCommand,
  EnableHttpEndpointCommand,
  FailoverGlobalClusterCommand,
  type GlobalCluster,
  RDSClient,
} from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { readParameter, writeParameter } from '../shared/parameters';
import {
  type ClusterFact,
  describeCluster,
  describeInstance,
  type InstanceFact,
  zonesForInstances,
} from '../shared/rds-facts';
import { createWriterInstance, deleteWriterInstance, type WriterRequest } from '../shared/writer-instance';
import type { GlobalFact, LagDatapoint } from './decide';

export interface Replica {
  global(identifier: string): Promise<GlobalFact | undefined>;
  cluster(arn: string): Promise<ClusterFact | undefined>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  secretArn(name: string): Promise<string | undefined>;
  /** What Aurora has reported of the lag since then, for one secondary. */
  lag(clusterIdentifier: string, sinceMs: number, nowMs: number): Promise<readonly LagDatapoint[]>;
  createInstance(cluster: ClusterFact, request: WriterRequest): Promise<void>;
  deleteInstance(identifier: string): Promise<void>;
  /** Where an instance of the cluster can be made. */
  zones(cluster: ClusterFact): Promise<readonly string[]>;
  enableDataApi(cluster: ClusterFact): Promise<void>;
  failOver(globalIdentifier: string, replicaArn: string): Promise<void>;
  readParameter(name: string): Promise<string | undefined>;
  writeParameter(name: string, value: string): Promise<void>;
}

/** All of this region: a failover is asked of the region that is failed over to (Aurora User Guide, Managed failovers). */
const rds = lazy(() => new RDSClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));
const secretsManager = lazy(() => new SecretsManagerClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));

export const aws: Replica = {
  async global(identifier) {
    try {
      const answer = await rds().send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: identifier }));
      return answer.GlobalClusters?.map((global) => toGlobalFact(identifier, global))[0];
    } catch (error) {
      if (isNamed(error, 'GlobalClusterNotFoundFault')) return undefined;
      throw error;
    }
  },

  cluster: (arn) => describeCluster(rds(), arn),
  instance: (identifier) => describeInstance(rds(), identifier),

  async secretArn(name) {
    try {
      const { ARN } = await secretsManager().send(new DescribeSecretCommand({ SecretId: name }));
      return ARN;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  },

  async lag(clusterIdentifier, sinceMs, nowMs) {
    const answer = await cloudWatch().send(
      new GetMetricDataCommand({
        StartTime: new Date(sinceMs),
        EndTime: new Date(nowMs),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [
          {
            Id: 'lag',
            MetricStat: {
              // In milliseconds, in the region of the secondary (Aurora User Guide, Cluster-level metrics).
              Metric: {
                Namespace: 'AWS/RDS',
                MetricName: 'AuroraGlobalDBRPOLag',
                Dimensions: [{ Name: 'DBClusterIdentifier', Value: clusterIdentifier }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    const [result] = answer.MetricDataResults ?? [];
    return (result?.Timestamps ?? []).map((at, index) => ({
      atMs: at.getTime(),
      milliseconds: result?.Values?.[index] ?? 0,
    }));
  },

  createInstance: (cluster, request) => createWriterInstance(rds(), cluster.identifier, request),
  deleteInstance: (identifier) => deleteWriterInstance(rds(), identifier),
  zones: (cluster) => zonesForInstances(rds(), cluster),

  async enableDataApi(cluster) {
    await rds().send(new EnableHttpEndpointCommand({ ResourceArn: cluster.arn }));
  },

  async failOver(globalIdentifier, replicaArn) {
    await rds().send(
      new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: globalIdentifier,
        TargetDbClusterIdentifier: replicaArn,
        // Without it this would be a switchover, which needs the primary (RDS API, FailoverGlobalCluster).
        AllowDataLoss: true,
      }),
    );
  },

  readParameter: (name) => readParameter(ssm(), name),
  writeParameter: (name, value) => writeParameter(ssm(), name, value),
};

function toGlobalFact(identifier: string, global: GlobalCluster): GlobalFact {
  return {
    identifier,
    status: global.Status ?? 'unknown',
    members: (global.GlobalClusterMembers ?? []).map((member) => ({
      arn: member.DBClusterArn ?? '',
      isWriter: member.IsWriter ?? false,
    })),
    promotingArn: global.FailoverState?.ToDbClusterArn,
  };
}
