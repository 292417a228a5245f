import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRequest } from '../../simulator/asl/environment';
import { TaskFailedError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';

export const EVENT = { 'detail-type': 'Backup Job State Change', detail: { state: 'FAILED' } };

type Payload = Readonly<Record<string, unknown>>;
/** What the function answers; an error is thrown. */
export type Answer = (payload: Payload, call: number) => Payload | Error;

interface Arguments {
  readonly Payload?: Payload;
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
  readonly Body?: string;
  readonly Entries?: readonly Payload[];
  readonly MetricData?: readonly { readonly Value: number }[];
}

export interface NotificationRun {
  readonly result: ExecutionResult;
  /** The last one written, and how often one was. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly evidenceCount: number;
  readonly published: readonly Arguments[];
  readonly events: readonly Payload[];
  readonly payloads: readonly Payload[];
  /** Of the metric that says that a notification failed, in turn. */
  readonly failedNotifications: readonly number[];
  readonly minutes: number;
}

const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  AssessBackupFailureArn: 'assess',
  EvidenceBucketName: 'evidence',
  TopicArn: 'topic',
  WorkloadName: 'pilot-light',
  StandbyRegion: 'us-west-2',
  Runbook: 'the runbook',
};

/** Runs the real definition in virtual time, with a function that answers from the test, and services that may be broken. */
export async function run(
  answer: Answer,
  isBroken: (service: string) => boolean = () => false,
): Promise<NotificationRun> {
  const scheduler = new Scheduler(Date.parse('2026-11-22T03:00:00Z'));
  const random = new Random(1);
  const payloads: Payload[] = [];
  const published: Arguments[] = [];
  const events: Payload[] = [];
  const failedNotifications: number[] = [];
  const written: string[] = [];

  const perform = ({ resource, arguments: given }: TaskRequest): unknown => {
    const args = given as Arguments;
    const service = resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '');
    if (isBroken(service)) throw new TaskFailedError('Broken.Exception', 'broken');
    switch (service) {
      case 'lambda:invoke': {
        payloads.push(args.Payload ?? {});
        const result = answer(args.Payload ?? {}, payloads.length);
        if (result instanceof Error) throw result;
        return { StatusCode: 200, Payload: result };
      }
      case 'sns:publish':
        published.push(args);
        return {};
      case 'events:putEvents':
        events.push(...(args.Entries ?? []));
        return {};
      case 's3:putObject':
        written.push(args.Body ?? '');
        return {};
      case 'cloudwatch:putMetricData':
        failedNotifications.push(args.MetricData?.[0]?.Value ?? Number.NaN);
        return {};
      default:
        throw new Error(`no fake for ${resource}`);
    }
  };
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-west-2',
    tokens: new TaskTokens(() => random.hex('token', 32)),
    invokeTask: async (request) => perform(request),
  });
  const machine = 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-backup-failure-notification';
  execution.start(parseDefinition(JSON.parse(definitionText())), EVENT, {
    executionArn: `${machine.replace('stateMachine', 'execution')}:me`,
    executionName: 'me',
    roleArn: 'arn:aws:iam::111111111111:role/workflow',
    stateMachineArn: machine,
    stateMachineName: 'pilot-light-backup-failure-notification',
  });
  const startedMs = scheduler.now();
  const result = await scheduler.runToEnd(execution.ended);
  return {
    result,
    evidence: JSON.parse(written.at(-1) ?? 'null'),
    evidenceCount: written.length,
    published,
    events,
    payloads,
    failedNotifications,
    minutes: (scheduler.now() - startedMs) / 60_000,
  };
}

/** What the function answers, with a notice of that kind, if any. */
export function assessed(phase: string, kind?: string, more: Payload = {}): Payload {
  return {
    phase,
    detail: phase,
    problems: [],
    notice:
      kind === undefined
        ? null
        : {
            kind,
            severity: 'warning',
            subject: `subject of ${kind}`,
            text: `text of ${kind}`,
            slack: '{}',
            pagerDuty: '{}',
            event: { kind },
          },
    exposure: { severity: 'warning' },
    incident: { incidentId: 'i', failedBackups: 2, failedCopies: 1, otherSignals: 1 },
    nextPollSeconds: 300,
    ...more,
  };
}

export function functionError(name: string): TaskFailedError {
  return new TaskFailedError(name, JSON.stringify({ errorType: name, errorMessage: 'no', trace: [] }));
}

function definitionText(): string {
  const text = readFileSync(join(__dirname, '../../statemachines/backup-failure-notification.asl.json'), 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => SUBSTITUTIONS[name] ?? name);
}
