import * as z from 'zod';
import { EXECUTION } from '../lambda-context';
import { afterFailover, call, reportOf, startOf, workflow } from './calls';
import { at, executionOf, REQUEST, setReportEnvironment } from './cases';
import { type Called, callsOf, commandsIn, valueOf } from './shell-calls';
import { ENDINGS, QUESTIONS, WAITS } from './stories';

const Message = z.looseObject({ message: z.string() });

/** Reasons that a person may write at 3 a.m., and that a shell has a meaning for. */
const REASONS = [
  "us-east-1 doesn't answer",
  '"x" $HOME \\ `id`',
  'first line\nsecond line',
  '🔥 everything is down',
  '-rf /',
  "it's 'all' $(down) & gone; #1 !!",
];

/** Every command of every message, with the name of its story and what it calls. */
function calledBy(messages: ReadonlyMap<string, string>): readonly { name: string; called: readonly Called[] }[] {
  const commands = [...messages].flatMap(([name, message]) =>
    commandsIn(message).map((command) => ({ name, command })),
  );
  const calls = callsOf(commands.map(({ command }) => command));
  return commands.map(({ name }, index) => ({ name, called: calls[index] ?? [] }));
}

function isOfValidation(called: Called): boolean {
  return valueOf(called, '--state-machine-arn')?.endsWith('restore-validation') === true;
}

/** Every message of every story, with this reason. */
async function messagesWith(reason: string): Promise<ReadonlyMap<string, string>> {
  const messages = new Map<string, string>();
  const withReason = (record: object) => {
    const { request } = record as { request?: object | null };
    return request == null ? record : { ...record, request: { ...request, reason } };
  };
  for (const [name, story] of Object.entries(ENDINGS)) {
    const reports = afterFailover();
    story.moment?.(reports);
    messages.set(name, (await reportOf({ ...story, record: withReason(story.record) }, reports)).message);
  }
  for (const [name, story] of Object.entries(WAITS)) {
    const running = { action: 'running', ...startOf(story), record: withReason(story.record) };
    messages.set(name, Message.parse(await call(afterFailover(), running)).message);
  }
  for (const [name, { record, input }] of Object.entries(QUESTIONS)) {
    const reports = afterFailover();
    reports.items.set('failover', { owner: EXECUTION });
    const ask = { action: 'ask', workflow, execution: executionOf(input), record: withReason(record), taskToken: 't' };
    await call(reports, { ...ask, askedAt: at('03:00:30'), endsAt: at('04:00:30'), turn: '1' });
    messages.set(`question: ${name}`, reports.published[0]?.message ?? '');
  }
  return messages;
}

beforeEach(() => setReportEnvironment());

test.each(REASONS)('every command of every message works as it stands with the reason %j', async (reason) => {
  const started = new Set<string>();
  const messages = await messagesWith(reason);
  for (const [name, message] of messages) expect([name, commandsIn(message).length > 0]).toEqual([name, true]);
  for (const { name, called: all } of calledBy(messages)) {
    for (const called of all) {
      if (called.program !== 'aws') continue;
      // The caller's default may be the region that is dark.
      expect([name, valueOf(called, '--region')]).toEqual([name, 'us-west-2']);
      for (const option of ['--input', '--payload', '--key']) {
        const text = valueOf(called, option);
        if (text === undefined) continue;
        const value: unknown = JSON.parse(text);
        if (option !== '--input') continue;
        if (!isOfValidation(called)) expect(value).toMatchObject({ mode: expect.stringMatching(/^(failover|drill)$/) });
        started.add((value as typeof REQUEST).reason);
      }
    }
  }
  expect(started).toContain(reason);
});

test('what an execution is started with again is taken by begin', async () => {
  for (const { name, called: all } of calledBy(await messagesWith('it is down'))) {
    for (const called of all) {
      const text = called.words[1] === 'start-execution' ? valueOf(called, '--input') : undefined;
      if (text === undefined) continue;
      const story = isOfValidation(called) ? ({ workflow: 'restore-validation' } as const) : {};
      const begun = call(afterFailover(), { action: 'begin', ...startOf(story, JSON.parse(text)) });
      await expect(begun.then(() => name)).resolves.toBe(name);
    }
  }
});

test('a drill that is stopped is stopped before the failover starts', async () => {
  const message = (await messagesWith('now')).get('a drill holds the lock') ?? '';
  const [first] = commandsIn(message);
  const [calls = []] = callsOf([first ?? '']);
  expect(calls.map(({ words }) => words[1])).toEqual(['stop-execution', 'start-execution']);
});
