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

/** What the workflows of the recovery stack work with. */
export interface WorkflowResources {
  readonly config: Config;
  /** By state name, which is also the construct id and, with `Arn` behind it, the substitution. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly lockTable: ITable;
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
}

export interface WorkflowProps {
  readonly resources: WorkflowResources;
  /** `statemachines/FILE.asl.json`. */
  readonly file: string;
  readonly stateMachineName: string;
  readonly description: string;
  /** Where its evidence goes: one object an execution. */
  readonly evidencePrefix: string;
  /**
   * The object of the evidence bucket that it reads.
   * @default none
   */
  readonly evidenceRead?: string;
  /** Beside the functions' ARNs and what every workflow takes. */
  readonly substitutions: Readonly<Record<string, string>>;
}

/** A state machine that holds a lock, calls functions, and leaves evidence, metrics and a notification. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { stateMachineName } = props;
    const { config, functions, lockTable, evidenceBucket, topic } = props.resources;
    // CDK lets the role set up log delivery on `*`: those actions take no resource (Step Functions Developer Guide,
    // Logging to CloudWatch Logs).
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      ...workflowDefinition(props.file, {
        ...functionArns(functions),
        LockTableName: lockTable.tableName,
        EvidenceBucketName: evidenceBucket.bucketName,
        TopicArn: topic.topicArn,
        WorkloadName: config.name,
        StandbyRegion: Stack.of(this).region,
        RpoMinutes: String(config.objectives.rpoMinutes),
        ...props.substitutions,
      }),
      role: this.#role(props),
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #role({ resources, stateMachineName, description, evidencePrefix, evidenceRead }: WorkflowProps): Role {
    const { config, functions, lockTable, evidenceBucket, topic } = resources;
    const { region, account } = Stack.of(this);
    return new Role(this, 'Role', {
      description,
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
              resources: [`arn:aws:states:${region}:${account}:execution:${stateMachineName}:*`],
            }),
            new PolicyStatement({
              actions: ['s3:PutObject'],
              resources: [evidenceBucket.arnForObjects(`${evidencePrefix}/*`)],
            }),
            ...(evidenceRead === undefined
              ? []
              : [
                  new PolicyStatement({
                    actions: ['s3:GetObject'],
                    resources: [evidenceBucket.arnForObjects(evidenceRead)],
                  }),
                  // So that an object that is not there yet is told from one that is forbidden.
                  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [evidenceBucket.bucketArn] }),
                ]),
            // Metrics have no ARN; the namespace is what can be held to.
            new PolicyStatement({
              actions: ['cloudwatch:PutMetricData'],
              resources: ['*'],
              conditions: { StringEquals: { 'cloudwatch:namespace': namesOf(config).metric.namespace } },
            }),
            new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
          ],
        }),
      },
    });
  }
}
