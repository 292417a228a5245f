import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRequest } from '../../simulator/asl/environment';
import { TaskFailedError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';

export const EVENT = {
  'detail-type': 'Backup Job State Change',
  time: '2026-11-22T02:55:00Z',
  region: 'us-east-1',
  detail: { state: 'FAILED' },
};

type Payload = Readonly<Record<string, unknown>>;
/** What the function answers; an error is thrown. */
export type Answer = (payload: Payload, call: number) => Payload | Error;
/** What a task meets before it is done: an error, or no answer at all. */
export type Trouble = (task: TaskRequest, elapsedMs: number) => TaskFailedError | 'no answer' | undefined;

interface Arguments {
  readonly Payload?: Payload;
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
  /** What S3 keeps is its JSON, also of a text. */
  readonly Body?: unknown;
  readonly Entries?: readonly Payload[];
  readonly MetricData?: readonly { readonly Value: number }[];
}

export interface NotificationRun {
  readonly result: ExecutionResult;
  /** The last one written, and how often one was. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly evidenceCount: number;
  readonly published: readonly (Arguments & { readonly atMinutes: number })[];
  readonly events: readonly Payload[];
  /** Of the calls that ask or close, and of those that only explain. */
  readonly payloads: readonly Payload[];
  readonly explained: readonly Payload[];
  /** Of the metric that says that a notification failed, in turn. */
  readonly failedNotifications: readonly number[];
  readonly minutes: number;
  readonly states: readonly string[];
  /** Entries of the execution's history. */
  readonly historyEvents: number;
}

export interface RunProps {
  readonly isBroken?: (service: string) => boolean;
  readonly trouble?: Trouble;
  readonly event?: unknown;
  /** Minutes that other executions under way have begun before this one. Default: none is. */
  readonly othersBegan?: readonly number[];
}

const MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-backup-failure-notification';
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  AssessBackupFailureArn: 'assess',
  DeadlineHours: '12',
  EvidenceBucketName: 'evidence',
  TopicArn: 'topic',
  WorkloadName: 'pilot-light',
  StandbyRegion: 'us-west-2',
  StandbyVaultName: 'standby-vault',
  Runbook: 'the runbook',
};

/** Runs the real definition in virtual time, with a function that answers from the test, and services that may be broken. */
export async function run(answer: Answer, props: RunProps = {}): Promise<NotificationRun> {
  const scheduler = new Scheduler(Date.parse('2026-11-22T03:00:00Z'));
  const startedMs = scheduler.now();
  const random = new Random(1);
  const payloads: Payload[] = [];
  const explained: Payload[] = [];
  const published: (Arguments & { atMinutes: number })[] = [];
  const events: Payload[] = [];
  const failedNotifications: number[] = [];
  const written: string[] = [];

  const perform = ({ resource, arguments: given, identity }: TaskRequest): unknown => {
    const args = given as Arguments;
    const service = serviceOf(resource);
    switch (service) {
      case 'lambda:invoke':
        return { StatusCode: 200, Payload: invoke(args.Payload ?? {}) };
      case 'sns:publish':
        published.push({ ...args, atMinutes: (scheduler.now() - startedMs) / 60_000 });
        return {};
      case 'events:putEvents':
        events.push(...(args.Entries ?? []));
        return {};
      case 's3:putObject':
        written.push(JSON.stringify(args.Body));
        return {};
      case 'cloudwatch:putMetricData':
        failedNotifications.push(args.MetricData?.[0]?.Value ?? Number.NaN);
        return {};
      case 'sfn:listExecutions':
        return {
          Executions: [0, ...(props.othersBegan ?? [])].map((minutes, index) => ({
            ExecutionArn: index === 0 ? identity.executionArn : `${identity.executionArn}-${index}`,
            StartDate: new Date(startedMs - minutes * 60_000).toISOString(),
          })),
        };
      default:
        throw new Error(`no fake for ${resource}`);
    }
  };
  const invoke = (payload: Payload): Payload => {
    if (payload['action'] === 'explain') {
      explained.push(payload);
      const kind = payload['isOver'] === true ? 'unassessed' : 'delayed';
      return { kind, severity: 'warning', subject: `subject of ${kind}`, lines: ['one', 'two'] };
    }
    payloads.push(payload);
    const result = answer(payload, payloads.length);
    if (result instanceof Error) throw result;
    return result;
  };
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-west-2',
    tokens: new TaskTokens(() => random.hex('token', 32)),
    invokeTask: async (request) => {
      const trouble = props.trouble?.(request, scheduler.now() - startedMs);
      if (trouble === 'no answer') return await new Promise(() => undefined);
      if (trouble !== undefined) throw trouble;
      if (props.isBroken?.(serviceOf(request.resource))) throw new TaskFailedError('Broken.Exception', 'broken');
      return perform(request);
    },
  });
  execution.start(DEFINITION, 'event' in props ? props.event : EVENT, {
    executionArn: `${MACHINE.replace('stateMachine', 'execution')}:me`,
    executionName: 'me',
    roleArn: 'arn:aws:iam::111111111111:role/workflow',
    stateMachineArn: MACHINE,
    stateMachineName: 'pilot-light-backup-failure-notification',
  });
  const result = await scheduler.runToEnd(execution.ended);
  return {
    result,
    evidence: JSON.parse(written.at(-1) ?? 'null'),
    evidenceCount: written.length,
    published,
    events,
    payloads,
    explained,
    failedNotifications,
    minutes: (scheduler.now() - startedMs) / 60_000,
    states: execution.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    historyEvents: execution.events.length,
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

/** An incident that opens, is checked, is over, and is closed: every question is asked. */
export function wholeLife(): Answer {
  let isOpened = false;
  return ({ action, delivered }) => {
    if (action === 'close') return assessed('closed');
    if (delivered) isOpened = true;
    if (!isOpened) return assessed('following', 'opened', { nextPollSeconds: 180 });
    return delivered ? assessed('following', undefined, { nextPollSeconds: 180 }) : assessed('recovered', 'allClear');
  };
}

export function functionError(name: string, message = 'no'): TaskFailedError {
  return new TaskFailedError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
}

function serviceOf(resource: string): string {
  return resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '');
}

const DEFINITION = parseDefinition(
  JSON.parse(
    readFileSync(join(__dirname, '../../statemachines/backup-failure-notification.asl.json'), 'utf8').replace(
      /\$\{(\w+)\}/g,
      (_, name: string) => SUBSTITUTIONS[name] ?? name,
    ),
  ),
);
