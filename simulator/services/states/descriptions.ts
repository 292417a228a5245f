import type * as client from '@aws-sdk/client-sfn';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { pageOf as cut } from '../paging';
import { type ExecutionRecord, outcomeOf, statusOf } from './execution-record';
import type { StateMachine } from './state-machine';
import { redriveStatusOf } from './status-event';

type Answer<Output> = Omit<Output, '$metadata'>;

export function describeExecution(record: ExecutionRecord): Answer<client.DescribeExecutionCommandOutput> {
  const outcome = outcomeOf(record);
  return {
    executionArn: record.identity.executionArn,
    stateMachineArn: record.machine.arn,
    name: record.identity.executionName,
    status: statusOf(record),
    startDate: new Date(record.startedAtMs),
    ...stopDateOf(record),
    input: record.inputText,
    inputDetails: { included: true },
    ...outcome,
    ...(outcome.output === undefined ? {} : { outputDetails: { included: true } }),
    redriveCount: 0,
    redriveStatus: redriveStatusOf(record),
  };
}

export function historyPage(
  { execution }: ExecutionRecord,
  input: client.GetExecutionHistoryCommandInput,
): Answer<client.GetExecutionHistoryCommandOutput> {
  const events = input.reverseOrder === true ? [...execution.events].reverse() : execution.events;
  const { items, nextToken } = pageOf(events, input);
  const hideData = input.includeExecutionData === false;
  return { events: hideData ? items.map(withoutData) : [...items], nextToken };
}

/** Newest first, as AWS lists them. */
export function listExecutions(
  region: Region,
  input: client.ListExecutionsCommandInput,
): Answer<client.ListExecutionsCommandOutput> {
  const machine = region.states.stateMachine(input.stateMachineArn ?? '');
  const records = region.states
    .executions(machine.arn)
    .filter((record) => input.statusFilter === undefined || statusOf(record) === input.statusFilter)
    .reverse();
  const { items, nextToken } = pageOf(records, input);
  const executions = items.map((record) => ({
    executionArn: record.identity.executionArn,
    stateMachineArn: machine.arn,
    name: record.identity.executionName,
    status: statusOf(record),
    startDate: new Date(record.startedAtMs),
    ...stopDateOf(record),
    redriveCount: 0,
  }));
  return { executions, nextToken };
}

export function describeStateMachine(machine: StateMachine): Answer<client.DescribeStateMachineCommandOutput> {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definitionText,
    roleArn: machine.roleArn,
    type: 'STANDARD',
    creationDate: new Date(machine.createdAtMs),
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: { enabled: machine.tracingEnabled },
    revisionId: machine.revisionId,
  };
}

export function listStateMachines(
  region: Region,
  input: client.ListStateMachinesCommandInput,
): Answer<client.ListStateMachinesCommandOutput> {
  const { items, nextToken } = pageOf(region.states.stateMachines, input);
  const stateMachines = items.map(({ arn, name, createdAtMs }) => ({
    stateMachineArn: arn,
    name,
    type: 'STANDARD' as const,
    creationDate: new Date(createdAtMs),
  }));
  return { stateMachines, nextToken };
}

function stopDateOf({ stoppedAtMs }: ExecutionRecord): { stopDate?: Date } {
  return stoppedAtMs === undefined ? {} : { stopDate: new Date(stoppedAtMs) };
}

/** Step Functions API Reference: 0 is the default, 100; 1000 at most. */
function pageOf<T>(
  all: readonly T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: readonly T[]; nextToken: string | undefined } {
  const asked = { size: maxResults === 0 ? undefined : maxResults, token: nextToken };
  const { items, token } = cut(all, asked, {
    member: 'maxResults',
    least: 0,
    most: 1000,
    otherwise: 100,
    wrongToken: (wrong) => new AwsError('InvalidToken', `Invalid Token: '${wrong}'`),
  });
  return { items, nextToken: token };
}

/** The event without input and output. */
function withoutData(event: client.HistoryEvent): client.HistoryEvent {
  const members = Object.entries(event).map(([key, value]) => {
    if (!key.endsWith('EventDetails') || typeof value !== 'object' || value === null) return [key, value];
    const {
      input: _input,
      output: _output,
      parameters: _parameters,
      ...rest
    } = { ...value } as Record<string, unknown>;
    return [key, rest];
  });
  return Object.fromEntries(members) as client.HistoryEvent;
}
