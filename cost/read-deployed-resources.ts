import type { AssemblyStack } from '../assembly/read-assembly';
import { Hashing, HOURS_AFTER, HOURS_BEFORE } from '../functions/shared/content-limits';
import { COUNTED } from './counted';
import type {
  Asked,
  BackupRule,
  Cache,
  Database,
  DeployedResources,
  Frontend,
  HealthCheck,
  Monitoring,
  Scheduled,
} from './deployed-resources';
import { HOURS_PER_MONTH } from './month';
import { asList, asRecord, numberAt, type Resource, resourcesOf, unpricedTypes } from './resources';
import { runsPerDay, runsPerMonth } from './schedule';

export interface ReadingSettings {
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  /** Of backups and copies on demand; undefined where none are made. */
  readonly extraRetentionDays: number | undefined;
}

/** AWS keeps what has no lifecycle for ever; ten years say as much. */
const FOR_EVER_DAYS = 3650;

/** @param stacks that are deployed all the time: not the activation stack of a pilot light */
export function readDeployedResources(
  stacks: readonly Pick<AssemblyStack, 'name' | 'region' | 'template'>[],
  { primaryRegion, standbyRegion, extraRetentionDays }: ReadingSettings,
): DeployedResources {
  const resources = resourcesOf(stacks);
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const inRegion = (type: string, region: string) => of(type).filter((resource) => resource.region === region);
  const regions = [...new Set(resources.map(({ region }) => region))];
  const byRegion = (count: (region: string) => number) =>
    Object.fromEntries(regions.map((region) => [region, count(region)]));
  const [cluster] = inRegion('AWS::RDS::DBCluster', primaryRegion);
  const [secondary] = inRegion('AWS::RDS::DBCluster', standbyRegion);
  const workload = workloadOf(resources, primaryRegion);
  const instances = (region: string) => inRegion('AWS::RDS::DBInstance', region);

  return {
    primaryRegion,
    standbyRegion,
    database: cluster === undefined ? undefined : databaseOf(cluster, instances(primaryRegion)),
    secondary:
      secondary === undefined
        ? undefined
        : { instances: instances(standbyRegion).length, minCapacity: minCapacityOf(secondary) },
    caches: of('AWS::ElastiCache::ServerlessCache').map(cacheOf),
    workload,
    backups: { rules: of('AWS::Backup::BackupPlan').flatMap(rulesOf), extraRetentionDays },
    // Beside a workload of the team's own the bucket holds no more than what is written down of the database.
    frontend: workload === undefined ? undefined : frontendOf(inRegion('AWS::S3::Bucket', primaryRegion)),
    monitoring: regions.map((region) => monitoringOf(resources, region)),
    customMetrics: COUNTED.customMetrics,
    keys: byRegion((region) => inRegion('AWS::KMS::Key', region).length),
    secrets:
      sum(of('AWS::SecretsManager::Secret').map(secretsOf)) +
      of('AWS::RDS::DBCluster').filter(({ properties }) => properties['ManageMasterUserPassword'] === true).length,
    healthChecks: of('AWS::Route53::HealthCheck').map(healthCheckOf),
    asked: of('AWS::Route53::HealthCheck').flatMap((check) => askedBy(check, resources)),
    hostedZones: of('AWS::Route53::HostedZone').length,
    endpointZones: byRegion((region) => interfaceZones(inRegion('AWS::EC2::VPCEndpoint', region))),
    scheduled: of('AWS::Events::Rule').flatMap((rule) => scheduledOf(rule, resources)),
    // What the schedule of the drills comes to is an assumption: drills are also started by hand.
    validationsPerMonth: sum(
      of('AWS::Scheduler::Schedule')
        .filter(({ properties }) => !String(properties['Name']).endsWith('-drill'))
        .map(({ properties }) => scheduleRuns(properties)),
    ),
    hashedManifestsPerMonth: sum(inRegion('AWS::Lambda::Function', primaryRegion).map(hashedManifests)),
    unpriced: unpricedTypes(resources),
  };
}

function databaseOf(cluster: Resource, instances: readonly Resource[]): Database {
  const tiers = instances.map(({ properties }) => numberAt(properties['PromotionTier'], 1)).toSorted((a, b) => a - b);
  return {
    minCapacity: minCapacityOf(cluster),
    readers: Math.max(0, instances.length - 1),
    readersFollowWriter: tiers.slice(1).every((tier) => tier <= 1),
    retentionDays: numberAt(cluster.properties['BackupRetentionPeriod'], 1),
  };
}

function minCapacityOf({ properties }: Resource): number {
  return numberAt(asRecord(properties['ServerlessV2ScalingConfiguration'])['MinCapacity'], 0.5);
}

function cacheOf({ region, properties }: Resource): Cache {
  return { region, engine: properties['Engine'] === 'redis' ? 'redis' : 'valkey' };
}

/** The function that an API of the primary region leads to. */
function workloadOf(resources: readonly Resource[], region: string): DeployedResources['workload'] {
  const hasApi = resources.some(({ type, region: at }) => type === 'AWS::ApiGatewayV2::Integration' && at === region);
  const target = resources.find(({ type, region: at }) => type === 'AWS::Lambda::Function' && at === region);
  return hasApi && target !== undefined ? { memoryMb: memoryOf(target) } : undefined;
}

function memoryOf({ properties }: Resource): number {
  return numberAt(properties['MemorySize'], 128);
}

