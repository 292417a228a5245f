import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFINITE } from './errors-of-steps';

const TEXT = readFileSync(join(__dirname, '../../statemachines/backup-failure-notification.asl.json'), 'utf8');
const CAUGHT =
  "{% $merge([$states.errorOutput, {'step': $states.context.State.Name, 'startedAt': $states.context.State.EnteredTime}]) %}";
const LONGEST_EXPRESSION = 200;

interface Task {
  readonly Type: string;
  readonly Retry: readonly {
    readonly ErrorEquals: readonly string[];
    readonly MaxAttempts: number;
    readonly MaxDelaySeconds?: number;
  }[];
  readonly Catch: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Assign?: object;
    readonly Next: string;
  }[];
}

const states = Object.entries((JSON.parse(TEXT) as { readonly States: Readonly<Record<string, Task>> }).States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

test('the machine of backup failures holds no expression that nobody could check at a glance', () => {
  const long = stringsIn(JSON.parse(TEXT)).filter((text) => text.startsWith('{%') && text.length > LONGEST_EXPRESSION);
  expect(long).toEqual([]);
});

test.each(tasks)('%s catches everything, and a question by the one Catch that all have', (name, { Catch }) => {
  const [caught, ...more] = Catch;
  expect(more).toEqual([]);
  expect(caught?.ErrorEquals).toEqual(['States.ALL']);
  const isQuestion = ['ReceiveSignal', 'FollowIncident', 'CloseIncident'].includes(name);
  if (isQuestion) expect(caught).toMatchObject({ Assign: { caught: CAUGHT }, Next: 'JudgeError' });
  else expect(caught?.Next).not.toBe('JudgeError');
});

test.each(tasks)('%s retries for less than two minutes, and never what cannot pass', (_, { Retry }) => {
  for (const { MaxAttempts, MaxDelaySeconds = 0 } of Retry) expect(MaxAttempts * MaxDelaySeconds).toBeLessThan(120);
  const retried = Retry.filter(({ MaxAttempts }) => MaxAttempts > 0).flatMap(({ ErrorEquals }) => ErrorEquals);
  const definite = new Set(Object.values(DEFINITE).map((error) => error().error));
  expect(retried.filter((name) => definite.has(name) || name === 'States.ALL')).toEqual([]);
});

function stringsIn(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(stringsIn) : [];
}
