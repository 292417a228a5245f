import * as z from 'zod';
import { TaskFailedError } from '../../../asl/errors';
import { describeIssues } from '../../../kernel/describe-issues';
import { httpMetadata } from './http-metadata';
import type { TaskCall } from './task-call';
import { notStarted, optimizedStyle, taskError } from './task-error';

const STYLE = optimizedStyle('lambda', 'Lambda', 'AWSLambda');

const Arguments = z.strictObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).optional(),
  ClientContext: z.string().optional(),
});
const Answer = z.object({
  StatusCode: z.number().optional(),
  FunctionError: z.string().optional(),
  ExecutedVersion: z.string().optional(),
  Payload: z.instanceof(Uint8Array).optional(),
});

/** `arn:aws:states:::lambda:invoke`: the result holds the payload and what is known about the call. */
export async function invokeLambda(task: TaskCall): Promise<unknown> {
  const { Payload, ...input } = readArguments(task);
  const answer = await invoke(task, { ...input, Payload: bytesOf(Payload) });
  const version = answer.version;
  return {
    ExecutedVersion: version,
    Payload: answer.payload,
    ...httpMetadata(task.region, {
      'Content-Length': String(answer.text.length),
      'X-Amz-Executed-Version': version,
      'x-amzn-Remapped-Content-Length': '0',
      'X-Amzn-Trace-Id': `root=1-${task.region.world.random.hex('states/trace-id', 8)};sampled=0`,
    }),
    StatusCode: answer.statusCode,
  };
}

/** A function's ARN as the resource: Arguments are the payload, and the payload that comes back is the result. */
export async function invokeFunction(task: TaskCall, arn: string): Promise<unknown> {
  return (await invoke(task, { FunctionName: arn, Payload: bytesOf(task.request.arguments) })).payload;
}

function readArguments({ request }: TaskCall): z.infer<typeof Arguments> {
  const parsed = Arguments.safeParse(request.arguments);
  if (parsed.success) return parsed.data;
  throw notStarted(request.arguments, describeIssues(parsed.error));
}

interface Answer {
  readonly statusCode: number;
  readonly version: string;
  readonly text: string;
  readonly payload: unknown;
}

async function invoke(
  task: TaskCall,
  input: { FunctionName: string; Payload: Uint8Array | undefined },
): Promise<Answer> {
  let output: z.infer<typeof Answer>;
  try {
    output = Answer.parse(await task.call('lambda', 'Invoke', input));
  } catch (error) {
    throw taskError(error, STYLE, task.region.world.random.uuid('requestId'));
  }
  const text = Buffer.from(output.Payload ?? new Uint8Array()).toString('utf8');
  if (output.FunctionError !== undefined) throw functionError(text);
  return {
    statusCode: output.StatusCode ?? 200,
    version: output.ExecutedVersion ?? '$LATEST',
    text,
    payload: text === '' ? undefined : JSON.parse(text),
  };
}

/** A function's error is named by its `errorType`; a function that did not say one gives Lambda.Unknown. */
function functionError(text: string): TaskFailedError {
  const payload = FunctionError.safeParse(parse(text));
  if (payload.success) return new TaskFailedError(payload.data.errorType, text);
  return new TaskFailedError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`,
  );
}

const FunctionError = z.looseObject({ errorType: z.string().min(1) });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytesOf(payload: unknown): Uint8Array | undefined {
  return payload === undefined ? undefined : Buffer.from(JSON.stringify(payload), 'utf8');
}
