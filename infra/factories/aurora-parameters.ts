import { ParameterGroup } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { auroraEngine } from '../aurora-engine';

export interface AuroraParametersProps {
  readonly engineVersion: string;
}

/** The same in both regions: a copied snapshot brings no parameter group along (Aurora User Guide, Copying a snapshot). */
export function auroraParameters(
  scope: Construct,
  id: string,
  { engineVersion }: AuroraParametersProps,
): ParameterGroup {
  return new ParameterGroup(scope, id, {
    engine: auroraEngine(engineVersion),
    description: 'Parameters of the protected cluster',
    parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '1000' },
  });
}
