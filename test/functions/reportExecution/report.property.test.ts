import * as z from 'zod';
import { assertProperty, fc } from '../../properties/assert-property';
import { afterFailover, call, report, type ReportAnswer, reportOf, startOf, workflow } from './calls';
import { executionOf, setReportEnvironment } from './cases';
import { ENDINGS, QUESTIONS, WAITS } from './stories';
import { PROVEN } from './stories/validation';

const STORIES = [...Object.values(ENDINGS), ...Object.values(WAITS), ...Object.values(QUESTIONS)];
const Message = z.looseObject({ subject: z.string(), message: z.string() });

/** What an execution may have of each variable: nothing, null, or something that nobody expected. */
const MISSING = fc.constantFrom(undefined, null, [], {}, '', 0, 'text', [null], [{}]);

/** Takes some of the variables of a story away, on any level. */
const damagedStory = fc
  .record({ story: fc.constantFrom(...STORIES), seeds: fc.array(fc.tuple(fc.nat(), MISSING), { maxLength: 6 }) })
  .map(({ story, seeds }) => {
    const record: object = structuredClone(story.record);
    for (const [seed, value] of seeds) damage(record, seed, value);
    return { ...story, record };
  });

function damage(target: unknown, seed: number, value: unknown): void {
  if (typeof target !== 'object' || target === null) return;
  const keys = Object.keys(target);
  const key = keys[seed % Math.max(1, keys.length)];
  if (key === undefined) return;
  const fields = target as Record<string, unknown>;
  const isDeep = typeof fields[key] === 'object' && fields[key] !== null && seed % 3 !== 0;
  if (isDeep) damage(fields[key], Math.floor(seed / 7), value);
  else if (value === undefined) delete fields[key];
  else fields[key] = value;
}

/** Nothing of the machine's inside is in a message, commands aside. */
function expectReadable({ subject, message }: Pick<ReportAnswer, 'subject' | 'message'>): void {
  const prose = message
    .split('\n')
    .filter((line) => !/^(Evidence: )?(aws|curl|dig|npx) /.test(line))
    .join('\n');
  for (const text of [subject, prose])
    expect(text).not.toMatch(/undefined|null|NaN|Invalid Date|\[object|\{"|\\n|\{\w+\}/);
  expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
}

beforeEach(() => setReportEnvironment());

test('whatever is missing of the record, the end is reported in words, and only traffic is waited for', async () => {
  const property = fc.asyncProperty(
    damagedStory,
    fc.subarray(['item', 'clusters', 'stackExists'] as const),
    async ({ moment, ...story }, broken) => {
      const reports = afterFailover();
      moment?.(reports);
      for (const operation of broken) reports.broken.add(operation);
      const answer = await reportOf(story, reports).catch((error: Error) => error);
      if (answer instanceof Error) {
        expect([answer.name, reports.broken.has('item')]).toEqual(['TransientDependencyError', true]);
        return;
      }
      expectReadable(answer);
      expect(answer.verdict !== 'passed').toBe(answer.error !== null);
      expect(answer.evidence.nextActions.length).toBeGreaterThan(0);
    },
  );
  await assertProperty(property, { runs: 300 });
});

test('whatever is missing of its record, a validation has passed only with everything proven', async () => {
  const { restored, removal } = PROVEN;
  const damagedValidation = damagedStory.filter(({ workflow: name }) => name === 'restore-validation');
  let passed = 0;
  const property = fc.asyncProperty(damagedValidation, async (story) => {
    const { verdict } = await reportOf(story, afterFailover());
    if (verdict !== 'passed') return;
    passed += 1;
    expect(story.record).toMatchObject({
      isLocked: true,
      isCleaningUp: true,
      areChecksDone: true,
      restored: { phase: restored.phase, recoveryPointArn: expect.any(String) },
      recovery: { chosen: { ageSeconds: expect.any(Number) } },
      checks: expect.not.arrayContaining([expect.not.objectContaining({ passed: true })]),
      removal: { phase: removal.phase },
    });
  });
  await assertProperty(property, { runs: 200 });
  expect(passed).toBeGreaterThan(0);
});

test('whatever is missing of the record, a wait and a question are put into words', async () => {
  const property = fc.asyncProperty(damagedStory, async ({ record, ...story }) => {
    const common = { ...startOf(story), record };
    expectReadable(Message.parse(await call(afterFailover(), { action: 'running', ...common })));
    if (story.workflow !== undefined) return;
    const reports = afterFailover();
    reports.items.set('failover', { owner: executionOf().id });
    const times = { askedAt: '2026-11-22T03:00:30.000Z', endsAt: '2026-11-22T04:00:30.000Z', turn: '1' };
    await call(reports, { action: 'ask', ...common, taskToken: 'token', ...times });
    expectReadable(Message.parse(reports.published[0]));
  });
  await assertProperty(property, { runs: 200 });
});

test('whatever an execution is started with, it is refused by name or begun', async () => {
  const property = fc.asyncProperty(
    fc.jsonValue(),
    fc.constantFrom('mode', 'reason', 'notAfter', 'x'),
    async (value, field) => {
      for (const input of [value, { mode: 'drill', reason: 'x', requestedBy: 'y', [field]: value }]) {
        const begun = call(afterFailover(), { action: 'begin', workflow, execution: executionOf(input) });
        const error = await begun.then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        if (error === undefined) continue;
        expect(error.name).toBe('InvalidRequestError');
        const record = {
          caught: { Error: error.name, Cause: JSON.stringify({ errorMessage: error.message }), step: 'CheckTheInput' },
        };
        const { error: name } = await report(afterFailover(), record, executionOf(input));
        expect(name).toBe('InvalidRequestError');
      }
    },
  );
  await assertProperty(property, { runs: 300 });
});
