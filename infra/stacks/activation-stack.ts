import { CfnOutput } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { bundleOf } from '../bundle';
import type { ReferenceWorkload } from '../config/reference-workload';
import { ServerlessCache } from '../constructs/serverless-cache';
import { WorkloadFunction } from '../constructs/workload-function';
import { WORKLOAD_ENTRY } from '../entries';
import { namesOf } from '../names';
import { artifactSynthesizer } from './artifact-synthesizer';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

export interface ActivationStackProps extends PilotLightStackProps {
  readonly workload: ReferenceWorkload;
}

/**
 * What a failover switches on: the workload's Lambda, its routes on the API that stands ready, and a cache. Nothing here
 * may need a control plane in us-east-1; the recovery-path check refuses what does.
 */
export class ActivationStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: ActivationStackProps) {
    const { config, bundles, workload } = props;
    const names = namesOf(config);
    super(scope, id, props, {
      description: 'Pilot Light: what a failover deploys in the standby region',
      synthesizer: artifactSynthesizer(config),
    });

    const api = HttpApi.fromHttpApiAttributes(this, 'Api', {
      httpApiId: StringParameter.valueForStringParameter(this, names.parameters.apiId),
    });
    new WorkloadFunction(this, 'Workload', {
      config,
      api,
      bundle: bundleOf(bundles, WORKLOAD_ENTRY),
      // Immutable: otherwise CDK would add policies, and changing a role needs IAM's control plane.
      role: Role.fromRoleArn(this, 'Role', names.workloadRoleArn, { mutable: false }),
      logGroup: LogGroup.fromLogGroupName(this, 'Logs', `/aws/lambda/${names.workloadFunction}`),
    });

    const { engine, standby } = workload.cache;
    if (engine !== 'none' && standby === 'activation') {
      const { cacheSubnets, cacheSecurityGroup, standbyKey } = names.parameters;
      new ServerlessCache(this, 'Cache', {
        engine,
        limits: workload.cache,
        endpointParameter: names.parameters.cacheEndpoint,
        cacheName: names.standbyCache,
        subnetIds: StringListParameter.valueForTypedListParameter(this, cacheSubnets),
        securityGroupId: StringParameter.valueForStringParameter(this, cacheSecurityGroup),
        keyArn: StringParameter.valueForStringParameter(this, standbyKey),
      });
    }

    new CfnOutput(this, 'FunctionName', { value: names.workloadFunction });
  }
}
