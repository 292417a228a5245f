import { createHandler, type Surroundings } from '../shared/create-handler';
import { InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { shortHash } from '../shared/names';
import { aws, type Stacks } from './aws';
import { Environment, Input, Output } from './contract';
import { decideDeploy, decideRemove, type Verdict } from './decide';

const SOON_SECONDS = 5;
type OfExecution = Exclude<Input, { action: 'warm' }>;
type Wait = 'stack' | 'stackGone' | null;

/** Deploys the activation stack, or removes it. Each call does the next step and says what to wait for. */
export const build = (stacks: Stacks, now?: () => number) =>
  createHandler({
    name: 'deployRegionStack',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: (input, surroundings) => {
      switch (input.action) {
        case 'deploy':
          return deploy(stacks, nameOf(input, surroundings.environment), surroundings);
        case 'warm':
          return warm(stacks, input.id, surroundings);
        case 'remove':
          return remove(stacks, input, surroundings);
        case 'look':
          return look(stacks, surroundings);
      }
    },
  });

export const handler = build(aws);

async function deploy(stacks: Stacks, changeSetName: string, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment } = surroundings;
  const stackName = environment.STACK_NAME;
  const stackStatus = await stacks.stackStatus(stackName);
  const changeSet = stackStatus === undefined ? undefined : await stacks.changeSet(stackName, changeSetName);
  const verdict: Verdict = decideDeploy({ stackStatus, changeSet });
  const working = (detail: string, wait: Wait) => answer('working', detail, wait, surroundings);
  switch (verdict.kind) {
    case 'createChangeSet':
      await stacks.createChangeSet({
        stackName,
        changeSetName,
        type: verdict.type,
        templateUrl: await readTemplateUrl(stacks, environment),
        roleArn: environment.STACK_ROLE_ARN,
        tags: environment.TAGS,
      });
      return working(`creating the change set ${changeSetName}`, null);
    case 'executeChangeSet':
      await stacks.executeChangeSet(stackName, changeSetName);
      return working(`executing the change set ${changeSetName}`, 'stack');
    case 'deleteStack':
      await stacks.deleteStack(stackName, environment.STACK_ROLE_ARN, `${changeSetName}-clear`);
      return working(`${verdict.detail}: deleting it before it is created again`, 'stackGone');
    case 'nothingToDo':
      await stacks.deleteChangeSet(stackName, changeSetName);
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
  }
}

/** What a failover deploys, before there is one. */
async function warm(stacks: Stacks, id: string, surroundings: Surroundings<Environment>): Promise<Output> {
  const { WORKLOAD_NAME, STANDBY } = surroundings.environment;
  if (STANDBY !== 'warm')
    throw new InvalidRequestError(
      "action: the standby is no warm one; set standby to 'warm', or leave this to a failover",
    );
  return await deploy(stacks, `${WORKLOAD_NAME}-warm-${id}`, surroundings);
}

async function remove(stacks: Stacks, input: OfExecution, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment } = surroundings;
  if (environment.STANDBY === 'warm')
    throw new UnsafeToProceedError(
      'warm-standby',
      `${environment.STACK_NAME} stays deployed: the standby is a warm one`,
    );
  const stackName = environment.STACK_NAME;
  const verdict = decideRemove(await stacks.stackStatus(stackName));
  switch (verdict.kind) {
    case 'gone':
      return answer('gone', 'the stack is gone', null, surroundings);
    case 'deleteStack':
      if ((await stacks.serves(environment.LOCK_TABLE_NAME)) === 'standby') {
        throw new UnsafeToProceedError(
          'standby-serves',
          `users are served through the stack ${stackName}: not removing it`,
        );
      }
      await stacks.deleteStack(stackName, environment.STACK_ROLE_ARN, `${nameOf(input, environment)}-remove`);
      return answer('working', `deleting the stack ${stackName}`, 'stackGone', surroundings);
    case 'lookAgain':
      return answer('working', verdict.detail, null, surroundings);
    case 'waitForStackGone':
      return answer('working', verdict.detail, 'stackGone', surroundings);
  }
}

async function look(stacks: Stacks, surroundings: Surroundings<Environment>): Promise<Output> {
  const status = await stacks.stackStatus(surroundings.environment.STACK_NAME);
  if (status === undefined || status === 'DELETE_COMPLETE')
    return answer('gone', 'there is no stack', null, surroundings);
  return answer('there', `the stack is ${status}`, null, surroundings);
}

/** Of this execution alone, so that what an earlier one left behind is never taken for our own. */
function nameOf(input: OfExecution, environment: Environment): string {
  return `${environment.WORKLOAD_NAME}-${input.failoverId}-${shortHash(input.executionArn)}`;
}

async function readTemplateUrl(stacks: Stacks, environment: Environment): Promise<string> {
  const url = await stacks.templateUrl(environment.TEMPLATE_URL_PARAMETER);
  if (url?.startsWith('https://')) return url;
  throw new UnsafeToProceedError(
    'activation-template-missing',
    `the SSM parameter ${environment.TEMPLATE_URL_PARAMETER} holds no template URL. Run: pilotlight publish-activation`,
  );
}

function answer(
  phase: Output['phase'],
  detail: string,
  wait: Wait,
  { environment, now }: Surroundings<Environment>,
): Output {
  const stackName = environment.STACK_NAME;
  const since = new Date(now()).toISOString();
  const waitFor = wait === null ? null : { target: wait, stackName, since };
  return { phase, stackName, detail, waitFor, nextPollSeconds: phase === 'working' ? SOON_SECONDS : 0 };
}
