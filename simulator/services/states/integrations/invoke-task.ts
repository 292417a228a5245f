import type { TaskRequest } from '../../../asl/environment';
import { NotModelledError } from '../../../asl/errors';
import { parseResource } from '../../../asl/resource';
import type { Caller } from '../../../service';
import type { Region } from '../../../world';
import { UnreachableError } from '../../../wire/dispatcher';
import { serviceModel } from '../../../wire/clients';
import { violationsOf } from '../../../wire/input-constraints';
import { requireTypes, UnreadableInputError } from '../../../wire/input-types';
import { protocolKindOf, violated } from '../../../wire/refusals';
import { callSdk } from './aws-sdk';
import { invokeFunction, invokeLambda } from './lambda';
import { type TaskIntegration, optimized } from './optimized';
import type { TaskCall } from './task-call';
import { notStarted } from './task-error';

/** How long a call waits for an endpoint that does not answer (AWS SDK for Java, default connection timeout). */
const CONNECTION_TIMEOUT_MS = 10_000;

/** Does a task by calling the service that its Resource names. @throws NotModelledError for one that we do not have */
export function invokeTask(region: Region, roleArn: string, request: TaskRequest): Promise<unknown> {
  const { world } = region;
  const task: TaskCall = {
    region,
    request,
    async call(service, operation, input, where = region.name) {
      const caller: Caller = world.iam.assumeAsService(roleArn, 'states.amazonaws.com', {
        sessionName: request.identity.executionName.slice(0, 64),
        sourceArn: request.identity.stateMachineArn,
      });
      if (world.dispatcher.isModelled({ region: where, service, operation })) {
        checkInput(request, { service, operation, input });
      }
      try {
        return await world.dispatcher.dispatch({ region: where, service, operation, input, caller });
      } catch (error) {
        if (error instanceof UnreachableError) await world.scheduler.sleep(CONNECTION_TIMEOUT_MS);
        throw error;
      }
    },
  };
  const resource = parseResource(request.resource);
  if (resource.kind === 'function') return invokeFunction(task, resource.arn);
  if (resource.resourceType.startsWith('aws-sdk:')) {
    return callSdk(task, resource.resourceType.slice('aws-sdk:'.length), resource.resource);
  }
  return integrationOf(resource.resourceType, resource.resource)(task);
}

/**
 * What the wire checks of other callers' input. A value of a wrong type does not leave Step Functions; a member that is
 * absent is the called service's to refuse.
 * @throws RuntimeError, AwsError
 */
function checkInput(
  request: TaskRequest,
  { service, operation, input }: { readonly service: string; readonly operation: string; readonly input: unknown },
): void {
  const model = serviceModel(service);
  const schema = model?.operations.get(operation)?.input;
  if (model === undefined || schema === undefined || schema.isUnitSchema()) return;
  try {
    requireTypes(schema, input, 'read');
  } catch (error) {
    if (error instanceof UnreadableInputError) throw notStarted(request.arguments, error.message);
    throw error;
  }
  const violations = violationsOf(service, schema, input);
  if (violations.length === 0) return;
  const refusal = violated(model, protocolKindOf(model), violations);
  refusal.service = service;
  throw refusal;
}

/** The optimized integrations; those with a token are called the same way, the token is in their Arguments. */
function integrationOf(resourceType: string, resource: string): TaskIntegration {
  const [action = '', ...patterns] = resource.split('.');
  const name = `${resourceType}:${action}`;
  const pattern = patterns.join('.');
  const integration = name === 'lambda:invoke' ? invokeLambda : optimized[name];
  const takesToken = name === 'lambda:invoke' || name === 'sns:publish' || name === 'events:putEvents';
  if (integration === undefined || (pattern !== '' && !(pattern === 'waitForTaskToken' && takesToken))) {
    throw new NotModelledError(`the task resource arn:aws:states:::${resourceType}:${resource}`);
  }
  return integration;
}
