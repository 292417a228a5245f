import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import type { IsolatedNetwork } from './isolated-network';
import { ServerlessCache } from './serverless-cache';

export interface CacheGroundProps {
  readonly config: Config;
  readonly network: IsolatedNetwork;
  readonly key: IKey;
}

/**
 * What a cache in the standby region stands on, ready and free of charge: subnets, group and key, under names by which
 * the activation stack finds them. With `cache.standby: 'always'` the cache itself as well.
 */
export function cacheGround(scope: Construct, id: string, { config, network, key }: CacheGroundProps): void {
  const { engine, standby } = config.cache;
  if (engine === 'none') return;
  const names = namesOf(config);
  const ground = new Construct(scope, id);
  const subnetIds = network.vpc.selectSubnets({ subnetGroupName: 'database' }).subnetIds;
  const { securityGroupId } = network.cacheSecurityGroup();

  if (standby === 'always') {
    const cacheName = names.standbyCache;
    new ServerlessCache(ground, 'Cache', { config, engine, cacheName, subnetIds, securityGroupId, keyArn: key.keyArn });
    return;
  }
  new StringListParameter(ground, 'Subnets', {
    parameterName: names.parameters.cacheSubnets,
    description: 'Where the activation stack puts the cache',
    stringListValue: subnetIds,
  });
  new StringParameter(ground, 'SecurityGroup', {
    parameterName: names.parameters.cacheSecurityGroup,
    description: 'Who reaches the cache that the activation stack makes',
    stringValue: securityGroupId,
  });
  new StringParameter(ground, 'KeyArn', {
    parameterName: names.parameters.standbyKey,
    description: 'With what the activation stack encrypts the cache',
    stringValue: key.keyArn,
  });
}