function rulesOf({ properties }: Resource): readonly BackupRule[] {
  return asList(asRecord(properties['BackupPlan'])['BackupPlanRule']).map((each) => {
    const rule = asRecord(each);
    const days = (holder: unknown) =>
      numberAt(asRecord(asRecord(holder)['Lifecycle'])['DeleteAfterDays'], FOR_EVER_DAYS);
    return {
      name: String(rule['RuleName']),
      runsPerDay: runsPerDay(String(rule['ScheduleExpression'])),
      isContinuous: rule['EnableContinuousBackup'] === true,
      retentionDays: days(rule),
      copyRetentionDays: asList(rule['CopyActions']).map(days),
    };
  });
}

/** The bucket that is replicated, or else the one that has the frontend's name. */
function frontendOf(buckets: readonly Resource[]): Frontend | undefined {
  const replicated = buckets.find(({ properties }) => properties['ReplicationConfiguration'] !== undefined);
  const bucket =
    replicated ?? buckets.find(({ properties }) => String(properties['BucketName']).includes('-frontend-'));
  if (bucket === undefined) return undefined;
  const rules = asList(asRecord(bucket.properties['LifecycleConfiguration'])['Rules']).map(asRecord);
  const days = rules.map((rule) => {
    const expiration = asRecord(rule['NoncurrentVersionExpiration'])['NoncurrentDays'];
    return numberAt(expiration ?? rule['NoncurrentVersionExpirationInDays'], Infinity);
  });
  const least = Math.min(Infinity, ...days);
  return { isReplicated: replicated !== undefined, oldVersionDays: Number.isFinite(least) ? least : undefined };
}

function monitoringOf(resources: readonly Resource[], region: string): Monitoring {
  const of = (type: string) => resources.filter((resource) => resource.type === type && resource.region === region);
  const metricsOf = ({ properties }: Resource) =>
    Math.max(1, asList(properties['Metrics']).filter((query) => asRecord(query)['MetricStat'] !== undefined).length);
  return {
    region,
    alarmMetrics: sum(of('AWS::CloudWatch::Alarm').map(metricsOf)),
    compositeAlarms: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
  };
}

/** A secret is billed in each region that it is replicated to. */
function secretsOf({ properties }: Resource): number {
  return 1 + asList(properties['ReplicaRegions']).length;
}

function healthCheckOf({ properties }: Resource): HealthCheck {
  const config = asRecord(properties['HealthCheckConfig']);
  const type = String(config['Type']);
  const options = [
    type.startsWith('HTTPS'),
    type.endsWith('STR_MATCH'),
    numberAt(config['RequestInterval'], 30) < 30,
    config['MeasureLatency'] === true,
  ];
  return { options: options.filter(Boolean).length };
}

/** A check on an endpoint asks the function that an API of the same stack leads to. */
function askedBy({ stack, region, properties }: Resource, resources: readonly Resource[]): readonly Asked[] {
  const config = asRecord(properties['HealthCheckConfig']);
  if (config['FullyQualifiedDomainName'] === undefined) return [];
  const everySeconds = numberAt(config['RequestInterval'], 30);
  return resources
    .filter((resource) => resource.stack === stack && resource.type === 'AWS::ApiGatewayV2::Integration')
    .flatMap((integration) => {
      const [id] = asList(asRecord(integration.properties['IntegrationUri'])['Fn::GetAtt']);
      const target = resources.find((resource) => resource.stack === stack && resource.id === id);
      return target === undefined ? [] : [{ region, everySeconds, memoryMb: memoryOf(target) }];
    });
}

function interfaceZones(endpoints: readonly Resource[]): number {
  const interfaces = endpoints.filter(({ properties }) => properties['VpcEndpointType'] === 'Interface');
  return sum(interfaces.map(({ properties }) => asList(properties['SubnetIds']).length));
}

/** A rule with a schedule runs each function among its targets. */
function scheduledOf({ stack, region, properties }: Resource, resources: readonly Resource[]): readonly Scheduled[] {
  const schedule = properties['ScheduleExpression'];
  if (typeof schedule !== 'string') return [];
  return asList(properties['Targets']).flatMap((target) => {
    const [id] = asList(asRecord(asRecord(target)['Arn'])['Fn::GetAtt']);
    const found = resources.find((resource) => resource.stack === stack && resource.id === id);
    if (found?.type !== 'AWS::Lambda::Function') return [];
    const runs = runsPerMonth(schedule);
    return [{ region, runsPerMonth: runs, memoryMb: memoryOf(found), putsMetric: keepsSwitch(target, found) }];
  });
}

/** The rule that keeps the traffic switch at its value; records keep themselves. */
function keepsSwitch(target: unknown, { properties }: Resource): boolean {
  const { TRAFFIC_MODE: mode } = asRecord(asRecord(properties['Environment'])['Variables']);
  return mode === 'healthCheck' && asRecord(target)['Input'] === '{"action":"keep"}';
}

/** The recorder runs every hour: around each validation, always or never it hashes as well. */
function hashedManifests({ properties }: Resource): number {
  const { HASHING: text } = asRecord(asRecord(properties['Environment'])['Variables']);
  if (typeof text !== 'string') return 0;
  const hashing = Hashing.parse(JSON.parse(text));
  if (hashing.when === 'never') return 0;
  if (hashing.when === 'hourly') return HOURS_PER_MONTH;
  return Math.min(HOURS_PER_MONTH, runsPerMonth(hashing.schedule) * (HOURS_BEFORE + HOURS_AFTER + 1));
}

function scheduleRuns(properties: Readonly<Record<string, unknown>>): number {
  const schedule = properties['ScheduleExpression'];
  return typeof schedule === 'string' ? runsPerMonth(schedule) : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
