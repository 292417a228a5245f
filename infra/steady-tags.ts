import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Config } from './config/schema';
import { BACKED_UP, tagsOf } from './names';

/**
 * Leaves out the tags that follow the configuration. CloudFormation updates a resource whose tags change, and an update
 * puts more than tags: of a parameter the template's value, of a vault its access policy (handlers of AWS::SSM::Parameter
 * and AWS::Backup::BackupVault in CloudFormation's registry).
 */
export function withSteadyTags(resource: IConstruct, config: Config): void {
  for (const key of changingTags(config)) Tags.of(resource).remove(key);
}

export function changingTags(config: Config): readonly string[] {
  return Object.keys(tagsOf(config)).filter((key) => key !== BACKED_UP.key);
}
