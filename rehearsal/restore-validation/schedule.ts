import * as z from 'zod';
import type { AssemblyStack } from '../../assembly/read-assembly';
import { parseExpression } from '../../simulator/services/scheduler/expression';

const Schedule = z.object({
  Type: z.literal('AWS::Scheduler::Schedule'),
  Properties: z.object({
    Name: z.string().endsWith('-restore-validation'),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default('UTC'),
  }),
});

/** When the validation's schedule, as it was synthesised, is due for the first time after an instant. */
export function firstDueMs(assembly: readonly AssemblyStack[], afterMs: number): number {
  const resources = assembly.flatMap(({ template }) => Object.values(template['Resources'] ?? {}));
  const [schedule] = resources.flatMap((resource) => {
    const parsed = Schedule.safeParse(resource);
    return parsed.success ? [parsed.data.Properties] : [];
  });
  if (schedule === undefined) throw new Error('No template has a schedule whose name ends in -restore-validation.');
  const dueMs = parseExpression(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone)(afterMs);
  if (dueMs === undefined) throw new Error(`The schedule ${schedule.ScheduleExpression} is never due again.`);
  return dueMs;
}
