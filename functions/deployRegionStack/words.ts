import { shellCommand } from '../shared/shell-quote';

/** What failed first, and where the rest of it is. */
export function stackFailure(stackName: string, failure: string, region: string): string {
  const events = cloudFormation('describe-stack-events', stackName, region);
  return `${stackName}: ${failure}. All events: ${events}`;
}

/** What could not be deleted, and what to do when its reason is fixed. */
export function removalFailure(stackName: string, failure: string, region: string): string {
  return `${stackName} could not be deleted: ${failure}. Fix it, then: ${cloudFormation('delete-stack', stackName, region)}`;
}

/** The command that brings a stack out of a status in which CloudFormation takes no deployment. */
export function repairAdvice(stackName: string, stackStatus: string, region: string): string {
  const command = REPAIRS[stackStatus] ?? 'describe-stack-events';
  return (
    `the stack is ${stackStatus}, and users are served through it: it is not deleted. ` +
    `Repair it (${cloudFormation(command, stackName, region)}) and start again`
  );
}

/** CloudFormation User Guide, "Stack status codes": what each of them takes. */
const REPAIRS: Readonly<Record<string, string>> = {
  UPDATE_FAILED: 'rollback-stack',
  UPDATE_ROLLBACK_FAILED: 'continue-update-rollback',
};

function cloudFormation(operation: string, stackName: string, region: string): string {
  return shellCommand('aws', 'cloudformation', operation, '--stack-name', stackName, '--region', region);
}
