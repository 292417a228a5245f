import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFINITE } from './errors-of-steps';

const FOLDER = join(__dirname, '../../statemachines');
const CAUGHT =
  "{% $merge([$states.errorOutput, {'step': $states.context.State.Name, 'startedAt': $states.context.State.EnteredTime}]) %}";
const LONGEST_EXPRESSION = 200;
const LONGEST_RETRY_SECONDS = 120;

interface Shape {
  /** As formatted. */
  readonly fewerLinesThan: number;
  /** Tasks that tell, or record: nothing is judged there, what fails is noted and tried again. */
  readonly delivering: readonly string[];
}

const ENDING = [
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
const SHAPES: Readonly<Record<string, Shape>> = {
  'corruption-recovery': { fewerLinesThan: 850, delivering: ENDING },
  'regional-failover': {
    fewerLinesThan: 1080,
    delivering: [...ENDING, 'NotifySkipped', 'ComposeHold', 'PublishHold', 'ReadHold'],
  },
  'restore-validation': { fewerLinesThan: 540, delivering: [...ENDING, 'PutRestoreValidationResult'] },
  'az-failure': { fewerLinesThan: 220, delivering: ['Notify', 'WriteEvidence', 'PublishMetrics'] },
  'backup-failure-notification': {
    fewerLinesThan: 350,
    delivering: [
      'Notify',
      'PublishEvent',
      'WriteEvidence',
      'PublishMetrics',
      'CountElders',
      'Explain',
      'NotifyUnassessed',
      'ReportSilence',
    ],
  },
};

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
}

interface Task {
  readonly name: string;
  readonly Resource: string;
  readonly Arguments: unknown;
  readonly TimeoutSeconds: unknown;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Assign?: Readonly<Record<string, unknown>>;
    readonly Output?: unknown;
    readonly Next: string;
  }[];
}

function everything(node: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return [[path, node], ...Object.entries(node).flatMap(([key, value]) => everything(value, `${path}/${key}`))];
}

test('every machine has its shape here', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace('.asl.json', ''));
  expect(files.toSorted()).toEqual(Object.keys(SHAPES).toSorted());
});

describe.each(Object.entries(SHAPES))('the machine %s', (file, { fewerLinesThan, delivering }) => {
  const text = readFileSync(join(FOLDER, `${file}.asl.json`), 'utf8');
  const parts = everything(JSON.parse(text));
  const tasks = parts.flatMap(([path, node]) =>
    typeof node === 'object' && node !== null && 'Type' in node && node.Type === 'Task'
      ? [{ ...(node as unknown as Task), name: path.split('/').at(-1) ?? '' }]
      : [],
  );
  const named = tasks.map((task) => [task.name, task] as const);

  test('is short enough to be read', () => {
    expect(text.split('\n').length).toBeLessThan(fewerLinesThan);
  });

  test('holds no expression that nobody could check at a glance', () => {
    const long = parts.filter(
      ([, value]) => typeof value === 'string' && value.startsWith('{%') && value.length > LONGEST_EXPRESSION,
    );
    expect(long.map(([path]) => path)).toEqual([]);
  });

  test('reads the lock and the traffic as they are now, never as they were', () => {
    const reads = tasks.filter(({ Resource }) => Resource.endsWith('dynamodb:getItem'));
    expect(reads.map(({ Arguments }) => Arguments)).toEqual(
      reads.map(() => expect.objectContaining({ ConsistentRead: true })),
    );
  });

  test('knows which of its tasks deliver', () => {
    expect(tasks.map(({ name }) => name)).toEqual(expect.arrayContaining([...delivering]));
  });

  test.each(named)('%s catches everything: a question by the one Catch that all have', (name, task) => {
    const last = task.Catch.at(-1);
    expect(last?.ErrorEquals).toEqual(['States.ALL']);
    // A variable of an iteration may not have the name of one outside.
    const caught = last?.Output ?? last?.Assign?.['caught'] ?? last?.Assign?.['pointCaught'];
    expect(caught).toBe(delivering.includes(name) ? undefined : CAUGHT);
    // In a branch it goes to the Fail state that hands it to JudgeError.
    if (delivering.includes(name) || last?.Assign?.['caught'] === undefined) expect(last?.Next).not.toBe('JudgeError');
    else expect(last?.Next).toBe('JudgeError');
  });

  test.each(named)(
    '%s is bounded in time, retries for less than two minutes, and never what cannot pass',
    (_, task) => {
      expect(task.TimeoutSeconds).toBeDefined();
      for (const { MaxAttempts, MaxDelaySeconds = 0 } of task.Retry)
        expect(MaxAttempts * MaxDelaySeconds).toBeLessThan(LONGEST_RETRY_SECONDS);
      const retried = task.Retry.filter(({ MaxAttempts }) => MaxAttempts > 0).flatMap(({ ErrorEquals }) => ErrorEquals);
      const definite = new Set([
        'States.ALL',
        'UnsafeToProceedError',
        ...Object.values(DEFINITE).map((make) => make().error),
      ]);
      expect(retried.filter((name) => definite.has(name))).toEqual([]);
    },
  );

  test('asks again every question whose answer may come later', () => {
    const asked = JSON.stringify(parts.find(([path]) => path === '/States/AskAgain')?.[1]);
    const states = new Set(parts.flatMap(([path]) => /^\/States\/(\w+)$/.exec(path)?.[1] ?? []));
    const questions = tasks.filter(({ name }) => states.has(name) && !delivering.includes(name));
    expect(questions.length).toBeGreaterThan(2);
    expect(questions.map(({ name }) => name).filter((name) => !asked.includes(`"${name}"`))).toEqual([]);
  });
});
