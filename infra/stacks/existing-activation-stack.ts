import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import { ConfigError } from '../config/config-error';
import { PROJECT_ROOT } from '../project-root';
import type { ExistingWorkload } from '../config/existing-workload';
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
    const text = read(file);
    include(this, file);
    const problem = problemOf(this, text);
    if (problem !== undefined) throw refused(workload, problem);
  }
}

/** `Transform` and `Fn::Transform` in JSON, and `!Transform` and both in YAML. */
const MACRO = /"(Fn::)?Transform"\s*:|^\s*(Fn::)?Transform\s*:|!Transform\b/m;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `workload.activationTemplate: cannot read ${relative(PROJECT_ROOT, file)}: write the path of a CloudFormation template, from the project's root`,
    );
  }
}

function include(stack: Stack, templateFile: string): void {
  const path = relative(PROJECT_ROOT, templateFile);
  try {
    new CfnInclude(stack, 'Template', { templateFile });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`workload.activationTemplate: ${path} is no CloudFormation template: ${reason}`);
  }
}

/** What would stop a change set that nobody is there to give answers to. */
function problemOf(stack: Stack, text: string): string | undefined {
  if (MACRO.test(text))
    return 'it has a transform, and what a macro makes cannot be checked: write the template that it makes';
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
