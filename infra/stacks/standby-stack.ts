import { CfnOutput } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SubnetGroup } from 'aws-cdk-lib/aws-rds';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { NOT_RESTORED } from '../../functions/removeCluster/contract';
import { letDistributionsRead } from '../workloads/cloudfront-read-access';
import { AccessLogs } from '../constructs/access-logs';
import { failoverCacheOf } from '../config/failover-cache';
import { activationRole } from '../factories/activation-role';
import { cacheRole } from '../factories/cache-role';
import { protectedKey } from '../factories/protected-key';
import { protectedVault } from '../factories/protected-vault';
import { auroraParameters } from '../factories/aurora-parameters';
import type { StandbyResources } from '../constructs/functions/recovery-function';
import { IsolatedNetwork } from '../constructs/isolated-network';
import { existingStandby } from '../workloads/existing-standby';
import { privateBucket } from '../factories/private-bucket';
import { referenceStandby } from '../workloads/reference-standby';
import { restorableVersions } from '../aurora-engine';
import { namesOf } from '../names';
import { withSteadyTags } from '../steady-tags';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

export interface StandbyStackProps extends PilotLightStackProps {
  /** Names of the SSM parameters that the activation template takes. */
  readonly activationParameters: readonly string[];
}

/**
 * What stands ready in the standby region because it costs nothing or little, or must not be made in a disaster: roles,
 * buckets, the API and its domain need control planes that live in us-east-1.
 */
export class StandbyStack extends PilotLightStack implements StandbyResources {
  readonly key: IKey;
  readonly vaultName: string;
  readonly databaseSecurityGroup: ISecurityGroup;
  readonly subnetGroupName: string;
  readonly validationSecurityGroup: ISecurityGroup;
  readonly validationSubnetGroupName: string;
  readonly replicaBucket: IBucket;
  readonly artifactBucket: IBucket;

  constructor(scope: Construct, id: string, props: StandbyStackProps) {
    const { env, config, activationParameters } = props;
    const { workload } = config;
    super(scope, id, props, { description: 'Pilot Light: what waits in the standby region for a failover' });
    const names = namesOf(config);

    const network = new IsolatedNetwork(this, 'Network', {
      cidr: config.network.standbyCidr,
      groups: ['database', 'validation'],
    });
    this.databaseSecurityGroup = network.closedSecurityGroup('DatabaseSecurityGroup', 'The database');
    this.validationSecurityGroup = network.closedSecurityGroup('ValidationSecurityGroup', 'A restored backup on trial');
    this.subnetGroupName = new SubnetGroup(this, 'DatabaseSubnets', {
      description: 'Where a restored cluster is placed',
      vpc: network.vpc,
      vpcSubnets: { subnetGroupName: 'database' },
    }).subnetGroupName;
    this.validationSubnetGroupName = new SubnetGroup(this, 'ValidationSubnets', {
      description: 'Where a backup is restored to be looked at and removed again',
      vpc: network.vpc,
      vpcSubnets: { subnetGroupName: 'validation' },
    }).subnetGroupName;
    // By fixed names: an export that another stack uses could not follow the engine.
    for (const engineVersion of restorableVersions(config.cluster.engineVersion)) {
      auroraParameters(this, `ClusterParameters${engineVersion}`, {
        engineVersion,
        name: names.clusterParameterGroup(engineVersion),
      }).bindToCluster({});
    }

    // A copy into a vault with the aws/backup key fails for Aurora (AWS Backup Developer Guide, Encryption): a key of
    // our own, and a fixed alias by which the primary region's backup role knows it.
    const key = protectedKey(this, 'Key', {
      config,
      description: 'Copied recovery points, and the clusters restored from them',
      alias: names.standbyKeyAlias,
    });
    this.key = key;
    const vault = protectedVault(this, 'Vault', { config, vaultName: names.standbyVault, key });
    this.vaultName = vault.backupVaultName;

    const accessLogBucket = names.accessLogBucket(env.region);
    const accessLogs = new AccessLogs(this, 'AccessLogs', {
      config,
      buckets: [names.replicaBucket, names.artifactBucket, names.evidenceBucket],
      vpc: network.vpc,
    });
    const replica = privateBucket(this, 'Replica', { bucketName: names.replicaBucket, accessLogBucket });
    if (workload.kind === 'reference' && workload.frontend.cdn) letDistributionsRead(replica, config);
    this.replicaBucket = replica;
    this.artifactBucket = privateBucket(this, 'Artifacts', { bucketName: names.artifactBucket, accessLogBucket });
    for (const bucket of [replica, this.artifactBucket]) bucket.node.addDependency(accessLogs);
    // A restore writes these, a drill's end puts the word back. An update of CloudFormation's would put it back as well:
    // while the standby serves, the workload would lose its database. So nothing of them follows the configuration.
    for (const [parameter, parameterName] of [
      ['ClusterArnParameter', names.parameters.clusterArn],
      ['SecretArnParameter', names.parameters.secretArn],
    ] as const) {
      const restored = new StringParameter(this, parameter, {
        parameterName,
        description: 'Where the workload finds its database in this region',
        stringValue: NOT_RESTORED,
      });
      withSteadyTags(restored, config);
    }

    const permissions =
      workload.kind === 'existing'
        ? existingStandby(this, {
            workload,
            activationParameters,
            network,
            database: this.databaseSecurityGroup,
            parameters: names.parameters,
          })
        : referenceStandby(this, { config, workload, network, key });
    activationRole(this, 'ActivationRole', { config, artifactBucket: this.artifactBucket, permissions });
    if (failoverCacheOf(config) !== undefined) cacheRole(this, 'CacheRole', { config, key });

    new CfnOutput(this, 'VaultName', { value: vault.backupVaultName });
    new CfnOutput(this, 'VaultArn', { value: vault.backupVaultArn });
    new CfnOutput(this, 'ReplicaBucketName', { value: this.replicaBucket.bucketName });
    new CfnOutput(this, 'ArtifactBucketName', { value: this.artifactBucket.bucketName });
  }
}
