import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { writerIdentifierOf } from '../../functions/shared/names';
import { clusterLogs } from '../factories/cluster-logs';
import { namesOf } from '../names';
import { mailedDescription } from '../monitoring/runbook';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';
import type { StandbyStack } from './standby-stack';

export interface ReplicaStackProps extends PilotLightStackProps {
  readonly standby: StandbyStack;
}

/**
 * The secondary of the Aurora global database. It is a stack of its own because it comes last: the primary stack makes the
 * global cluster, and needs the standby stack first.
 */
export class ReplicaStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: ReplicaStackProps) {
    const { config, standby } = props;
    super(scope, id, props, {
      description: 'Pilot Light: the replica of the database that a failover promotes',
      terminationProtection: true,
    });
    const names = namesOf(config);
    const engine = 'aurora-postgresql';

    // Neither user nor password nor database: those are the primary's (CloudFormation refuses them here).
    const cluster = new CfnDBCluster(this, 'Cluster', {
      dbClusterIdentifier: names.replicaCluster,
      globalClusterIdentifier: names.globalCluster,
      sourceRegion: config.primaryRegion,
      engine,
      engineVersion: config.cluster.engineVersion,
      port: 5432,
      dbSubnetGroupName: standby.subnetGroupName,
      dbClusterParameterGroupName: names.clusterParameterGroup(config.cluster.engineVersion),
      vpcSecurityGroupIds: [standby.databaseSecurityGroup.securityGroupId],
      storageEncrypted: true,
      kmsKeyId: standby.key.keyArn,
      serverlessV2ScalingConfiguration: {
        minCapacity: config.cluster.minCapacity,
        maxCapacity: config.cluster.maxCapacity,
      },
      // Of no use before the promotion, and one step less then (RDS Data API, Limitations).
      enableHttpEndpoint: true,
      backupRetentionPeriod: config.cluster.backupRetentionDays,
      copyTagsToSnapshot: true,
      enableCloudwatchLogsExports: ['postgresql'],
      deletionProtection: true,
    });
    cluster.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    cluster.node.addDependency(clusterLogs(this, 'ClusterLogs', { clusterIdentifier: names.replicaCluster }));
    if (config.cluster.replica === 'instance') {
      new CfnDBInstance(this, 'Instance', {
        dbInstanceIdentifier: writerIdentifierOf(names.replicaCluster),
        dbClusterIdentifier: cluster.ref,
        dbInstanceClass: 'db.serverless',
        engine,
        promotionTier: 0,
        publiclyAccessible: false,
      }).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }

    const alarm = new Alarm(this, 'Lag', {
      alarmName: `${config.name}-replication-lag`,
      alarmDescription: mailedDescription(
        'The replica is more than a minute behind the primary, or nobody says how far: a failover would lose as much.',
        `aws rds describe-global-clusters --region ${config.standbyRegion} --global-cluster-identifier ${names.globalCluster}`,
        'Aurora global database',
      ),
      metric: new Metric({
        namespace: 'AWS/RDS',
        metricName: 'AuroraGlobalDBRPOLag',
        dimensionsMap: { DBClusterIdentifier: names.replicaCluster },
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      threshold: 60_000,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 15,
      datapointsToAlarm: 15,
      treatMissingData: TreatMissingData.BREACHING,
    });
    const topicArn = `arn:aws:sns:${this.region}:${this.account}:${names.notificationTopic}`;
    alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(this, 'Notifications', topicArn)));

    new CfnOutput(this, 'ReplicaClusterIdentifier', { value: names.replicaCluster });
    new CfnOutput(this, 'GlobalClusterIdentifier', { value: names.globalCluster });
  }
}
