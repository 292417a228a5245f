import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { ExecutionError } from './errors';
import { type EventDetails, text, whole } from './history';
import type { Resource } from './resource';

/** The history events of one attempt at a task; a function called by its ARN has event types of its own. */
export interface TaskEvents {
  scheduled(input: unknown, limits: TaskLimits, region: string): Event;
  started(): Event;
  submitted(output: unknown): Event;
  succeeded(output: unknown): Event;
  failed(error: ExecutionError): Event;
  timedOut(error: ExecutionError): Event;
}

export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

type Event = readonly [HistoryEventType, EventDetails?];

export function taskEvents(resource: Resource): TaskEvents {
  return resource.kind === 'function' ? functionEvents(resource.arn) : serviceEvents(resource);
}

function functionEvents(arn: string): TaskEvents {
  return {
    scheduled: (input, { timeoutSeconds }) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          input: text(input),
          inputDetails: whole,
          resource: arn,
          ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
        },
      },
    ],
    started: () => ['LambdaFunctionStarted'],
    submitted: () => ['LambdaFunctionStarted'],
    succeeded: (output) => [
      'LambdaFunctionSucceeded',
      { lambdaFunctionSucceededEventDetails: { output: text(output), outputDetails: whole } },
    ],
    failed: (error) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: errorDetails(error) }],
    timedOut: (error) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: errorDetails(error) }],
  };
}

function serviceEvents({ resourceType, resource }: Extract<Resource, { kind: 'service' }>): TaskEvents {
  const task = { resourceType, resource };
  return {
    scheduled: (input, { timeoutSeconds, heartbeatSeconds }, region) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...task,
          region,
          parameters: text(input),
          ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
        },
      },
    ],
    started: () => ['TaskStarted', { taskStartedEventDetails: task }],
    submitted: (output) => [
      'TaskSubmitted',
      { taskSubmittedEventDetails: { ...task, output: text(output), outputDetails: whole } },
    ],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...task, output: text(output), outputDetails: whole } },
    ],
    failed: (error) => ['TaskFailed', { taskFailedEventDetails: { ...task, ...errorDetails(error) } }],
    timedOut: (error) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...task, ...errorDetails(error) } }],
  };
}

export function errorDetails({ error, cause }: ExecutionError): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
