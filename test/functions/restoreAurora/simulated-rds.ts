import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  type ServiceOutputTypes,
  StartDBClusterCommand,
} from '@aws-sdk/client-rds';
import { ExecuteStatementCommand, type ExecuteStatementCommandInput, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { clusterIdentifierOf, failoverRun, TAG, writerIdentifierOf } from '../../../functions/shared/names';
import { LedgerStore } from '../../../simulator/data/ledger-store';
import { setDataStoreOf } from '../../../simulator/data/store-of-world';
import { AwsError } from '../../../simulator/service';
import type { Cluster, Instance } from '../../../simulator/services/rds/model';
import type { Rds } from '../../../simulator/services/rds/rds';
import { type AuroraWorld, auroraWorld } from '../../simulator/support/aurora-world';
import { callService } from '../../simulator/support/fake-world';
import { awsError, setEnvironment } from '../lambda-context';
import { RestoredRoles } from './restored-roles';
import { PASSWORD, standInSecrets, USERS } from './secrets';

export const REGION = 'us-west-2';
export const WORKLOAD = 'pilot-light';

const OPERATIONS = {
  CreateDBInstance: CreateDBInstanceCommand,
  DeleteDBCluster: DeleteDBClusterCommand,
  DeleteDBInstance: DeleteDBInstanceCommand,
  DescribeDBClusterSnapshots: DescribeDBClusterSnapshotsCommand,
  DescribeDBClusters: DescribeDBClustersCommand,
  DescribeDBInstances: DescribeDBInstancesCommand,
  DescribeDBSubnetGroups: DescribeDBSubnetGroupsCommand,
  EnableHttpEndpoint: EnableHttpEndpointCommand,
  ModifyDBCluster: ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshot: RestoreDBClusterFromSnapshotCommand,
  StartDBCluster: StartDBClusterCommand,
};

/** The standby region with a recovery point in it, and what the functions call led to it. No PostgreSQL. */
export class SimulatedRds {
  readonly world: AuroraWorld = auroraWorld();
  readonly parameters = new Map<string, string>();
  /** How often each operation was called. */
  readonly calls = new Map<string, number>();
  /** Newest first, as the restore takes them. */
  readonly candidates: { readonly recoveryPointArn: string; readonly createdAt: string }[] = [];
  keyArn = '';
  /** How long an answer of any service takes. */
  answerSeconds = 0;
  /** Every backup has the role of the workload, unless it is said to have none. */
  readonly roles = new RestoredRoles({ isThere: true });

  static async open(): Promise<SimulatedRds> {
    const simulated = new SimulatedRds();
    await simulated.#setUp();
    simulated.#lead();
    return simulated;
  }

  get rds(): Rds {
    return this.world.region(REGION).rds;
  }

  /** What was restored, without the source of the snapshots. */
  get clusters(): readonly Cluster[] {
    return [...this.rds.clusters.all.values()].filter(({ identifier }) => identifier !== 'source');
  }

  get instances(): readonly Instance[] {
    return [...this.rds.instances.all.values()];
  }

  now(): number {
    return this.world.scheduler.now();
  }

  async pass(seconds: number): Promise<void> {
    await this.world.scheduler.runUntil(this.now() + seconds * 1000);
  }

  /** Another backup of the source, the newest from now on. */
  async backUp(): Promise<void> {
    const { scheduler } = this.world;
    const id = `awsbackup:copyjob-${this.candidates.length + 1}`;
    const snapshot = await scheduler.runToEnd(this.rds.takeSnapshot(this.rds.cluster('source').arn, id));
    this.rds.finishSnapshot(snapshot);
    const createdAt = new Date(this.now()).toISOString();
    this.candidates.unshift({ recoveryPointArn: snapshot.arn, createdAt });
  }

  /** Restores the newest backup as restoreAurora would, with a writer and everything that a workload needs. */
  async restored(failoverId: string): Promise<{ readonly cluster: Cluster; readonly writer: Instance }> {
    const run = failoverRun(WORKLOAD, failoverId);
    const recoveryPointArn = this.candidates[0]?.recoveryPointArn ?? '';
    const identifier = clusterIdentifierOf(run, recoveryPointArn);
    const tags = { [run.tag]: run.id, [TAG.recoveryPoint]: recoveryPointArn, [TAG.createdBy]: 'restoreAurora' };
    const { clusters, instances, snapshots } = this.rds;
    const cluster = clusters.restore(snapshots.get(recoveryPointArn), {
      identifier,
      engineVersion: '17.9',
      subnetGroup: 'subnets',
      parameterGroup: 'parameters-aurora-postgresql17',
      kmsKeyId: this.keyArn,
      deletionProtection: true,
      scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
      tags,
    });
    await this.world.scheduler.runToEnd(cluster.settled);
    const writer = instances.create({
      identifier: writerIdentifierOf(identifier),
      clusterIdentifier: identifier,
      instanceClass: 'db.serverless',
      tags,
    });
    await this.world.scheduler.runToEnd(writer.settled);
    await this.#call('EnableHttpEndpoint', { ResourceArn: cluster.arn });
    await this.#call('ModifyDBCluster', { DBClusterIdentifier: identifier, MasterUserPassword: PASSWORD });
    await this.pass(300);
    this.calls.clear();
    return { cluster, writer };
  }

  /** What somebody else asks of RDS. */
  call(operation: string, DBClusterIdentifier: string): Promise<unknown> {
    return callService(this.world, { region: REGION, service: 'rds', operation, input: { DBClusterIdentifier } });
  }

  async #setUp(): Promise<void> {
    setDataStoreOf(this.world, new LedgerStore());
    const { rds, ec2, kms } = this.world.region(REGION);
    this.keyArn = kms.createKey({}).arn;
    const { id: securityGroup } = ec2.create('securityGroup', { properties: {}, tags: {} });
    const subnetIds = [`${REGION}a`, `${REGION}b`].map(
      (AvailabilityZone) => ec2.create('subnet', { properties: { AvailabilityZone }, tags: {} }).id,
    );
    for (const name of ['subnets', 'validation-subnets']) {
      rds.groups.createSubnetGroup({ name, description: name, subnetIds, tags: {} });
    }
    rds.groups.createParameterGroup('cluster-pg', {
      name: 'parameters-aurora-postgresql17',
      family: 'aurora-postgresql17',
      description: 'parameters',
      parameters: {},
      tags: {},
    });
    const source = rds.clusters.create({
      identifier: 'source',
      engineVersion: '17.9',
      masterUsername: 'postgres',
      storageEncrypted: true,
      kmsKeyId: this.keyArn,
      tags: {},
    });
    await this.world.scheduler.runToEnd(source.settled);
    await this.backUp();
    setEnvironment({
      WORKLOAD_NAME: WORKLOAD,
      DB_SUBNET_GROUP_NAME: 'subnets',
      DB_CLUSTER_PARAMETER_GROUP_PREFIX: 'parameters-',
      VPC_SECURITY_GROUP_IDS: securityGroup,
      KMS_KEY_ARN: this.keyArn,
      MIN_CAPACITY: '0.5',
      MAX_CAPACITY: '8',
      BACKUP_RETENTION_DAYS: '7',
      FALLBACK_MAX_AGE_MINUTES: '1440',
      DATABASE_NAME: 'app',
      MASTER_SECRET_NAME: 'pilot-light/database',
      APPLICATION_SECRET_NAME: 'pilot-light/application',
      MAY_CREATE_ROLES: 'true',
      CLUSTER_ARN_PARAMETER: '/cluster-arn',
      SECRET_ARN_PARAMETER: '/secret-arn',
      TAGS: '{}',
      VALIDATION_DB_SUBNET_GROUP_NAME: 'validation-subnets',
      VALIDATION_VPC_SECURITY_GROUP_IDS: 'sg-closed',
      VALIDATION_TAGS: '{}',
      LOCK_TABLE_NAME: 'locks',
      PUBLIC_NAME: 'app.example.com',
      PRIMARY_TARGET: 'api-primary.example.com',
      STANDBY_TARGET: 'api-standby.example.com',
    });
  }

  #lead(): void {
    // One stand-in for all operations: with one for each, every call is compared with all of them, deep down.
    mockClient(RDSClient).send.callsFake(async (command: { readonly input: object }) => {
      const known = Object.entries(OPERATIONS).find(([, operation]) => command instanceof operation);
      if (known === undefined) throw new Error(`no stand-in for ${command.constructor.name}`);
      return (await this.#call(known[0], command.input)) as ServiceOutputTypes;
    });
    standInSecrets(USERS, () => this.#answer());
    mockClient(RDSDataClient)
      .on(ExecuteStatementCommand)
      .callsFake(async (input: ExecuteStatementCommandInput) => {
        await this.#answer();
        return this.roles.execute(input);
      });
    const ssm = mockClient(SSMClient);
    ssm.on(GetParameterCommand).callsFake(async ({ Name }: { Name: string }) => {
      await this.#answer();
      const Value = this.parameters.get(Name);
      if (Value === undefined) throw awsError('ParameterNotFound');
      return { Parameter: { Value } };
    });
    ssm.on(PutParameterCommand).callsFake(async ({ Name, Value }: { Name: string; Value: string }) => {
      await this.#answer();
      this.parameters.set(Name, Value);
      return {};
    });
    mockClient(DynamoDBClient).on(GetItemCommand).resolves({});
  }

  async #answer(): Promise<void> {
    if (this.answerSeconds > 0) await this.world.scheduler.sleep(this.answerSeconds * 1000);
  }

  async #call(operation: string, input: object): Promise<unknown> {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    await this.#answer();
    try {
      return await callService(this.world, { region: REGION, service: 'rds', operation, input });
    } catch (error) {
      if (error instanceof AwsError) throw awsError(error.code, error.message, error.status);
      throw error;
    }
  }
}
