import type { TaskRequest } from '../../../asl/environment';
import { NotModelledError } from '../../../asl/errors';
import { parseResource } from '../../../asl/resource';
import type { Caller } from '../../../service';
import type { Region } from '../../../world';
import { UnreachableError } from '../../../wire/dispatcher';
import { callSdk } from './aws-sdk';
import { invokeFunction, invokeLambda } from './lambda';
import { type TaskIntegration, optimized } from './optimized';
import type { TaskCall } from './task-call';

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
