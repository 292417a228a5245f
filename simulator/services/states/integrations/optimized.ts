import * as z from 'zod';
import { TaskFailedError } from '../../../asl/errors';
import { httpMetadata } from './http-metadata';
import type { TaskCall } from './task-call';
import { type ErrorStyle, notStarted, optimizedStyle, taskError } from './task-error';

export type TaskIntegration = (task: TaskCall) => Promise<unknown>;

const DYNAMODB = optimizedStyle('dynamodb', 'DynamoDB', 'AmazonDynamoDBv2');
const SNS = optimizedStyle('sns', 'SNS', 'AmazonSNS');
const EVENTS = optimizedStyle('events', 'EventBridge', 'AmazonEventBridge');
const STATES = optimizedStyle('states', 'StepFunctions', 'AWSStepFunctions');

/** The optimized integrations beside Lambda's, by `service:action` (Developer Guide, "Integrating services"). */
export const optimized: Readonly<Record<string, TaskIntegration | undefined>> = {
  'dynamodb:getItem': (task) => call(task, DYNAMODB, 'GetItem', argumentsOf(task)),
  'dynamodb:putItem': (task) => call(task, DYNAMODB, 'PutItem', argumentsOf(task)),
  'dynamodb:updateItem': (task) => call(task, DYNAMODB, 'UpdateItem', argumentsOf(task)),
  'dynamodb:deleteItem': (task) => call(task, DYNAMODB, 'DeleteItem', argumentsOf(task)),
  'sns:publish': (task) => call(task, SNS, 'Publish', publishInput(task)),
  'events:putEvents': putEvents,
  'states:startExecution': startExecution,
};

async function call(task: TaskCall, style: ErrorStyle, operation: string, input: unknown): Promise<Members> {
  let output: unknown;
  try {
    output = await task.call(style.signingName, operation, input);
  } catch (error) {
    throw taskError(error, style, task.region.world.random.uuid('requestId'));
  }
  return { ...Members.parse(output), ...httpMetadata(task.region, {}) };
}

/** A message that is no text is sent as JSON text. */
function publishInput(task: TaskCall): Members {
  const { Message, ...input } = argumentsOf(task);
  return { ...input, Message: textOf(Message) };
}

/** Step Functions names the execution and the machine among the resources of each event. An entry that fails fails the task. */
async function putEvents(task: TaskCall): Promise<unknown> {
  const { Entries } = z.looseObject({ Entries: z.array(Members) }).parse(argumentsOf(task));
  const { executionArn, stateMachineArn } = task.request.identity;
  const entries = Entries.map((entry) => ({
    ...entry,
    Detail: textOf(entry['Detail']),
    Resources: [...z.array(z.string()).parse(entry['Resources'] ?? []), executionArn, stateMachineArn],
  }));
  const result = await call(task, EVENTS, 'PutEvents', { ...argumentsOf(task), Entries: entries });
  if (Number(result['FailedEntryCount'] ?? 0) > 0) {
    throw new TaskFailedError('EventBridge.FailedEntry', JSON.stringify(result));
  }
  return result;
}

async function startExecution(task: TaskCall): Promise<unknown> {
  const { StateMachineArn, Input, Name } = argumentsOf(task);
  const result = await call(task, STATES, 'StartExecution', {
    stateMachineArn: StateMachineArn,
    name: Name,
    input: textOf(Input ?? {}),
  });
  const { executionArn, startDate, ...metadata } = result;
  return {
    ExecutionArn: executionArn,
    StartDate: startDate instanceof Date ? startDate.getTime() / 1000 : startDate,
    ...metadata,
  };
}

type Members = Readonly<Record<string, unknown>>;
const Members = z.record(z.string(), z.unknown());

function argumentsOf({ request }: TaskCall): Members {
  const parsed = Members.safeParse(request.arguments);
  if (parsed.success) return parsed.data;
  throw notStarted(request.arguments, 'a JSON object is needed');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
