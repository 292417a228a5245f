import { CfnOutput } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { bundleOf } from '../bundle';
import { WorkloadFunction } from '../constructs/workload-function';
import { WORKLOAD_ENTRY } from '../entries';
import { namesOf } from '../names';
import { artifactSynthesizer } from './artifact-synthesizer';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

/**
 * What a failover switches on: the workload's Lambda, and its routes on the API that stands ready. Nothing here may need
 * a control plane in us-east-1; the recovery-path check refuses what does.
 */
export class ActivationStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: PilotLightStackProps) {
    const { config, bundles } = props;
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

    new CfnOutput(this, 'FunctionName', { value: names.workloadFunction });
  }
}
