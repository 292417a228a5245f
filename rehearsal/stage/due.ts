import * as z from 'zod';
import type { AssemblyStack } from '../../assembly/read-assembly';
import { parseExpression } from '../../simulator/services/scheduler/expression';
import { RehearsalOptionsError } from './options';

const Schedule = z.object({
  Type: z.literal('AWS::Scheduler::Schedule'),
  Properties: z.object({
    Name: z.string(),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default('UTC'),
  }),
});

/** What the names of the schedules end in. */
export type ScheduleName = 'restore-validation' | 'drill';

/**
 * When the schedule of that name, as it was synthesised, is due for the first time after an instant.
 * @throws RehearsalOptionsError where the configuration leaves it out
 */
export function firstDueMs(name: ScheduleName, assembly: readonly AssemblyStack[], afterMs: number): number {
  const resources = assembly.flatMap(({ template }) => Object.values(template['Resources'] ?? {}));
  const [schedule] = resources.flatMap((resource) => {
    const parsed = Schedule.safeParse(resource);
    return parsed.success && parsed.data.Properties.Name.endsWith(`-${name}`) ? [parsed.data.Properties] : [];
  });
  if (schedule === undefined)
    throw new RehearsalOptionsError(
      `No template has a schedule whose name ends in -${name}. Write one in the configuration`,
    );
  const dueMs = parseExpression(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone)(afterMs);
  if (dueMs === undefined) throw new Error(`The schedule ${schedule.ScheduleExpression} is never due again.`);
  return dueMs;
}

/** Each time that the schedule of that name is due after one instant, up to and with another. */
export function dueWithin(
  name: ScheduleName,
  assembly: readonly AssemblyStack[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly number[] {
  const due: number[] = [];
  for (let at = firstDueMs(name, assembly, fromMs); at <= toMs; at = firstDueMs(name, assembly, at)) due.push(at);
  return due;
}
