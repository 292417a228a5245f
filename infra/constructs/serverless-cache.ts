import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ReferenceWorkload } from '../config/reference-workload';

export interface ServerlessCacheProps {
  readonly cacheName: string;
  readonly engine: Engine;
  /** What it may hold and do at most, and so what it may cost. */
  readonly limits: Pick<ReferenceWorkload['cache'], 'maxDataGigabytes' | 'maxEcpuPerSecond'>;
  /** The SSM parameter in which its clients find it. */
  readonly endpointParameter: string;
  /** One in each of two zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** The region's own key: what is cached came out of the database, and who disables its key means the copies too. */
  readonly keyArn: string;
}

export type Engine = keyof typeof MAJOR_VERSIONS;

const MAJOR_VERSIONS = { valkey: '8', redis: '7' } as const;

/**
 * An ElastiCache Serverless cache across two zones, and the parameter in which its clients find it. Serverless caches
 * take connections over TLS only (ElastiCache User Guide, In-transit encryption).
 */
export class ServerlessCache extends Construct {
  constructor(scope: Construct, id: string, props: ServerlessCacheProps) {
    super(scope, id);
    const { engine, limits } = props;
    const cache = new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: props.cacheName,
      description: 'Pilot Light: holds nothing that is not in the database',
      engine,
      majorEngineVersion: MAJOR_VERSIONS[engine],
      cacheUsageLimits: {
        dataStorage: { maximum: limits.maxDataGigabytes, unit: 'GB' },
        ecpuPerSecond: { maximum: limits.maxEcpuPerSecond },
      },
      kmsKeyId: props.keyArn,
      subnetIds: props.subnetIds,
      securityGroupIds: [props.securityGroupId],
      // Nothing to restore: an empty cache fills itself, and no snapshot leaves its region.
      snapshotRetentionLimit: 0,
    });
    cache.applyRemovalPolicy(RemovalPolicy.DESTROY);
    new StringParameter(this, 'Endpoint', {
      parameterName: props.endpointParameter,
      description: 'Where the workload finds its cache in this region, for a client that speaks TLS',
      stringValue: `${cache.attrEndpointAddress}:${cache.attrEndpointPort}`,
    });
  }
}
