import { Tags } from 'aws-cdk-lib';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { TAG } from '../../functions/shared/names';
import type { FailoverCache } from '../config/failover-cache';
import { ServerlessCache } from '../constructs/serverless-cache';
import { namesOf } from '../names';
import { artifactSynthesizer } from './artifact-synthesizer';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

export interface CacheStackProps extends PilotLightStackProps {
  readonly cache: FailoverCache;
}

/**
 * The standby's cache, apart from what a failover waits for: its DNS name needs Route 53's control plane in us-east-1
 * (AWS Fault Isolation Boundaries, "Global services"). A failover starts this stack beside the activation stack and goes
 * on without it.
 */
export class CacheStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: CacheStackProps) {
    const { config, cache } = props;
    const names = namesOf(config);
    super(scope, id, props, {
      description: 'Pilot Light: the cache that a failover makes in the standby region, and does not wait for',
      synthesizer: artifactSynthesizer(config),
    });
    const { cacheSubnets, cacheSecurityGroup, standbyKey } = names.parameters;
    const made = new ServerlessCache(this, 'Cache', {
      engine: cache.engine,
      limits: cache,
      endpointParameter: names.parameters.cacheEndpoint,
      cacheName: names.standbyCache,
      subnetIds: StringListParameter.valueForTypedListParameter(this, cacheSubnets),
      securityGroupId: StringParameter.valueForStringParameter(this, cacheSecurityGroup),
      keyArn: StringParameter.valueForStringParameter(this, standbyKey),
    });
    // By this a cache is known as ours when its stack has lost it.
    Tags.of(made).add(TAG.createdBy, names.stacks.cache);
  }
}
