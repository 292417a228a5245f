import type { Service } from './service';
import { ApiGateway } from './services/apigateway/api-gateway';
import { providers as apiGatewayTypes } from './services/apigateway/providers';
import { Backup } from './services/backup/backup';
import { providers as backupTypes } from './services/backup/providers';
import { providers as certificateTypes } from './services/certificates/providers';
import { CloudFormation } from './services/cloudformation/cloudformation';
import type { ResourceProvider } from './services/cloudformation/provider';
import type { Providers } from './services/cloudformation/resource-work';
import { CloudFront } from './services/cloudfront/cloudfront';
import { providers as cloudFrontTypes } from './services/cloudfront/providers';
import { CloudWatch } from './services/cloudwatch/cloudwatch';
import { providers as cloudWatchTypes } from './services/cloudwatch/providers';
import { DynamoDb } from './services/dynamodb/dynamodb';
import { providers as dynamoDbTypes } from './services/dynamodb/providers';
import { Ec2 } from './services/ec2/ec2';
import { providers as ec2Types } from './services/ec2/providers';
import { ElastiCache } from './services/elasticache/elasticache';
import { providers as elastiCacheTypes } from './services/elasticache/providers';
import { EventBridge } from './services/events/event-bridge';
import { providers as eventsTypes } from './services/events/providers';
import { Iam } from './services/iam/iam';
import { providers as iamTypes } from './services/iam/providers';
import { Kms } from './services/kms/kms';
import { providers as kmsTypes } from './services/kms/providers';
import { Lambda } from './services/lambda/lambda';
import { providers as lambdaTypes } from './services/lambda/providers';
import { Logs } from './services/logs/logs';
import { providers as logTypes } from './services/logs/providers';
import { RdsData } from './services/rds-data/rds-data';
import { providers as rdsTypes } from './services/rds/providers';
import { Rds } from './services/rds/rds';
import { providers as route53Types } from './services/route53/providers';
import { Route53 } from './services/route53/route53';
import { providers as s3Types } from './services/s3/providers';
import { S3 } from './services/s3/s3';
import { providers as schedulesTypes } from './services/scheduler/providers';
import { Schedules } from './services/scheduler/schedules';
import { providers as secretsManagerTypes } from './services/secretsmanager/providers';
import { SecretsManager } from './services/secretsmanager/secrets-manager';
import { ServiceQuotas } from './services/servicequotas/service-quotas';
import { providers as snsTypes } from './services/sns/providers';
import { Sns } from './services/sns/sns';
import { providers as sqsTypes } from './services/sqs/providers';
import { Sqs } from './services/sqs/sqs';
import { providers as ssmTypes } from './services/ssm/providers';
import { Ssm } from './services/ssm/ssm';
import { providers as statesTypes } from './services/states/providers';
import { StepFunctions } from './services/states/step-functions';
import { Sts } from './services/sts/sts';
import type { GlobalServices, Region, RegionalServices, World } from './world';

/** What stands behind each door: its class, and the resource types that templates make of the service. */
type ServiceTable<Doors, Arguments extends readonly unknown[]> = {
  readonly [Door in keyof Doors]: {
    readonly Class: new (...ownerFirst: Arguments) => Doors[Door] & { readonly service: Service };
    readonly types?: readonly ResourceProvider[];
  };
};

/** The services of each region, in the order in which they are made. CloudFormation is given the resource types. */
export const REGIONAL_SERVICES: ServiceTable<RegionalServices, [region: Region, types: Providers]> = {
  apiGateway: { Class: ApiGateway, types: apiGatewayTypes },
  backup: { Class: Backup, types: backupTypes },
  cloudFormation: { Class: CloudFormation },
  cloudWatch: { Class: CloudWatch, types: cloudWatchTypes },
  dynamoDb: { Class: DynamoDb, types: dynamoDbTypes },
  ec2: { Class: Ec2, types: ec2Types },
  elastiCache: { Class: ElastiCache, types: elastiCacheTypes },
  events: { Class: EventBridge, types: eventsTypes },
  kms: { Class: Kms, types: kmsTypes },
  lambda: { Class: Lambda, types: lambdaTypes },
  logs: { Class: Logs, types: logTypes },
  rds: { Class: Rds, types: rdsTypes },
  rdsData: { Class: RdsData },
  s3: { Class: S3, types: s3Types },
  schedules: { Class: Schedules, types: schedulesTypes },
  secretsManager: { Class: SecretsManager, types: secretsManagerTypes },
  serviceQuotas: { Class: ServiceQuotas },
  sns: { Class: Sns, types: snsTypes },
  sqs: { Class: Sqs, types: sqsTypes },
  ssm: { Class: Ssm, types: ssmTypes },
  states: { Class: StepFunctions, types: statesTypes },
  sts: { Class: Sts },
};

export const GLOBAL_SERVICES: ServiceTable<GlobalServices, [world: World]> = {
  iam: { Class: Iam, types: iamTypes },
  route53: { Class: Route53, types: route53Types },
  cloudFront: { Class: CloudFront, types: cloudFrontTypes },
};

/** Resource types of services that nothing else is modelled of. */
export const OTHER_TYPES: readonly ResourceProvider[] = certificateTypes;
