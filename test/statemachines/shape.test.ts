import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = readFileSync(join(__dirname, '../../statemachines/regional-failover.asl.json'), 'utf8');
const MACHINE: unknown = JSON.parse(TEXT);
const NAMED =
  "{% $merge([$states.errorOutput, {'step': $states.context.State.Name, 'startedAt': $states.context.State.EnteredTime}]) %}";
const LONGEST_EXPRESSION = 200;

interface Task {
  readonly name: string;
  readonly Resource: string;
  readonly Arguments: unknown;
  readonly Retry: readonly {
    readonly ErrorEquals: readonly string[];
    readonly IntervalSeconds?: number;
    readonly MaxAttempts?: number;
    readonly MaxDelaySeconds?: number;
  }[];
  readonly Catch: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Assign?: Readonly<Record<string, unknown>>;
    readonly Output?: unknown;
  }[];
}

function everything(node: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return [[path, node], ...Object.entries(node).flatMap(([key, value]) => everything(value, `${path}/${key}`))];
}

const tasks = everything(MACHINE).flatMap(([path, node]) =>
  typeof node === 'object' && node !== null && 'Type' in node && node.Type === 'Task'
    ? [{ ...(node as unknown as Task), name: path.split('/').at(-1) ?? '' }]
    : [],
);

describe('the failover machine', () => {
  test('is short enough to be read', () => {
    expect(TEXT.split('\n').length).toBeLessThan(1000);
  });

  test('holds no expression that nobody could check at a glance', () => {
    const long = everything(MACHINE).filter(
      ([, value]) => typeof value === 'string' && value.startsWith('{%') && value.length > LONGEST_EXPRESSION,
    );
    expect(long.map(([path]) => path)).toEqual([]);
  });

  test('reads the lock and the traffic as they are now, never as they were', () => {
    const reads = tasks.filter(({ Resource }) => Resource.endsWith('dynamodb:getItem'));
    expect(reads.map(({ name }) => name)).toEqual(['ReadLock', 'ReadTraffic']);
    for (const { Arguments } of reads) expect(Arguments).toMatchObject({ ConsistentRead: true });
  });

  test.each(tasks.map((task) => [task.name, task] as const))(
    '%s names what it caught as every task does, or records that it was not recorded',
    (_, task) => {
      const last = task.Catch.at(-1);
      expect(last?.ErrorEquals).toEqual(['States.ALL']);
      const caught = last?.Output ?? last?.Assign?.['caught'];
      if (caught !== undefined) expect(caught).toBe(NAMED);
      else expect(REPORTING).toContain(task.name);
    },
  );

  test.each(tasks.map((task) => [task.name, task] as const))(
    '%s retries for less than two minutes, and never what cannot pass',
    (_, { Retry }) => {
      for (const { MaxAttempts = 3, MaxDelaySeconds = 0 } of Retry)
        expect(MaxAttempts * MaxDelaySeconds).toBeLessThan(120);
      const retried = Retry.filter(({ MaxAttempts }) => MaxAttempts !== 0).flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(retried.filter((name) => DEFINITE.has(name))).toEqual([]);
    },
  );
});

/** Nothing is judged any more where an execution ends: what fails there is noted, and tried again. */
const REPORTING = [
  'ComposeRunning',
  'PublishRunning',
  'Report',
  'NotifyUnreported',
  'Notify',
  'ReportSilence',
  'ReleaseLock',
  'WriteEvidence',
  'PublishMetrics',
  'NotifyUnrecorded',
];
const DEFINITE = new Set([
  'UnsafeToProceedError',
  'InvalidRequestError',
  'FencedOutError',
  'InvariantViolationError',
  'States.ALL',
]);
