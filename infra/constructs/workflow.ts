import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { roleWithPolicies } from '../factories/role-with-policies';
import { explainWildcards, type RolePermission, wildcard } from '../permissions/permission';
import { OWN_NAMESPACE, OWN_PREFIX } from '../permissions/reasons';
import type { BundledFunction } from './bundled-function';
import { functionArns, workflowDefinition } from '../workflow-definition';
import { serviceOfAccount } from '../permissions/service-of-account';

/** What the workflows of the recovery stack work with. */
export interface WorkflowResources {
  readonly config: Config;
  /** By state name, which is also the construct id and, with `Arn` behind it, the substitution. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
}

/** What a workflow takes that runs one execution at a time. */
export interface LockingWorkflowResources extends WorkflowResources {
  readonly lockTable: ITable;
}

export interface WorkflowProps {
  readonly resources: WorkflowResources;
  /** `statemachines/FILE.asl.json`. */
  readonly file: string;
  readonly stateMachineName: string;
  readonly description: string;
  /**
   * Where it holds its lock.
   * @default it holds none
   */
  readonly lockTable?: ITable;
  /** Where its evidence goes: one object an execution. */
  readonly evidencePrefix: string;
  /**
   * The object of the evidence bucket that it reads.
   * @default none
   */
  readonly evidenceRead?: string;
  /**
   * What else it calls itself.
   * @default nothing
   */
  readonly permissions?: readonly RolePermission[];
  /** Beside the functions' ARNs and what every workflow takes. */
  readonly substitutions: Readonly<Record<string, string>>;
}

/** A state machine that calls functions, and leaves evidence, metrics and a notification. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { stateMachineName, lockTable } = props;
    const { config, functions, evidenceBucket, topic } = props.resources;
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      ...workflowDefinition(props.file, {
        ...functionArns(functions),
        ...(lockTable === undefined ? {} : { LockTableName: lockTable.tableName }),
        EvidenceBucketName: evidenceBucket.bucketName,
        TopicArn: topic.topicArn,
        WorkloadName: config.name,
        MetricNamespace: namesOf(config).metric.namespace,
        StandbyRegion: Stack.of(this).region,
        ...props.substitutions,
      }),
      role: this.#role(props),
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #role(props: WorkflowProps): Role {
    const { config, functions, evidenceBucket, topic } = props.resources;
    const { description, evidencePrefix, evidenceRead, permissions = [] } = props;
    const workflow: readonly RolePermission[] = [
      {
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(functions).map(({ function: target }) => target.functionArn),
      },
      ...this.#lockPermissions(props),
      ...permissions,
      {
        actions: ['s3:PutObject'],
        resources: [wildcard(evidenceBucket.arnForObjects(`${evidencePrefix}/*`), OWN_PREFIX)],
      },
      ...(evidenceRead === undefined
        ? []
        : [
            { actions: ['s3:GetObject'], resources: [evidenceBucket.arnForObjects(evidenceRead)] },
            // So that an object that is not there yet is told from one that is forbidden.
            { actions: ['s3:ListBucket'], resources: [evidenceBucket.bucketArn] },
          ]),
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: [wildcard('*', OWN_NAMESPACE)],
        conditions: { StringEquals: { 'cloudwatch:namespace': namesOf(config).metric.namespace } },
      },
      { actions: ['sns:Publish'], resources: [topic.topicArn] },
    ];
    const role = roleWithPolicies(this, 'Role', {
      description,
      assumedBy: serviceOfAccount(this, 'states'),
      policies: { workflow },
    });
    explainWildcards(role, LOG_DELIVERY);
    return role;
  }

  #lockPermissions({ resources, lockTable, stateMachineName }: WorkflowProps): readonly RolePermission[] {
    if (lockTable === undefined) return [];
    const { account, standbyRegion } = resources.config;
    const executions = `arn:aws:states:${standbyRegion}:${account}:execution:${stateMachineName}:*`;
    return [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], resources: [lockTable.tableArn] },
      // Whether the holder of the lock still runs.
      {
        actions: ['states:DescribeExecution'],
        resources: [
          wildcard(
            executions,
            'Executions are named when they start. Reading only, of its own state machine: who holds the lock, and lives.',
          ),
        ],
      },
    ];
  }
}

/** What CDK lets the role of a state machine that logs do. */
const LOG_DELIVERY: RolePermission = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ],
  resources: [
    wildcard(
      '*',
      'Step Functions sets up the delivery of its execution log with these actions, none of which takes a resource ' +
        '(Step Functions Developer Guide, Logging to CloudWatch Logs).',
    ),
  ],
};
