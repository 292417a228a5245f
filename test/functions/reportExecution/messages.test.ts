import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EXECUTION } from '../lambda-context';
import { afterFailover, call, reportOf, startOf, workflow } from './calls';
import { at, executionOf, setReportEnvironment } from './cases';
import { ENDINGS, QUESTIONS, type Story, WAITS } from './stories';

/**
 * Every kind of message as a person receives it. After a change of words that is meant, write them again, and read the
 * difference: `UPDATE_MESSAGES=1 npx jest test/functions/reportExecution/messages.test.ts`
 */
const FOLDER = join(__dirname, 'messages');
const Message = z.looseObject({ subject: z.string(), message: z.string() });
const used = new Set<string>();

function expectGolden(name: string, subject: string, message: string): void {
  const file = `${name.replaceAll(/[^a-z]+/g, '-')}.txt`;
  const path = join(FOLDER, file);
  used.add(file);
  const text = `Subject: ${subject}\n\n${message}\n`;
  if (process.env['UPDATE_MESSAGES'] === '1') writeFileSync(path, text);
  expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : `no ${file}`);
}

beforeEach(() => setReportEnvironment());

describe('an ending', () => {
  test.each(Object.entries(ENDINGS))('%s', async (name, story) => {
    const reports = afterFailover();
    story.moment?.(reports);
    const { subject, message } = await reportOf(story, reports);
    expectGolden(name, subject, message);
  });
});

describe('a wait', () => {
  test.each(Object.entries(WAITS))('%s', async (name, { now = at('03:46:51'), ...story }) => {
    const running = { action: 'running', ...startOf(story), record: story.record };
    const said = await call(afterFailover(), running, Date.parse(now));
    const { subject, message } = Message.parse(said);
    expectGolden(`running ${name}`, subject, message);
  });
});

describe('a question', () => {
  const asked = async ({ record, input }: Story, times: readonly string[]) => {
    const reports = afterFailover();
    reports.items.set('failover', { owner: EXECUTION });
    for (const time of times) {
      const ask = { action: 'ask', workflow, execution: executionOf(input), record, taskToken: time, turn: time };
      await call(reports, { ...ask, askedAt: at('03:00:30'), endsAt: at('04:00:30') }, Date.parse(at(time)));
    }
    return Message.parse(reports.published.at(-1));
  };

  test.each(Object.entries(QUESTIONS))('%s', async (name, story) => {
    const { subject, message } = await asked(story, ['03:00:31']);
    expectGolden(`question ${name}`, subject, message);
  });

  test('a reminder', async () => {
    const { subject, message } = await asked(QUESTIONS['old data'] ?? { record: {} }, ['03:00:31', '03:20:00']);
    expectGolden('reminder', subject, message);
  });
});

test('no golden message is of a kind that there is no more', () => {
  expect(new Set(readdirSync(FOLDER))).toEqual(used);
});
