import { ParameterGroup } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { auroraEngine } from '../aurora-engine';

export interface AuroraParametersProps {
  readonly engineVersion: string;
  /** @default CloudFormation's */
  readonly name?: string;
}

/** The same in both regions: a copied snapshot brings no parameter group along (Aurora User Guide, Copying a snapshot). */
export function auroraParameters(
  scope: Construct,
  id: string,
  { engineVersion, name }: AuroraParametersProps,
): ParameterGroup {
  return new ParameterGroup(scope, id, {
    engine: auroraEngine(engineVersion),
    name,
    description: 'Parameters of the protected cluster',
    parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '1000' },
  });
}
