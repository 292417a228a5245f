import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';
import type { ExecutionIdentity } from '../../simulator/asl/environment';
import { NotModelledError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { compareEvents, type EventsVerdict } from './compare-events';
import { MockedTasks } from './mocked-tasks';
import type { RecordedCase } from './recorded-case';
import { comparison } from './same';

export type Verdict =
  | { readonly kind: 'skipped'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'passed' | 'failed';
      readonly file: string;
      readonly features: readonly string[];
      /** Why it failed; empty when it passed. */
      readonly differences: readonly string[];
      readonly cause: boolean;
      readonly events: EventsVerdict;
      /** Whether the whole history is the same: ids, predecessors and details. Undefined where it was not recorded. */
      readonly history: boolean | undefined;
      /** Calls that AWS did not make like this. Reported beside the verdict. */
      readonly taskProblems: readonly string[];
    };

const START = Date.parse('2026-01-01T00:00:00Z');
const IDENTITY: ExecutionIdentity = {
  executionArn: 'arn:aws:states:us-east-1:111111111111:execution:machine:execution',
  executionName: 'execution',
  roleArn: 'arn:aws:iam::111111111111:role/role',
  stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine',
  stateMachineName: 'machine',
};

/** Runs one case with its recorded task answers and compares status, output, error, cause and events. */
export async function runCase(recorded: RecordedCase): Promise<Verdict> {
  const { file, features, expected } = recorded;
  const same = comparison(recorded.scrubbed ?? []);
  const scheduler = new Scheduler(START);
  const random = new Random(1);
  const tokens = new TaskTokens(() => random.hex('token', 32));
  const tasks = new MockedTasks(recorded.mocks ?? [], same, scheduler, tokens);
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-east-1',
    tokens,
    invokeTask: (request) => tasks.invoke(request),
  });
  let result: ExecutionResult;
  try {
    execution.start(parseDefinition(recorded.definition), recorded.input === undefined ? {} : recorded.input, IDENTITY);
    result = await scheduler.runToEnd(execution.ended);
  } catch (error) {
    if (error instanceof NotModelledError) return { kind: 'skipped', file, reason: `not supported: ${error.message}` };
    return broken(recorded, error);
  }
  const differences = compareResult(expected, result, same);
  const cause = expected.cause === undefined || ('cause' in result && same(expected.cause, result.cause));
  return {
    kind: differences.length === 0 ? 'passed' : 'failed',
    file,
    features,
    differences,
    cause,
    events: compareEvents(
      expected.events?.map(([type]) => type),
      execution.events.map((event) => event.type ?? ''),
    ),
    history: recorded.history === undefined ? undefined : same(recorded.history, withoutTimes(execution.events)),
    taskProblems:
      tasks.unused === 0 ? tasks.problems : [...tasks.problems, `${tasks.unused} recorded answers were not asked for`],
  };
}

/** The interpreter refused the machine, or broke: the case fails, and the run goes on. */
function broken({ file, features }: RecordedCase, error: unknown): Verdict {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    kind: 'failed',
    file,
    features,
    differences: [message],
    cause: false,
    events: 'different',
    history: false,
    taskProblems: [],
  };
}

/** Events as they were recorded: the word `timestamp` in the place of each instant. */
function withoutTimes(events: Execution['events']): unknown {
  return events.map((event) => ({ ...event, timestamp: 'timestamp' }));
}

function compareResult(
  expected: RecordedCase['expected'],
  result: ExecutionResult,
  same: (recorded: unknown, actual: unknown) => boolean,
): readonly string[] {
  const told = JSON.stringify(result);
  if (expected.status !== result.status) return [`status: recorded ${expected.status}, got ${told}`];
  if (result.status === 'SUCCEEDED') {
    return same(expected.output, result.output)
      ? []
      : [`output: recorded ${JSON.stringify(expected.output)}, got ${JSON.stringify(result.output)}`];
  }
  const error = 'error' in result ? result.error : undefined;
  return same(expected.error ?? null, error) ? [] : [`error: recorded ${expected.error ?? 'none'}, got ${told}`];
}
