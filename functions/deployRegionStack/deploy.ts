import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { shortHash, TAG } from '../shared/names';
import { answer, type Wait } from './answer';
import type { Aws } from './aws';
import type { Environment, Output } from './contract';
import { decideDeploy } from './decide';
import { removeLeftBehind } from './left-behind';
import { readFacts } from './read-facts';
import { repairAdvice, stackFailure } from './words';

/** Before a change set is made again: it fails at once where a stack takes its time to. */
const PAUSE_SECONDS = 30;
/** A roll-back takes about as long as what it undoes. */
const ROLL_BACK_PAUSE_SECONDS = 15;

/** Does the next step towards a stack that is deployed as it was published. */
export async function deploy(
  aws: Aws,
  changeSetName: string,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now, region } = surroundings;
  const { STACK_NAME: stackName, STACK_ROLE_ARN: roleArn } = environment;
  const { facts, changeSetId } = await readFacts(aws, stackName, changeSetName, surroundings);
  const verdict = decideDeploy(facts);
  const working = (detail: string, wait: Wait, pauseSeconds?: number) =>
    answer('working', detail, wait, surroundings, { pauseSeconds });
  switch (verdict.kind) {
    case 'createChangeSet': {
      const request = aws.createChangeSet({
        stackName,
        changeSetName,
        type: verdict.type,
        templateUrl: await readTemplateUrl(aws, environment),
        roleArn,
        tags: { ...environment.TAGS, [TAG.createdBy]: stackName },
        token: `${changeSetName}-${now()}`,
      });
      const removed = facts.stackStatus === undefined ? removeLeftBehind(aws, surroundings) : Promise.resolve([]);
      const [left] = await Promise.all([removed, request]);
      const also = left.length === 0 ? '' : `; deleted ${left.join(', ')}, which an earlier stack had left behind`;
      return working(`creating the change set ${changeSetName}${also}`, null);
    }
    case 'executeChangeSet':
      // A token of this change set: a stack that is made again has another of the same name.
      await aws.executeChangeSet(stackName, changeSetName, `${changeSetName}-${shortHash(changeSetId)}`);
      return working(`executing the change set ${changeSetName}`, 'stack');
    case 'redoChangeSet':
      await aws.deleteChangeSet(stackName, changeSetName);
      return working(`${verdict.detail}: deleting the change set before it is created again`, null, PAUSE_SECONDS);
    case 'deleteStack':
      // A token of this request: one that was used for the stack before deletes nothing.
      await aws.deleteStack(stackName, roleArn, `${changeSetName}-clear-${now()}`);
      return working(`${verdict.detail}: deleting it before it is created again`, 'stackGone');
    case 'nothingToDo':
      await aws.deleteChangeSet(stackName, changeSetName);
      return answer('ready', 'the stack is deployed as it should be', null, surroundings);
    case 'lookAgain':
      return working(verdict.detail, null);
    case 'waitForStack':
      return working(verdict.detail, 'stack', facts.failure === undefined ? undefined : ROLL_BACK_PAUSE_SECONDS);
    case 'waitForStackGone':
      return working(verdict.detail, 'stackGone');
    case 'ready':
      return answer('ready', verdict.detail, null, surroundings);
    case 'changeSetFailed':
      throw new UnsafeToProceedError('change-set-failed', `the change set ${changeSetName} failed: ${verdict.detail}`);
    case 'stackFailed':
      throw new UnsafeToProceedError('stack-failed', stackFailure(stackName, verdict.detail, region));
    case 'needsRepair':
      throw new UnsafeToProceedError('stack-needs-repair', repairAdvice(stackName, verdict.stackStatus, region));
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
