import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import { PROJECT_ROOT } from '../project-root';
import type { BundledFunction } from './bundled-function';

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
    const { stateMachine, metric, stacks } = namesOf(config);
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
      ...definition('regional-failover', {
        ...Object.fromEntries(
          Object.entries(functions).map(([name, { function: target }]) => [`${name}Arn`, target.functionArn]),
        ),
        LockTableName: lockTable.tableName,
        EvidenceBucketName: evidenceBucket.bucketName,
        TopicArn: topic.topicArn,
        WorkloadName: config.name,
        ActivationStackName: stacks.activation,
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

/**
 * The file as an inline definition: as an asset it would be a hash in the template, and the recovery-path check could
 * not read it. A placeholder without a value, or a value without a placeholder, is an error here, not in the disaster.
 */
function definition(name: string, substitutions: Readonly<Record<string, string>>) {
  const file = `statemachines/${name}.asl.json`;
  const text = readFileSync(join(PROJECT_ROOT, file), 'utf8');
  const placeholders = new Set(Array.from(text.matchAll(/\$\{(\w+)\}/g), ([, placeholder]) => placeholder ?? ''));
  const missing = [...placeholders].filter((placeholder) => !(placeholder in substitutions));
  const unused = Object.keys(substitutions).filter((key) => !placeholders.has(key));
  if (missing.length > 0) throw new Error(`${file} has placeholders without a value: ${missing.join(', ')}`);
  if (unused.length > 0) throw new Error(`${file} does not use these substitutions: ${unused.join(', ')}`);
  return { definitionBody: DefinitionBody.fromString(text), definitionSubstitutions: { ...substitutions } };
}
