import type * as client from '@aws-sdk/client-sfn';
import { validateDefinitionText } from '../../asl/validation/validate-definition';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { isSdkOperation } from './integrations/aws-sdk';

type Served = 'CreateStateMachine' | 'UpdateStateMachine' | 'ValidateStateMachineDefinition';

export function stateMachineOperations(region: Region): Pick<Operations<typeof client>, Served> {
  const on = (action: string, resource: string): Access => ({ action: `states:${action}`, resource });
  return {
    CreateStateMachine: {
      access: ({ name = '', roleArn = '' }) => [
        on('CreateStateMachine', region.states.machineArn(name)),
        passRole(roleArn),
      ],
      handle: (input) => createStateMachine(region, input),
    },
    UpdateStateMachine: {
      access: ({ stateMachineArn = '', roleArn }) => [
        on('UpdateStateMachine', stateMachineArn),
        ...(roleArn === undefined ? [] : [passRole(roleArn)]),
      ],
      handle: (input) => updateStateMachine(region, input),
    },
    ValidateStateMachineDefinition: {
      access: () => [on('ValidateStateMachineDefinition', '*')],
      handle: (input) => validate(input),
    },
  };
}

type Answer<Output> = Omit<Output, '$metadata'>;

function passRole(roleArn: string): Access {
  return {
    action: 'iam:PassRole',
    resource: roleArn,
    conditions: { 'iam:PassedToService': 'states.amazonaws.com' },
  };
}

/** The same again is answered with the machine that is there (API Reference, CreateStateMachine). */
function createStateMachine(
  { states }: Region,
  input: client.CreateStateMachineCommandInput,
): Answer<client.CreateStateMachineCommandOutput> {
  if (input.type === 'EXPRESS') throw notModelled('An Express state machine');
  const { name = '', definition: definitionText = '', roleArn = '' } = input;
  const existing = states.findStateMachine(states.machineArn(name));
  if (existing !== undefined) {
    if (existing.definitionText === definitionText && existing.roleArn === roleArn) {
      return { stateMachineArn: existing.arn, creationDate: new Date(existing.createdAtMs) };
    }
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
  }
  const { arn, createdAtMs } = states.putStateMachine({
    name,
    definitionText,
    roleArn,
    ...(input.loggingConfiguration === undefined ? {} : { loggingConfiguration: input.loggingConfiguration }),
    tracingEnabled: input.tracingConfiguration?.enabled ?? false,
    tags: Object.fromEntries((input.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  });
  return { stateMachineArn: arn, creationDate: new Date(createdAtMs) };
}

function updateStateMachine(
  { states, world }: Region,
  input: client.UpdateStateMachineCommandInput,
): Answer<client.UpdateStateMachineCommandOutput> {
  const before = states.stateMachine(input.stateMachineArn ?? '');
  const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
  if ([definition, roleArn, loggingConfiguration, tracingConfiguration].every((member) => member === undefined)) {
    throw new AwsError('MissingRequiredParameter', 'Either the definition, the role ARN, or both must be specified');
  }
  const { revisionId } = states.putStateMachine({
    name: before.name,
    definitionText: definition ?? before.definitionText,
    roleArn: roleArn ?? before.roleArn,
    loggingConfiguration: loggingConfiguration ?? before.loggingConfiguration,
    tracingEnabled: tracingConfiguration?.enabled ?? before.tracingEnabled,
    tags: before.tags,
  });
  return { updateDate: new Date(world.scheduler.now()), revisionId };
}

const MAXIMUM_DIAGNOSTICS = 100;

function validate({
  definition = '',
  maxResults,
}: client.ValidateStateMachineDefinitionCommandInput): Answer<client.ValidateStateMachineDefinitionCommandOutput> {
  const found = validateDefinitionText(definition, isSdkOperation);
  const limit = maxResults === undefined || maxResults === 0 ? MAXIMUM_DIAGNOSTICS : maxResults;
  return {
    result: found.length === 0 ? 'OK' : 'FAIL',
    diagnostics: found.slice(0, limit).map((diagnostic) => ({ severity: 'ERROR', ...diagnostic })),
    truncated: found.length > limit,
  };
}
