import { readDurations } from './kernel/durations';
import { type FaultRule, Faults } from './kernel/faults';
import { Random } from './kernel/random';
import { Scheduler } from './kernel/scheduler';
import { Trace } from './kernel/trace';
import { Iam } from './services/iam/iam';
import { Network } from './network/network';
import { ApiGateway } from './services/apigateway/api-gateway';
import { Backup } from './services/backup/backup';
import { CloudFormation } from './services/cloudformation/cloudformation';
import { modelledTypes } from './resource-types';
import type { Providers } from './services/cloudformation/resource-work';
import { CloudFront } from './services/cloudfront/cloudfront';
import { CloudWatch } from './services/cloudwatch/cloudwatch';
import { DynamoDb } from './services/dynamodb/dynamodb';
import { Ec2 } from './services/ec2/ec2';
import { ElastiCache } from './services/elasticache/elasticache';
import { EventBridge } from './services/events/event-bridge';
import { Kms } from './services/kms/kms';
import { Lambda } from './services/lambda/lambda';
import { Rds } from './services/rds/rds';
import { RdsData } from './services/rds-data/rds-data';
import { Route53 } from './services/route53/route53';
import { S3 } from './services/s3/s3';
import { Schedules } from './services/scheduler/schedules';
import { SecretsManager } from './services/secretsmanager/secrets-manager';
import { ServiceQuotas } from './services/servicequotas/service-quotas';
import { Sns } from './services/sns/sns';
import { Sqs } from './services/sqs/sqs';
import { Ssm } from './services/ssm/ssm';
import { StepFunctions } from './services/states/step-functions';
import { Sts } from './services/sts/sts';
import { Dispatcher } from './wire/dispatcher';
import type { Region, World } from './world';

export type WorldOptions = {
  readonly seed: number;
  /** The instant at which virtual time begins, and from which the faults count, in milliseconds since 1970. */
  readonly startMs: number;
  /** `default`, `slow`, `fast`, or the path of a file. */
  readonly durations?: string;
  readonly faults?: readonly FaultRule[];
  readonly accountId: string;
  readonly regions: readonly string[];
};

/** The control planes of the global services answer here (AWS Fault Isolation Boundaries). */
const GLOBAL_REGION = 'us-east-1';

/** A simulation with empty regions. */
export function createWorld(options: WorldOptions): World {
  return new SimulatedWorld(options);
}

class SimulatedWorld implements World {
  readonly accountId: string;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly durations: World['durations'];
  readonly faults: Faults;
  readonly iam: Iam;
  readonly route53: Route53;
  readonly cloudFront: CloudFront;
  readonly dispatcher: Dispatcher;
  readonly network: Network;
  readonly regions: ReadonlyMap<string, Region>;

  constructor({ seed, startMs, durations = 'default', faults = [], accountId, regions }: WorldOptions) {
    this.accountId = accountId;
    this.scheduler = new Scheduler(startMs);
    this.random = new Random(seed);
    this.trace = new Trace(() => this.scheduler.now());
    this.durations = readDurations(durations, this.random);
    this.faults = new Faults(faults, startMs, this.random);
    this.iam = new Iam(this);
    this.route53 = new Route53(this);
    this.cloudFront = new CloudFront(this);
    this.dispatcher = new Dispatcher(this);
    this.network = new Network(this);
    const providers = modelledTypes();
    this.regions = new Map(regions.map((name) => [name, new SimulatedRegion(this, name, providers)]));

    for (const region of this.regions.values()) registerServices(this.dispatcher, region);
    this.dispatcher.register(GLOBAL_REGION, this.iam.service);
    this.dispatcher.register(GLOBAL_REGION, this.route53.service);
    for (const { atMs, detail } of this.faults.changes()) {
      this.scheduler.at(atMs, () => this.trace.record({ kind: 'fault', detail }));
    }
  }

  region(name: string): Region {
    const region = this.regions.get(name);
    if (region === undefined) {
      throw new Error(`No region ${name} in this simulation. There are ${[...this.regions.keys()].join(', ')}`);
    }
    return region;
  }

  isDark(region: string): boolean {
    return this.faults.isDark(region, this.scheduler.now());
  }
}

class SimulatedRegion implements Region {
  readonly world: World;
  readonly name: string;
  readonly cloudFormation: CloudFormation;
  readonly apiGateway: ApiGateway;
  readonly backup: Backup;
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

  constructor(world: World, name: string, providers: Providers) {
    this.world = world;
    this.name = name;
    this.cloudFormation = new CloudFormation(this, providers);
    this.apiGateway = new ApiGateway(this);
    this.backup = new Backup(this);
    this.cloudWatch = new CloudWatch(this);
    this.dynamoDb = new DynamoDb(this);
    this.ec2 = new Ec2(this);
    this.elastiCache = new ElastiCache(this);
    this.events = new EventBridge(this);
    this.kms = new Kms(this);
    this.lambda = new Lambda(this);
    this.rds = new Rds(this);
    this.rdsData = new RdsData(this);
    this.s3 = new S3(this);
    this.schedules = new Schedules(this);
    this.secretsManager = new SecretsManager(this);
    this.serviceQuotas = new ServiceQuotas(this);
    this.sns = new Sns(this);
    this.sqs = new Sqs(this);
    this.ssm = new Ssm(this);
    this.states = new StepFunctions(this);
    this.sts = new Sts(this);
  }
}

function registerServices(dispatcher: Dispatcher, region: Region): void {
  const { name } = region;
  dispatcher.register(name, region.apiGateway.service);
  dispatcher.register(name, region.backup.service);
  dispatcher.register(name, region.cloudFormation.service);
  dispatcher.register(name, region.cloudWatch.service);
  dispatcher.register(name, region.dynamoDb.service);
  dispatcher.register(name, region.ec2.service);
  dispatcher.register(name, region.elastiCache.service);
  dispatcher.register(name, region.events.service);
  dispatcher.register(name, region.kms.service);
  dispatcher.register(name, region.lambda.service);
  dispatcher.register(name, region.rds.service);
  dispatcher.register(name, region.rdsData.service);
  dispatcher.register(name, region.s3.service);
  dispatcher.register(name, region.schedules.service);
  dispatcher.register(name, region.secretsManager.service);
  dispatcher.register(name, region.serviceQuotas.service);
  dispatcher.register(name, region.sns.service);
  dispatcher.register(name, region.sqs.service);
  dispatcher.register(name, region.ssm.service);
  dispatcher.register(name, region.states.service);
  dispatcher.register(name, region.sts.service);
}
