import type * as lambda from '@aws-sdk/client-lambda';
import { Iam } from '../../../../simulator/services/iam/iam';
import { Faults } from '../../../../simulator/kernel/faults';
import type { Caller, Operations } from '../../../../simulator/service';
import { DynamoDb } from '../../../../simulator/services/dynamodb/dynamodb';
import { Kms } from '../../../../simulator/services/kms/kms';
import { S3 } from '../../../../simulator/services/s3/s3';
import { Sns } from '../../../../simulator/services/sns/sns';
import { StepFunctions } from '../../../../simulator/services/states/step-functions';
import { Dispatcher } from '../../../../simulator/wire/dispatcher';
import type { Region } from '../../../../simulator/world';
import { type FakeWorld, fakeWorld } from '../../support/fake-world';

export const REGION = 'us-west-2';
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:111111111111:function:worker`;

type FunctionAnswer = { readonly payload: unknown; readonly functionError?: string };

export interface StatesWorld extends FakeWorld {
  readonly region: FakeWorld['region'];
  /** What EventBridge was told, in order. */
  readonly published: Readonly<Record<string, unknown>>[];
  /** What the function `worker` does with its payload. */
  worker: (payload: unknown) => FunctionAnswer | Promise<FunctionAnswer>;
}

/** Step Functions with a real dispatcher and IAM, a few real services beside it, and a function that the test writes. */
export function statesWorld(options: { permissions?: readonly string[] } = {}): StatesWorld {
  const published: Readonly<Record<string, unknown>>[] = [];
  const world = fakeWorld({
    worldServices: (base) => ({
      faults: new Faults([], base.scheduler.now(), base.random),
      iam: new Iam(base),
      dispatcher: new Dispatcher(base),
    }),
    regionServices: (region) => ({
      states: new StepFunctions(region),
      dynamoDb: new DynamoDb(region),
      kms: new Kms(region),
      s3: new S3(region),
      sns: new Sns(region),
      events: { publish: (event: Readonly<Record<string, unknown>>) => published.push(event) },
    }),
  });
  const result: StatesWorld = Object.assign(world, { published, worker: () => ({ payload: {} }) });
  for (const [name, region] of world.regions) registerServices(result, name, region);
  world.iam.putRole({
    roleName: 'machine',
    trustPolicy: statement({ Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    policies: { all: statement({ Action: options.permissions ?? ['*'], Resource: '*' }) },
  });
  return result;
}

const OPERATOR: Caller = { kind: 'operator' };

/** A call of Step Functions' API by the operator. */
export async function states<Output = Record<string, unknown>>(world: StatesWorld, operation: string, input: unknown) {
  const call = { region: REGION, service: 'states', operation, input, caller: OPERATOR };
  return (await world.scheduler.runToEnd(world.dispatcher.dispatch(call))) as Output;
}

/** Creates a machine from its states and returns its ARN. */
export function createMachine(
  world: StatesWorld,
  definition: Readonly<Record<string, unknown>>,
  name = 'machine',
): string {
  return world.region(REGION).states.putStateMachine({
    name,
    definitionText: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    roleArn: 'arn:aws:iam::111111111111:role/machine',
  }).arn;
}

/** Runs a machine of one Task to its end and gives what DescribeExecution says. */
export async function runTask(world: StatesWorld, task: Readonly<Record<string, unknown>>, input: unknown = {}) {
  const stateMachineArn = createMachine(world, {
    StartAt: 'Work',
    States: { Work: { Type: 'Task', End: true, ...task } },
  });
  return runMachine(world, stateMachineArn, input);
}

export async function runMachine(world: StatesWorld, stateMachineArn: string, input: unknown = {}) {
  const { executionArn } = await states<{ executionArn: string }>(world, 'StartExecution', {
    stateMachineArn,
    input: JSON.stringify(input),
  });
  await world.scheduler.runToEnd(world.region(REGION).states.execution(executionArn).execution.ended);
  return states<{ status: string; output?: string; error?: string; cause?: string; executionArn: string }>(
    world,
    'DescribeExecution',
    { executionArn },
  );
}

function registerServices(world: StatesWorld, name: string, region: Region): void {
  world.dispatcher.register(name, region.states.service);
  world.dispatcher.register(name, region.dynamoDb.service);
  world.dispatcher.register(name, region.s3.service);
  world.dispatcher.register(name, region.sns.service);
  world.dispatcher.register(name, { signingName: 'lambda', operations: functions(world) });
}

function functions(world: StatesWorld): Operations<typeof lambda> {
  return {
    Invoke: {
      access: (input) => [{ action: 'lambda:InvokeFunction', resource: input.FunctionName ?? '' }],
      async handle(input) {
        const { payload, functionError } = await world.worker(
          JSON.parse(Buffer.from((input.Payload ?? '{}') as Uint8Array).toString()),
        );
        const bytes = Buffer.from(JSON.stringify(payload)) as unknown as lambda.InvokeCommandOutput['Payload'];
        return { StatusCode: 200, ExecutedVersion: '$LATEST', FunctionError: functionError, Payload: bytes };
      },
    },
  };
}

function statement(fields: Readonly<Record<string, unknown>>): unknown {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...fields }] };
}
