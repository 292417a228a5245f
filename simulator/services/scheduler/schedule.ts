import type { Timetable } from '../events/schedule-expression';
import type { RetryPolicy } from '../retry-delivery';

/** One schedule of EventBridge Scheduler: when, and which call then. */
export interface Schedule extends RetryPolicy {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly expression: string;
  readonly timetable: Timetable;
  /** It runs in this span only; a rate counts from its beginning. In milliseconds since 1970. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly targetArn: string;
  readonly roleArn: string;
  /** Text, in which Scheduler fills in its own variables; without it the target gets an event. */
  readonly input: string | undefined;
  readonly deadLetterArn: string | undefined;
}
