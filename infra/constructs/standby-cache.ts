import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Names } from '../names';
import type { IsolatedNetwork } from './isolated-network';
import { type Engine, ServerlessCache } from './serverless-cache';

export interface CacheGroundProps {
  readonly engine: Engine;
  readonly cache: Omit<ReferenceWorkload['cache'], 'engine'>;
  readonly names: Names;
  readonly network: IsolatedNetwork;
  readonly key: IKey;
}

/**
 * What a cache in the standby region stands on, ready and free of charge: subnets, group and key, under names by which
 * the cache stack finds them. With `workload.cache.standby: 'always'` the cache itself as well.
 */
export class StandbyCache extends Construct {
  constructor(scope: Construct, id: string, { engine, cache, names, network, key }: CacheGroundProps) {
    super(scope, id);
    const { parameters } = names;
    const subnetIds = network.vpc.selectSubnets({ subnetGroupName: 'database' }).subnetIds;
    const { securityGroupId } = network.cacheSecurityGroup();

    if (cache.standby === 'always') {
      new ServerlessCache(this, 'Cache', {
        engine,
        limits: cache,
        cacheName: names.standbyCache,
        endpointParameter: parameters.cacheEndpoint,
        subnetIds,
        securityGroupId,
        keyArn: key.keyArn,
      });
      return;
    }
    new StringListParameter(this, 'Subnets', {
      parameterName: parameters.cacheSubnets,
      description: 'Where the cache stack puts the cache',
      stringListValue: subnetIds,
    });
    new StringParameter(this, 'SecurityGroup', {
      parameterName: parameters.cacheSecurityGroup,
      description: 'Who reaches the cache that the cache stack makes',
      stringValue: securityGroupId,
    });
    new StringParameter(this, 'KeyArn', {
      parameterName: parameters.standbyKey,
      description: 'With what the cache stack encrypts the cache',
      stringValue: key.keyArn,
    });
  }
}
