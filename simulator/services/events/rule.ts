import type { EventPattern } from './pattern';
import type { Timetable } from './schedule-expression';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly description: string | undefined;
  readonly enabled: boolean;
  readonly pattern: EventPattern | undefined;
  readonly schedule: Timetable | undefined;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string | undefined;
  /** A constant, as JSON text. */
  readonly input: string | undefined;
  readonly inputPath: string | undefined;
  readonly inputTransformer:
    | { readonly paths: Readonly<Record<string, string>>; readonly template: string }
    | undefined;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
}
