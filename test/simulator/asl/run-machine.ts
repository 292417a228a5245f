import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { AslEnvironment, Progress, TaskRequest } from '../../../simulator/asl/environment';
import { Execution, type ExecutionResult } from '../../../simulator/asl/execution';
import { parseDefinition } from '../../../simulator/asl/parse-definition';
import { TaskTokens } from '../../../simulator/asl/task-tokens';
import { Random } from '../../../simulator/kernel/random';
import { Scheduler } from '../../../simulator/kernel/scheduler';

export const START_MS = Date.parse('2026-01-01T00:00:00Z');

/** A simulation with nothing but a clock, in which a machine runs and its tasks are done by a function. */
export class Bench {
  readonly scheduler = new Scheduler(START_MS);
  readonly random: Random;
  readonly tokens: TaskTokens;
  readonly progress: Progress[] = [];
  readonly #invoke: (request: TaskRequest, bench: Bench) => unknown;

  constructor(invoke: (request: TaskRequest, bench: Bench) => unknown = () => ({}), seed = 1) {
    this.random = new Random(seed);
    this.tokens = new TaskTokens(() => `token-${this.random.hex('token', 8)}`);
    this.#invoke = invoke;
  }

  /** Seconds of virtual time since the start. */
  seconds(): number {
    return (this.scheduler.now() - START_MS) / 1000;
  }

  start(definition: Readonly<Record<string, unknown>>, input: unknown = {}): Execution {
    const environment: AslEnvironment = {
      scheduler: this.scheduler,
      random: this.random,
      region: 'us-west-2',
      tokens: this.tokens,
      invokeTask: async (request) => this.#invoke(request, this),
      observe: (progress) => this.progress.push(progress),
    };
    const execution = new Execution(environment);
    execution.start(parseDefinition({ QueryLanguage: 'JSONata', ...definition }), input, {
      executionArn: 'arn:aws:states:us-west-2:111111111111:execution:machine:run',
      executionName: 'run',
      roleArn: 'arn:aws:iam::111111111111:role/machine',
      stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:machine',
      stateMachineName: 'machine',
    });
    return execution;
  }

  async run(
    definition: Readonly<Record<string, unknown>>,
    input: unknown = {},
  ): Promise<{ result: ExecutionResult; events: readonly HistoryEvent[]; transitions: number }> {
    const execution = this.start(definition, input);
    const result = await this.scheduler.runToEnd(execution.ended);
    return { result, events: execution.events, transitions: execution.stateTransitions };
  }
}

/** A machine of one state. */
export function machineOf(state: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}) {
  return { StartAt: 'Only', States: { Only: { End: true, ...state } }, ...rest };
}

/** A branch or a processor of one state. Names are unique in the whole machine. */
export function branchOf(name: string, state: Readonly<Record<string, unknown>>) {
  return { StartAt: name, States: { [name]: { End: true, ...state } } };
}

/** A Task that calls a function. */
export function task(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields };
}

export function types(events: readonly HistoryEvent[]): readonly (string | undefined)[] {
  return events.map(({ type }) => type);
}
