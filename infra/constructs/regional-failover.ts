import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import type { BundledFunction } from './bundled-function';
import { functionArns, workflowDefinition } from './workflow-definition';

export interface RegionalFailoverProps {
  readonly config: Config;
  /** By state name, which is also the construct id and, with `Arn` behind it, the substitution. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly lockTable: ITable;
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
}

/** The workflow of a failover: `statemachines/regional-failover.asl.json`, its role and its log. */
export class RegionalFailover extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: RegionalFailoverProps) {
    super(scope, id);
    const { config, functions, lockTable, evidenceBucket, topic } = props;
    const { stateMachine, metric } = namesOf(config);
    const { region, account } = Stack.of(this);

    const role = new Role(this, 'Role', {
      description: 'The failover workflow: calls the functions, holds the lock, leaves the evidence',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        workflow: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: Object.values(functions).map(({ function: target }) => target.functionArn),
            }),
            new PolicyStatement({
              actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
              resources: [lockTable.tableArn],
            }),
            // Whether the holder of the lock still runs; executions are named when they start.
            new PolicyStatement({
              actions: ['states:DescribeExecution'],
              resources: [`arn:aws:states:${region}:${account}:execution:${stateMachine}:*`],
            }),
            // One object an execution.
            new PolicyStatement({
              actions: ['s3:PutObject'],
              resources: [evidenceBucket.arnForObjects('executions/*')],
            }),
            // Metrics have no ARN; the namespace is what can be held to.
            new PolicyStatement({
              actions: ['cloudwatch:PutMetricData'],
              resources: ['*'],
              conditions: { StringEquals: { 'cloudwatch:namespace': metric.namespace } },
            }),
            new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
          ],
        }),
      },
    });

    // CDK lets the role set up log delivery on `*`: those actions take no resource (Step Functions Developer Guide,
    // Logging to CloudWatch Logs).
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${stateMachine}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: stateMachine,
      ...workflowDefinition('regional-failover', {
        ...functionArns(functions),
        LockTableName: lockTable.tableName,
        EvidenceBucketName: evidenceBucket.bucketName,
        TopicArn: topic.topicArn,
        WorkloadName: config.name,
        StandbyRegion: region,
        PublicName: config.traffic.publicName,
        RtoMinutes: String(config.objectives.rtoMinutes),
        RpoMinutes: String(config.objectives.rpoMinutes),
        ApprovalTimeoutMinutes: String(config.recovery.approvalTimeoutMinutes),
      }),
      role,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
