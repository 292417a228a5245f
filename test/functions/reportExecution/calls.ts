import * as z from 'zod';
import { build } from '../../../functions/reportExecution/handler';
import { context, EXECUTION } from '../lambda-context';
import type { Story } from './stories/story';
import { VALIDATION_MACHINE } from './stories/validation';
import { at, END, executionOf, FakeReports } from './cases';

export const workflow = 'regional-failover';

const Report = z.looseObject({
  verdict: z.string(),
  evidence: z.looseObject({
    failure: z.looseObject({ step: z.string(), error: z.string(), cause: z.string() }).nullish(),
    nextActions: z.array(z.string()),
  }),
  subject: z.string(),
  message: z.string(),
  metrics: z.array(z.looseObject({ MetricName: z.string(), Value: z.number() })),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
export type ReportAnswer = z.output<typeof Report>;

/** Where nothing is left, and the standby serves. */
export function afterFailover(): FakeReports {
  const reports = new FakeReports();
  reports.items.set('traffic', {
    serves: 'standby',
    decidedBy: EXECUTION,
    decidedAt: at('03:44:30'),
    reason: 'failover',
  });
  return reports;
}

export async function call(reports: FakeReports, input: object, now = END): Promise<unknown> {
  return await build(reports, () => now)(input, context);
}

export async function report(reports: FakeReports, record: unknown, execution = executionOf()): Promise<ReportAnswer> {
  return Report.parse(await call(reports, { action: 'report', workflow, execution, record }));
}

/** Of which workflow a story is, and which execution it is of. */
export function startOf(story: Pick<Story, 'workflow' | 'input'>, input = story.input) {
  const execution = executionOf(input);
  if (story.workflow === undefined) return { workflow, execution };
  const id = execution.id.replace('regional-failover', 'restore-validation');
  return { workflow: story.workflow, execution: { ...execution, id, stateMachineArn: VALIDATION_MACHINE } };
}

/** The end of a story. */
export async function reportOf(
  story: Pick<Story, 'workflow' | 'input' | 'record' | 'now'>,
  reports: FakeReports,
): Promise<ReportAnswer> {
  const nowMs = story.now === undefined ? END : Date.parse(story.now);
  return Report.parse(await call(reports, { action: 'report', ...startOf(story), record: story.record }, nowMs));
}
