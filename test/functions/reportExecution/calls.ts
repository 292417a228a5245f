import * as z from 'zod';
import { build } from '../../../functions/reportExecution/handler';
import { context, EXECUTION } from '../lambda-context';
import { at, END, executionOf, FakeReports } from './cases';

export const workflow = 'regional-failover';

const Report = z.looseObject({
  verdict: z.string(),
  evidence: z.looseObject({
    failure: z.looseObject({ step: z.string(), error: z.string(), cause: z.string() }).nullable(),
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
