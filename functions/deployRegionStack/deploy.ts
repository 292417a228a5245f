import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import type { Aws } from './aws';
import type { Environment, Output } from './contract';
import { decideDeploy } from './decide';
import { answer, type Wait } from './answer';

/** Does the next step towards a stack that is deployed as it was published. */
export async function deploy(
  aws: Aws,
  changeSetName: string,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment } = surroundings;
  const stackName = environment.STACK_NAME;
  const stackStatus = await aws.stackStatus(stackName);
  const changeSet = stackStatus === undefined ? undefined : await aws.changeSet(stackName, changeSetName);
  const verdict = decideDeploy({ stackStatus, changeSet });
  const working = (detail: string, wait: Wait) => answer('working', detail, wait, surroundings);
  switch (verdict.kind) {
    case 'createChangeSet':
      await aws.createChangeSet({
        stackName,
        changeSetName,
        type: verdict.type,
        templateUrl: await readTemplateUrl(aws, environment),
        roleArn: environment.STACK_ROLE_ARN,
        tags: environment.TAGS,
      });
      return working(`creating the change set ${changeSetName}`, null);
    case 'executeChangeSet':
      await aws.executeChangeSet(stackName, changeSetName);
      return working(`executing the change set ${changeSetName}`, 'stack');
    case 'deleteStack':
      await aws.deleteStack(stackName, environment.STACK_ROLE_ARN, `${changeSetName}-clear`);
      return working(`${verdict.detail}: deleting it before it is created again`, 'stackGone');
    case 'nothingToDo':
      await aws.deleteChangeSet(stackName, changeSetName);
      return answer('ready', 'the stack is deployed as it should be', null, surroundings);
    case 'lookAgain':
      return working(verdict.detail, null);
    case 'waitForStack':
      return working(verdict.detail, 'stack');
    case 'waitForStackGone':
      return working(verdict.detail, 'stackGone');
    case 'ready':
      return answer('ready', verdict.detail, null, surroundings);
    case 'changeSetFailed':
      throw new UnsafeToProceedError('change-set-failed', `the change set ${changeSetName} failed: ${verdict.detail}`);
    case 'needsRepair':
      throw new UnsafeToProceedError(
        'stack-needs-repair',
        `${verdict.detail}. Repair it (aws cloudformation continue-update-rollback --stack-name ${stackName} --region ${surroundings.region}) and start again`,
      );
    default:
      return assertNever(verdict);
  }
}

async function readTemplateUrl(aws: Aws, environment: Environment): Promise<string> {
  const url = await aws.templateUrl(environment.TEMPLATE_URL_PARAMETER);
  if (url?.startsWith('https://')) return url;
  throw new UnsafeToProceedError(
    'activation-template-missing',
    `the SSM parameter ${environment.TEMPLATE_URL_PARAMETER} holds no template URL. Run: pilotlight publish-activation`,
  );
}
