import type * as client from '@aws-sdk/client-sfn';
import { MAXIMUM_PAYLOAD_BYTES } from '../../asl/quotas';
import { AwsError, type Access, type Operations } from '../../service';
import type { Region } from '../../world';
import {
  describeExecution,
  describeStateMachine,
  historyPage,
  listExecutions,
  listStateMachines,
} from './descriptions';
import { statusOf } from './execution-record';
import { requireName } from './state-machine';
import { stateMachineOperations } from './state-machine-operations';

export function operationsOf(region: Region): Operations<typeof client> {
  const on = (action: string, resource: string | undefined): readonly Access[] => [
    { action: `states:${action}`, resource: resource ?? '' },
  ];
  // The Service Authorization Reference has no resource type for these. AWS asks for the token's state machine: a denial
  // names its ARN (NOAA-OWP/hydrovis#837), and CDK's grantTaskResponse allows that alone (aws/aws-cdk#8486).
  const taskResponse = (action: string, token: string | undefined): readonly Access[] => [
    { action: `states:${action}`, resource: region.states.tokens.stateMachineOf(token ?? '') ?? '*' },
  ];
  return {
    ...stateMachineOperations(region),
    StartExecution: {
      access: (input) => on('StartExecution', input.stateMachineArn),
      handle: (input) => startExecution(region, input),
    },
    DescribeExecution: {
      access: (input) => on('DescribeExecution', input.executionArn),
      handle: (input) => describeExecution(region.states.execution(input.executionArn ?? '')),
    },
    GetExecutionHistory: {
      access: (input) => on('GetExecutionHistory', input.executionArn),
      handle: (input) => historyPage(region.states.execution(input.executionArn ?? ''), input),
    },
    ListExecutions: {
      access: (input) => on('ListExecutions', input.stateMachineArn),
      handle: (input) => listExecutions(region, input),
    },
    StopExecution: {
      access: (input) => on('StopExecution', input.executionArn),
      handle(input) {
        region.states.execution(input.executionArn ?? '').execution.stop(input.error, input.cause);
        return { stopDate: new Date(region.world.scheduler.now()) };
      },
    },
    SendTaskSuccess: {
      access: ({ taskToken }) => taskResponse('SendTaskSuccess', taskToken),
      handle(input) {
        region.states.tokens.succeed(input.taskToken ?? '', readJson(input.output, 'InvalidOutput', 'Invalid Output'));
        return {};
      },
    },
    SendTaskFailure: {
      access: ({ taskToken }) => taskResponse('SendTaskFailure', taskToken),
      handle(input) {
        region.states.tokens.fail(input.taskToken ?? '', input.error, input.cause);
        return {};
      },
    },
    SendTaskHeartbeat: {
      access: ({ taskToken }) => taskResponse('SendTaskHeartbeat', taskToken),
      handle(input) {
        region.states.tokens.heartbeat(input.taskToken ?? '');
        return {};
      },
    },
    DescribeStateMachine: {
      access: (input) => on('DescribeStateMachine', input.stateMachineArn),
      handle: (input) => describeStateMachine(region.states.stateMachine(input.stateMachineArn ?? '')),
    },
    ListStateMachines: {
      access: () => on('ListStateMachines', '*'),
      handle: (input) => listStateMachines(region, input),
    },
  };
}

/**
 * Starting again under the same name with the same input, while that execution runs, is answered with it (Step Functions
 * API Reference, StartExecution).
 */
function startExecution(
  region: Region,
  input: client.StartExecutionCommandInput,
): Omit<client.StartExecutionCommandOutput, '$metadata'> {
  const machine = region.states.stateMachine(input.stateMachineArn ?? '');
  const inputText = input.input ?? '{}';
  readJson(inputText, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
  const name = requireName(input.name ?? region.world.random.uuid('states/execution-name'));
  const executionArn = region.states.executionArn(machine.name, name);
  const existing = region.states.findExecution(executionArn);
  if (existing === undefined) {
    const { startedAtMs } = region.states.start(machine, name, inputText);
    return { executionArn, startDate: new Date(startedAtMs) };
  }
  if (statusOf(existing) === 'RUNNING' && existing.inputText === inputText) {
    return { executionArn, startDate: new Date(existing.startedAtMs) };
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
}

function readJson(text: string | undefined, code: string, sentence: string): unknown {
  if (text === undefined) throw new AwsError(code, `${sentence}: no text was given`);
  if (Buffer.byteLength(text) > MAXIMUM_PAYLOAD_BYTES) {
    throw new AwsError(code, `${sentence}: more than ${MAXIMUM_PAYLOAD_BYTES} bytes`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError(code, `${sentence}: '${error instanceof Error ? error.message : String(error)}'`);
  }
}
