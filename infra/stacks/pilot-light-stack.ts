import { type Environment, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { capitalised } from '../../functions/shared/names';
import type { Bundles } from '../bundle';
import type { Config } from '../config/schema';

/** What every stack is given. The environment is explicit, so that nothing is looked up at synthesis. */
export interface PilotLightStackProps {
  readonly env: Required<Environment>;
  readonly config: Config;
  readonly bundles: Bundles;
}

/** A stack that knows its zones: CDK would ask the account for them. */
export abstract class PilotLightStack extends Stack {
  private readonly zones: string[];

  /** @param id `PilotLightStandby`: that of the construct, by which checks and `cdk deploy` know it, whatever the workload's name is */
  constructor(
    scope: Construct,
    id: string,
    { env, config }: PilotLightStackProps,
    props: Omit<StackProps, 'env' | 'stackName'>,
  ) {
    super(scope, id, { ...props, env, stackName: id.replace(/^PilotLight/, capitalised(config.name)) });
    this.zones = config.network.zones.map((letter) => `${env.region}${letter}`);
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'The zones are configuration (network.zones): writer and reader must stand in two that are known.',
    });
  }

  override get availabilityZones(): string[] {
    return this.zones;
  }
}
