import type { Durations } from './kernel/durations';
import type { Faults } from './kernel/faults';
import type { Random } from './kernel/random';
import type { Scheduler } from './kernel/scheduler';
import type { Trace } from './kernel/trace';
import type { Iam } from './services/iam/iam';
import type { Network } from './network/network';
import type { ApiGateway } from './services/apigateway/api-gateway';
import type { Backup } from './services/backup/backup';
import type { CloudFormation } from './services/cloudformation/cloudformation';
import type { CloudFront } from './services/cloudfront/cloudfront';
import type { CloudWatch } from './services/cloudwatch/cloudwatch';
import type { DynamoDb } from './services/dynamodb/dynamodb';
import type { Ec2 } from './services/ec2/ec2';
import type { ElastiCache } from './services/elasticache/elasticache';
import type { EventBridge } from './services/events/event-bridge';
import type { Kms } from './services/kms/kms';
import type { Lambda } from './services/lambda/lambda';
import type { Rds } from './services/rds/rds';
import type { RdsData } from './services/rds-data/rds-data';
import type { Route53 } from './services/route53/route53';
import type { S3 } from './services/s3/s3';
import type { Schedules } from './services/scheduler/schedules';
import type { SecretsManager } from './services/secretsmanager/secrets-manager';
import type { ServiceQuotas } from './services/servicequotas/service-quotas';
import type { Sns } from './services/sns/sns';
import type { Sqs } from './services/sqs/sqs';
import type { Ssm } from './services/ssm/ssm';
import type { StepFunctions } from './services/states/step-functions';
import type { Sts } from './services/sts/sts';
import type { Dispatcher } from './wire/dispatcher';

/** One simulation: two regions, the services that are global, one clock. */
export interface World {
  readonly accountId: string;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly durations: Durations;
  readonly faults: Faults;
  readonly iam: Iam;
  readonly route53: Route53;
  readonly cloudFront: CloudFront;
  /** Where every call of every service goes through: faults, latency, authorisation, trace. */
  readonly dispatcher: Dispatcher;
  /** What a host name leads to: AWS endpoints, HTTP APIs, names in Route 53. */
  readonly network: Network;
  readonly regions: ReadonlyMap<string, Region>;
  /** The region of that name; an error that names the regions there are, if there is none. */
  region(name: string): Region;
  /** Whether the region is dark now: its endpoints do not answer and nothing in it runs. */
  isDark(region: string): boolean;
}

/** One simulated region and its services. */
export interface Region {
  readonly name: string;
  readonly world: World;
  readonly apiGateway: ApiGateway;
  readonly backup: Backup;
  readonly cloudFormation: CloudFormation;
  readonly cloudWatch: CloudWatch;
  readonly dynamoDb: DynamoDb;
  readonly ec2: Ec2;
  readonly elastiCache: ElastiCache;
  readonly events: EventBridge;
  readonly kms: Kms;
  readonly lambda: Lambda;
  readonly rds: Rds;
  readonly rdsData: RdsData;
  readonly s3: S3;
  readonly schedules: Schedules;
  readonly secretsManager: SecretsManager;
  readonly serviceQuotas: ServiceQuotas;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly ssm: Ssm;
  readonly states: StepFunctions;
  readonly sts: Sts;
}
