import type * as client from '@aws-sdk/client-elasticache';
import type { DurationName } from '../../kernel/durations';
import { AwsError, type Service } from '../../service';
import { CONTROL_PLANE_REGION } from '../../wire/us-east-1';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { operationsOf } from './operations';
import { type Engine, ENGINES, type ServerlessCache, shortRegion } from './serverless-cache';

declare module '../../world' {
  interface RegionalServices {
    readonly elastiCache: ElastiCache;
  }
}

/** The least that may be written as a limit on ECPUs a second (ElastiCache API Reference, ECPUPerSecond). */
const LEAST_ECPU_LIMIT = 1000;

/** The serverless caches of one region: they come, can be described, and go. */
export class ElastiCache {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #caches = new Map<string, ServerlessCache>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'elasticache', operations: operationsOf(region) };
  }

  get caches(): readonly ServerlessCache[] {
    return [...this.#caches.values()];
  }

  get region(): Region {
    return this.#region;
  }

  arn(name: string): string {
    const { name: region, world } = this.#region;
    return `arn:aws:elasticache:${region}:${world.accountId}:serverlesscache:${name}`;
  }

  find(name: string): ServerlessCache | undefined {
    return this.#caches.get(name.toLowerCase());
  }

  /** @throws AwsError ServerlessCacheNotFoundFault */
  get(name: string): ServerlessCache {
    const cache = this.find(name);
    if (cache !== undefined) return cache;
    throw new AwsError('ServerlessCacheNotFoundFault', `Serverless cache ${name} not found.`, { status: 404 });
  }

  create(input: client.CreateServerlessCacheRequest): ServerlessCache {
    const { world, name: region } = this.#region;
    const name = (input.ServerlessCacheName ?? '').toLowerCase();
    if (!/^[a-z]([a-z0-9]|-(?!-|$)){0,39}$/.test(name)) throw invalid(`ServerlessCacheName ${name} is not valid.`);
    if (this.find(name) !== undefined) {
      throw new AwsError('ServerlessCacheAlreadyExistsFault', `Serverless cache ${name} already exists.`);
    }
    const engine = engineOf(input);
    checkLimits(input.CacheUsageLimits);
    this.#checkNetwork(input.SubnetIds, input.SecurityGroupIds);
    const cache: ServerlessCache = {
      name,
      arn: this.arn(name),
      ...engine,
      createdAtMs: world.scheduler.now(),
      kmsKeyArn: this.#keyArn(input.KmsKeyId),
      subnetIds: input.SubnetIds ?? [],
      host: `${name}-${world.random.hex(`elasticache/${region}`, 6)}.serverless.${shortRegion(region)}.cache.amazonaws.com`,
      description: input.Description ?? '',
      securityGroupIds: input.SecurityGroupIds ?? [],
      limits: input.CacheUsageLimits,
      snapshotRetentionLimit: input.SnapshotRetentionLimit ?? 0,
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      status: 'creating',
      settled: Promise.resolve(),
    };
    this.#caches.set(name, cache);
    cache.settled = this.#pass('elastiCacheCreate', () => this.#enter(cache, 'available'));
    this.#record(cache);
    return cache;
  }

  modify(input: client.ModifyServerlessCacheRequest): ServerlessCache {
    const cache = this.get(input.ServerlessCacheName ?? '');
    requireAvailable(cache);
    checkLimits(input.CacheUsageLimits);
    this.#checkNetwork(undefined, input.SecurityGroupIds);
    cache.description = input.Description ?? cache.description;
    cache.limits = input.CacheUsageLimits ?? cache.limits;
    cache.securityGroupIds = input.SecurityGroupIds ?? cache.securityGroupIds;
    cache.snapshotRetentionLimit = input.SnapshotRetentionLimit ?? cache.snapshotRetentionLimit;
    this.#enter(cache, 'modifying');
    cache.settled = this.#pass('elastiCacheModify', () => this.#enter(cache, 'available'));
    return cache;
  }

  delete(name: string): ServerlessCache {
    const cache = this.get(name);
    requireAvailable(cache);
    this.#enter(cache, 'deleting');
    cache.settled = this.#pass('elastiCacheDelete', () => {
      this.#caches.delete(cache.name);
      this.#record(cache, 'deleted');
    });
    return cache;
  }

  #checkNetwork(subnetIds: readonly string[] = [], securityGroupIds: readonly string[] = []): void {
    const { ec2 } = this.#region;
    const vpcs = new Set(
      subnetIds.map((id) => {
        const subnet = ec2.subnet(id);
        if (subnet === undefined) throw invalid(`The subnet ID '${id}' does not exist`);
        return subnet.properties['VpcId'];
      }),
    );
    if (vpcs.size > 1) throw invalid('All subnets of a serverless cache must belong to the same VPC.');
    for (const id of securityGroupIds) {
      if (ec2.securityGroup(id) === undefined) throw invalid(`The security group '${id}' does not exist`);
    }
  }

  /** Without a key, the cache is encrypted with one that AWS owns. */
  #keyArn(id: string | undefined): string | undefined {
    if (id === undefined) return undefined;
    const problem = this.#region.kms.useKey(id);
    if (problem !== undefined) throw invalid(problem);
    return this.#region.kms.get(id).arn;
  }

  /**
   * Nothing comes to its end while the region is dark, nor while us-east-1 is: its DNS names come and go by Route 53's
   * control plane there (simulator/wire/us-east-1.ts).
   */
  async #pass(duration: DurationName, end: () => void): Promise<void> {
    const { world, name } = this.#region;
    await world.scheduler.sleep(world.durations.drawMs(duration));
    while (world.isDark(name) || world.isDark(CONTROL_PLANE_REGION)) await world.scheduler.sleep(DARK_POLL_MS);
    end();
  }

  #enter(cache: ServerlessCache, status: ServerlessCache['status']): void {
    cache.status = status;
    this.#record(cache);
  }

  #record({ name, status }: ServerlessCache, reached: string = status): void {
    const { world, name: region } = this.#region;
    world.trace.record({
      kind: 'resource',
      region,
      type: 'AWS::ElastiCache::ServerlessCache',
      id: name,
      status: reached,
    });
  }
}

const DARK_POLL_MS = 60_000;

function engineOf({ Engine = '', MajorEngineVersion }: client.CreateServerlessCacheRequest) {
  if (!isEngine(Engine)) throw notModelled(`A serverless cache of the engine ${Engine}`);
  const versions: readonly string[] = ENGINES[Engine];
  const majorEngineVersion = MajorEngineVersion ?? versions.at(-1) ?? '';
  if (!versions.includes(majorEngineVersion)) {
    throw invalid(`Major engine version ${majorEngineVersion} is not supported for engine ${Engine}.`);
  }
  return { engine: Engine, majorEngineVersion };
}

function isEngine(text: string): text is Engine {
  return Object.hasOwn(ENGINES, text);
}

function checkLimits(limits: client.CacheUsageLimits | undefined): void {
  const ecpu = limits?.ECPUPerSecond?.Maximum;
  if (ecpu !== undefined && ecpu < LEAST_ECPU_LIMIT) {
    throw invalid(`ECPUPerSecond maximum must be at least ${LEAST_ECPU_LIMIT}, not ${ecpu}.`);
  }
}

function requireAvailable({ name, status }: ServerlessCache): void {
  if (status === 'available') return;
  throw new AwsError('InvalidServerlessCacheStateFault', `Serverless cache ${name} is in the state ${status}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
