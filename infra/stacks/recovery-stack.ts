import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { CodeObject } from '../../functions/readiness/contract';
import { failoverCacheOf } from '../config/failover-cache';
import { BackupFailureNotification } from '../constructs/backup-failure-notification';
import { CorruptionRecovery } from '../constructs/corruption-recovery';
import { DrillSchedule } from '../constructs/drill-schedule';
import { EndedFailovers } from '../constructs/ended-failovers';
import { Freshness } from '../constructs/freshness';
import { ApplyRows } from '../constructs/functions/apply-rows';
import { AzFailure } from '../constructs/az-failure';
import { AssessAzFailure } from '../constructs/functions/assess-az-failure';
import { AssessBackupFailure } from '../constructs/functions/assess-backup-failure';
import { CompareData } from '../constructs/functions/compare-data';
import { DeployRegionStack } from '../constructs/functions/deploy-region-stack';
import { FailoverGlobalCluster } from '../constructs/functions/failover-global-cluster';
import { FindLatestRecoveryPoint } from '../constructs/functions/find-latest-recovery-point';
import { Readiness, type TemplateDigests } from '../constructs/functions/readiness';
import { RemoveCluster } from '../constructs/functions/remove-cluster';
import { ReportExecution } from '../constructs/functions/report-execution';
import { RestoreAurora } from '../constructs/functions/restore-aurora';
import { FindMoment } from '../constructs/functions/find-moment';
import { RestoreToPointInTime } from '../constructs/functions/restore-to-point-in-time';
import { SmokeTest } from '../constructs/functions/smoke-test';
import { UpdateRoute53 } from '../constructs/functions/update-route53';
import { WaitForAvailable } from '../constructs/functions/wait-for-available';
import { endedNotice } from '../monitoring/ended-notice';
import { notificationTopic } from '../factories/notification-topic';
import { privateBucket } from '../factories/private-bucket';
import { ReadinessWatch } from '../constructs/readiness-watch';
import { KeyAttempts } from '../constructs/key-attempts';
import { RecoveryDashboard } from '../constructs/recovery-dashboard';
import { RegionalFailover } from '../constructs/regional-failover';
import { RestoreValidation } from '../constructs/restore-validation';
import { StandbyAlarms } from '../constructs/standby-alarms';
import { SwitchEndpoint } from '../constructs/switch-endpoint';
import { namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';
import type { StandbyStack } from './standby-stack';

export interface RecoveryStackProps extends PilotLightStackProps {
  readonly standby: StandbyStack;
  /** Names of the SSM parameters that the activation template takes. */
  readonly activationParameters: readonly string[];
  /** Names of the functions that the activation stack makes. */
  readonly activationFunctions: readonly string[];
  /** Code that the activation template names and that is not published with it. */
  readonly activationCode: readonly CodeObject[];
  readonly templateDigests: TemplateDigests;
}

/** The control plane of a failover. It lives in the standby region: it must work when the primary does not. */
export class RecoveryStack extends PilotLightStack {
  /** The health check on the switch's endpoint; none where the switch is the metric alone. */
  readonly endpointCheckId: string | undefined;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    const { config, bundles, standby } = props;
    super(scope, id, props, { description: 'Pilot Light: functions and workflow of a regional failover' });
    const names = namesOf(config);

    const lockTable = new Table(this, 'Lock', {
      tableName: names.lockTable,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Smoke-test proofs expire; the lock itself has no such attribute.
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const evidenceBucket = privateBucket(this, 'Evidence', {
      bucketName: names.evidenceBucket,
      accessLogBucket: names.accessLogBucket(this.region),
    });
    const topic = notificationTopic(this, 'Notifications', {
      config,
      topicName: names.notificationTopic,
      displayName: 'Pilot Light',
    });

    const resources = { config, bundles, standby, lockTable };
    const activation = {
      parameters: props.activationParameters,
      functionNames: props.activationFunctions,
      code: props.activationCode,
    };
    const functions = {
      FindLatestRecoveryPoint: new FindLatestRecoveryPoint(this, 'FindLatestRecoveryPoint', resources),
      RestoreAurora: new RestoreAurora(this, 'RestoreAurora', resources),
      ...(config.database === 'global'
        ? { FailoverGlobalCluster: new FailoverGlobalCluster(this, 'FailoverGlobalCluster', resources) }
        : {}),
      WaitForAvailable: new WaitForAvailable(this, 'WaitForAvailable', resources),
      DeployRegionStack: new DeployRegionStack(this, 'DeployRegionStack', { ...resources, activation }),
      UpdateRoute53: new UpdateRoute53(this, 'UpdateRoute53', resources),
      SmokeTest: new SmokeTest(this, 'SmokeTest', resources),
      RemoveCluster: new RemoveCluster(this, 'RemoveCluster', resources),
    };
    const reportExecution = new ReportExecution(this, 'ReportExecution', { ...resources, evidenceBucket, topic });
    if (config.traffic.switch === 'endpoint')
      this.endpointCheckId = new SwitchEndpoint(this, 'SwitchEndpoint', { config, resources }).healthCheckId;
    const failover = new RegionalFailover(this, 'RegionalFailover', {
      config,
      functions: { ...functions, ReportExecution: reportExecution },
      lockTable,
      evidenceBucket,
      topic,
    });

    const { schedule } = config.drill;
    if (schedule !== null) new DrillSchedule(this, 'DrillSchedule', { config, schedule, failover, topic });

    const ended = new EndedFailovers(this, 'EndedFailovers', { resources, failover });

    const assessBackupFailure = new AssessBackupFailure(this, 'AssessBackupFailure', resources);
    const backupFailure = new BackupFailureNotification(this, 'BackupFailureNotification', {
      config,
      functions: { AssessBackupFailure: assessBackupFailure },
      evidenceBucket,
      topic,
    });

    const assessAzFailure = new AssessAzFailure(this, 'AssessAzFailure', {
      ...resources,
      evidenceBucketName: evidenceBucket.bucketName,
    });
    const azFailure = new AzFailure(this, 'AzFailure', {
      config,
      functions: { AssessAzFailure: assessAzFailure },
      evidenceBucket,
      topic,
      undelivered: backupFailure.undelivered,
    });

    const validation = new RestoreValidation(this, 'RestoreValidation', {
      config,
      functions: {
        FindLatestRecoveryPoint: functions.FindLatestRecoveryPoint,
        RestoreAurora: functions.RestoreAurora,
        WaitForAvailable: functions.WaitForAvailable,
        SmokeTest: functions.SmokeTest,
        RemoveCluster: functions.RemoveCluster,
        ReportExecution: reportExecution,
      },
      lockTable,
      evidenceBucket,
      topic,
    });

    const restoredClusters = arnsOf(config, config.primaryRegion).repaired('cluster');
    const ofRows = { ...resources, evidenceBucket, restoredClusters };
    const repair = {
      RestoreToPointInTime: new RestoreToPointInTime(this, 'RestoreToPointInTime', resources),
      FindMoment: new FindMoment(this, 'FindMoment', { ...resources, restoredClusters }),
      CompareData: new CompareData(this, 'CompareData', ofRows),
      ApplyRows: new ApplyRows(this, 'ApplyRows', ofRows),
    };
    const corruption = new CorruptionRecovery(this, 'CorruptionRecovery', {
      config,
      functions: { ...repair, ReportExecution: reportExecution },
      lockTable,
      evidenceBucket,
      topic,
    });

    const freshness = new Freshness(this, 'Freshness', { resources, topic });

    const readiness = new Readiness(this, 'Readiness', {
      ...resources,
      activation,
      templateDigests: props.templateDigests,
      functions: [
        ...Object.values(functions),
        reportExecution,
        ended.function,
        assessBackupFailure,
        ...Object.values(repair),
        assessAzFailure,
        ...freshness.functions,
      ],
      stateMachines: [failover, backupFailure, azFailure, validation, corruption].map(
        ({ stateMachine }) => stateMachine,
      ),
      evidenceBucket,
      topic,
    });
    new ReadinessWatch(this, 'ReadinessWatch', { config, readiness, topic });

    // The backstop: an execution that ends without having told anybody is told of here.
    new Rule(this, 'FailedExecutions', {
      description: 'A failover failed, timed out or was aborted',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [failover.stateMachine.stateMachineArn],
        },
      },
      targets: [new SnsTopic(topic, { message: endedNotice(config, 'a failover or drill') })],
    });
    new KeyAttempts(this, 'KeyAttempts', { config, keys: [standby.key], topic });
    // Missing data leaves the last known value standing; should that be lost, this brings it back.
    new Rule(this, 'KeepTraffic', {
      description: 'Puts the present value of the traffic switch again',
      schedule: Schedule.rate(Duration.minutes(config.traffic.keepEveryMinutes)),
      targets: [
        new LambdaFunction(functions.UpdateRoute53.function, {
          event: RuleTargetInput.fromObject({ action: 'keep' }),
          maxEventAge: Duration.minutes(1),
          retryAttempts: 0,
        }),
      ],
    });

    if (config.workload.kind === 'reference')
      new StandbyAlarms(this, 'StandbyAlarms', { config, workload: config.workload, topic });

    const alarms = this.node.findAll().filter((each) => each instanceof Alarm);
    new RecoveryDashboard(this, 'Dashboard', { config, alarms });

    new CfnOutput(this, 'RegionalFailoverArn', { value: failover.stateMachine.stateMachineArn });
    new CfnOutput(this, 'BackupFailureNotificationArn', { value: backupFailure.stateMachine.stateMachineArn });
    new CfnOutput(this, 'RestoreValidationArn', { value: validation.stateMachine.stateMachineArn });
    new CfnOutput(this, 'CorruptionRecoveryArn', { value: corruption.stateMachine.stateMachineArn });
    new CfnOutput(this, 'ReadinessFunctionName', { value: names.functionName('readiness') });
    new CfnOutput(this, 'EvidenceBucketName', { value: evidenceBucket.bucketName });
    new CfnOutput(this, 'TopicArn', { value: topic.topicArn });
    new CfnOutput(this, 'LockTableName', { value: lockTable.tableName });
    new CfnOutput(this, 'TemplateUrlParameter', { value: names.parameters.templateUrl });
    new CfnOutput(this, 'Standby', { value: config.standby });
    new CfnOutput(this, 'DeployRegionStackFunctionName', { value: names.functionName('deployRegionStack') });
    new CfnOutput(this, 'WaitForAvailableFunctionName', { value: names.functionName('waitForAvailable') });
    new CfnOutput(this, 'AfterEachDeployment', {
      description: 'A failover deploys what was published last: readiness compares it with these templates',
      value: `node cli/pilotlight.js publish-activation # ${Object.values(props.templateDigests).join(' ')}`,
    });
    new CfnOutput(this, 'ActivationStackName', { value: names.stacks.activation });
    if (failoverCacheOf(config) !== undefined) {
      new CfnOutput(this, 'CacheStackName', { value: names.stacks.cache });
      new CfnOutput(this, 'CacheTemplateUrlParameter', { value: names.parameters.cacheTemplateUrl });
    }
  }
}
