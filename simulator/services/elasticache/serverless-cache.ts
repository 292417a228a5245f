import type * as client from '@aws-sdk/client-elasticache';

/** One serverless cache. There is nothing in it: no process answers under its name. */
export interface ServerlessCache {
  readonly name: string;
  readonly arn: string;
  readonly engine: Engine;
  readonly majorEngineVersion: string;
  readonly createdAtMs: number;
  readonly kmsKeyArn: string | undefined;
  readonly subnetIds: readonly string[];
  /** `<name>-<random>.serverless.usw2.cache.amazonaws.com` */
  readonly host: string;
  description: string;
  securityGroupIds: readonly string[];
  limits: client.CacheUsageLimits | undefined;
  snapshotRetentionLimit: number;
  tags: Readonly<Record<string, string>>;
  status: 'creating' | 'available' | 'modifying' | 'deleting';
  /** Ends when the cache is no longer in a status that passes by itself. */
  settled: Promise<void>;
}

/** What is modelled of the engines, with the versions that AWS offers for serverless caches (ElastiCache User Guide). */
export const ENGINES = { valkey: ['7', '8'], redis: ['7'] } as const;
export type Engine = keyof typeof ENGINES;

/** Reads and writes; reads alone may go to a near replica on the second one (ElastiCache User Guide, Endpoints). */
const PORT = 6379;
const READER_PORT = 6380;

export function describe(cache: ServerlessCache): client.ServerlessCache {
  return {
    ServerlessCacheName: cache.name,
    ARN: cache.arn,
    Description: cache.description,
    CreateTime: new Date(cache.createdAtMs),
    Status: cache.status,
    Engine: cache.engine,
    MajorEngineVersion: cache.majorEngineVersion,
    FullEngineVersion: `${cache.majorEngineVersion}.0`,
    CacheUsageLimits: cache.limits,
    KmsKeyId: cache.kmsKeyArn,
    SecurityGroupIds: [...cache.securityGroupIds],
    SubnetIds: [...cache.subnetIds],
    SnapshotRetentionLimit: cache.snapshotRetentionLimit,
    // The names are given when the cache is there.
    ...(cache.status === 'creating'
      ? {}
      : { Endpoint: { Address: cache.host, Port: PORT }, ReaderEndpoint: { Address: cache.host, Port: READER_PORT } }),
  };
}

/** `us-west-2` is `usw2` in the names of caches, `ap-southeast-1` is `apse1`. */
export function shortRegion(region: string): string {
  const [area = '', place = '', number = ''] = region.split('-');
  const letters = place.replace(/north|south|east|west|central/g, (word) => word.charAt(0));
  return `${area}${letters}${number}`;
}
