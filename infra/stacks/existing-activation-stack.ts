import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import { ConfigError } from '../config';
import { PROJECT_ROOT } from '../project-root';
import type { ExistingWorkload } from '../workload-config';
import { parametersOf } from './activation-parameters';
import { artifactSynthesizer } from './artifact-synthesizer';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

export interface ExistingActivationStackProps extends PilotLightStackProps {
  readonly workload: ExistingWorkload;
}

/**
 * What a failover switches on for a workload that runs already: the team's own template, published and deployed as ours
 * would be, and refused for the same reasons.
 */
export class ExistingActivationStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: ExistingActivationStackProps) {
    const { config, workload } = props;
    super(scope, id, props, { synthesizer: artifactSynthesizer(config) });
    const file = resolve(PROJECT_ROOT, workload.activationTemplate);
    include(this, file);
    const problem = problemOf(this);
    if (problem !== undefined) throw refused(workload, problem);
  }
}

function include(stack: Stack, templateFile: string): void {
  const path = relative(PROJECT_ROOT, templateFile);
  try {
    readFileSync(templateFile);
  } catch {
    throw new ConfigError(
      `workload.activationTemplate: cannot read ${path}: write the path of a CloudFormation template, from the project's root`,
    );
  }
  try {
    new CfnInclude(stack, 'Template', { templateFile });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`workload.activationTemplate: ${path} is no CloudFormation template: ${reason}`);
  }
}

/** What would stop a change set that nobody is there to give answers to. */
function problemOf(stack: Stack): string | undefined {
  const { transforms = [] } = stack.templateOptions;
  if (transforms.length > 0)
    return `it has the transform ${transforms.join(', ')}, and what a macro makes cannot be checked: write the template that it makes`;
  const open = parametersOf(stack).filter(({ default: value }) => value === undefined);
  if (open.length > 0)
    return `its parameters ${open.map(({ logicalId }) => stack.resolve(logicalId)).join(', ')} have no default: write one, since nobody is asked in a failover`;
  return undefined;
}

function refused({ activationTemplate }: ExistingWorkload, problem: string): ConfigError {
  return new ConfigError(
    `workload.activationTemplate: ${activationTemplate} cannot be deployed by a failover: ${problem}`,
  );
}
