import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskFailedError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';
import type { Answer } from './failover-functions';
import { LockTable, toItem } from './lock-table';
import { MachineReports, reportExecution } from './report-execution';

export const ME = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-corruption-recovery:now';
const CLUSTER = 'repair-pilot-light-20261122-030000-abc123';
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  EvidenceBucketName: 'evidence',
  LockTableName: 'lock',
  DeadlineHours: '12',
  ApprovalTimeoutMinutes: '60',
  PrimaryRegion: 'us-east-1',
  StandbyRegion: 'us-west-2',
  TopicArn: 'arn:aws:sns:us-west-2:111111111111:topic',
  WorkloadName: 'pilot-light',
};

/** The moment before the damage. */
export const AT = '2026-11-22T02:00:00Z';

export interface CorruptionRun {
  readonly result: ExecutionResult;
  readonly evidence: {
    readonly verdict: string;
    readonly findings: readonly { readonly step: string; readonly error: string; readonly cause: string }[];
    readonly nextActions: readonly string[];
    readonly kept: object | null;
    readonly applied: object | null;
  };
  readonly notifications: readonly { readonly Subject: string; readonly Message: string }[];
  readonly states: readonly string[];
  readonly seconds: number;
  readonly payloads: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly lockStatus: string | undefined;
}

export interface CorruptionProps {
  readonly input?: unknown;
  readonly functions?: Readonly<Record<string, Answer>>;
  readonly lock?: Readonly<Record<string, string>>;
  /** What a person answers; undefined: nothing. */
  readonly answer?: boolean;
  readonly trouble?: (state: string, elapsedMs: number) => TaskFailedError | 'silence' | undefined;
}

interface Arguments {
  readonly FunctionName?: string;
  readonly Payload?: Record<string, unknown>;
  readonly Body?: unknown;
  readonly Subject?: string;
  readonly Message?: string;
}

/** Runs the real definition in virtual time, with functions that answer from a table. */
export async function recover(props: CorruptionProps = {}): Promise<CorruptionRun> {
  const scheduler = new Scheduler(Date.parse('2026-11-22T03:00:00Z'));
  const random = new Random(1);
  const notifications: { Subject: string; Message: string }[] = [];
  const payloads: Record<string, Record<string, unknown>[]> = {};
  const table = new LockTable();
  if (props.lock !== undefined) table.set('corruption', toItem({ pk: 'corruption', ...props.lock }));
  const reports = new MachineReports(table, 'corruption');
  let evidence = 'null';
  const functions: Readonly<Record<string, Answer>> = {
    ...ALL_WELL,
    ReportExecutionArn: reportExecution(reports, scheduler),
    ...props.functions,
  };
  const tokens = new TaskTokens(() => random.hex('token', 32));
  reports.sendTaskSuccess = async (token, output) => {
    tokens.succeed(token, output);
    return true;
  };
  reports.publish = async (_, Subject, Message) => void notifications.push({ Subject, Message });

  const perform = async (service: string, args: Arguments): Promise<unknown> => {
    switch (service) {
      case 'lambda:invoke':
      case 'lambda:invoke.waitForTaskToken': {
        const name = args.FunctionName ?? '';
        const seen = (payloads[name] ??= []);
        seen.push(args.Payload ?? {});
        const answer = functions[name];
        if (answer === undefined) throw new Error(`no answer for ${name}`);
        const Payload = await answer(args.Payload as never, seen.length);
        if (args.Payload?.['action'] === 'ask' && props.answer !== undefined) {
          const { answer: approved } = props;
          scheduler.spawn(async () => {
            await scheduler.sleep(60_000);
            const words = { action: 'answer', executionArn: ME, approved, by: 'ada' };
            await Promise.resolve(functions['ReportExecutionArn']?.(words as never, 0)).catch(() => undefined);
          });
        }
        return { StatusCode: 200, Payload };
      }
      case 'dynamodb:putItem':
      case 'dynamodb:getItem':
      case 'dynamodb:updateItem':
        return table.call(service, args);
      case 'sfn:describeExecution':
        return { Status: 'RUNNING' };
      case 's3:putObject':
        evidence = JSON.stringify(args.Body);
        return {};
      case 'cloudwatch:putMetricData':
        return {};
      case 'sns:publish':
        notifications.push({ Subject: args.Subject ?? '', Message: args.Message ?? '' });
        return {};
      default:
        throw new Error(`no fake for ${service}`);
    }
  };

  const startedMs = scheduler.now();
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-west-2',
    tokens,
    invokeTask: (request) => {
      const trouble = props.trouble?.(request.state, scheduler.now() - startedMs);
      if (trouble === 'silence') return new Promise(() => {});
      if (trouble !== undefined) return Promise.reject(trouble);
      return perform(request.resource.replace(/^arn:aws:states:::(aws-sdk:)?/, ''), request.arguments as Arguments);
    },
  });
  execution.start(
    parseDefinition(JSON.parse(definitionText())),
    props.input ?? { reason: 'a bad delete', requestedBy: 'ada', at: AT },
    {
      executionArn: ME,
      executionName: 'now',
      roleArn: 'arn:aws:iam::111111111111:role/corruption',
      stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-corruption-recovery',
      stateMachineName: 'pilot-light-corruption-recovery',
    },
  );
  const result = await scheduler.runToEnd(execution.ended);
  return {
    result,
    evidence: JSON.parse(evidence),
    notifications,
    states: execution.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    seconds: (scheduler.now() - startedMs) / 1000,
    payloads,
    lockStatus: table.get('corruption')?.['status']?.S,
  };
}

export function restored(phase: string, overrides: object = {}) {
  return {
    phase,
    detail: phase,
    clusterIdentifier: CLUSTER,
    clusterArn: `arn:aws:rds:us-east-1:111111111111:cluster:${CLUSTER}`,
    restoredTo: AT,
    clampedFrom: null,
    recoveryPointArn: null,
    isIsolated: true,
    keepUntil: null,
    masterSecretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:pilot-light/database-abcdef',
    readerSecretId: 'pilot-light/reader',
    databaseName: 'app',
    liveClusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
    nextPollSeconds: 20,
    progress: { passwordSet: true },
    ...overrides,
  };
}

export function removed(phase: string, overrides: object = {}) {
  const remaining = phase === 'working' || phase === 'refused' ? [CLUSTER] : [];
  return { phase, detail: phase, remaining, refused: [], keptUntil: null, nextPollSeconds: 30, ...overrides };
}

export function compared(deleted: number, changed = 0, overrides: object = {}) {
  const rows = { deleted, changed, added: 7 };
  return {
    phase: 'done',
    detail: 'compared',
    nextPollSeconds: 1,
    cursor: null,
    summary: { ...rows, tablesCompared: 1, tablesNotCompared: 0, dataApiCalls: 9, bytes: 1000 },
    tables: [{ table: 'public.orders', ...rows, samples: { deleted: ['1'], changed: [], added: [] }, writers: [] }],
    notCompared: [],
    ...overrides,
  };
}

export function planned(insert: number, overrides: object = {}) {
  const counts = { insert, update: 0, keptNewer: 0, refused: 0, notMovable: 0 };
  return {
    action: 'plan',
    phase: 'done',
    detail: 'planned',
    planId: '0123456789abcdef',
    counts,
    tables: [{ table: 'public.orders', ...counts }],
    triggers: [],
    sequences: [],
    transactions: 1,
    blockers: [],
    notes: [],
    planObject: 'corruption/x/plan/plan.json',
    ...overrides,
  };
}

export function appliedRows(phase: string, inserted: number) {
  return {
    action: 'apply',
    phase,
    detail: phase,
    nextPollSeconds: 5,
    progress: null,
    inserted,
    updated: 0,
    keptNewer: 0,
    byTriggers: 0,
    transactions: 1,
    undoObjects: ['corruption/x/undo/0001.sql'],
    undoPrefix: 'corruption/x/undo/',
    undoCommand: 'aws lambda invoke --region us-west-2 --function-name pilot-light-applyRows /dev/stdout',
  };
}

/** Nothing is left of earlier ones; ten rows are missing until they are written. */
const ALL_WELL: Readonly<Record<string, Answer>> = {
  RestoreToPointInTimeArn: ({ action }: { action: string }) =>
    action === 'restore' ? restored('ready') : action === 'watch' ? { goesOn: true } : removed('gone'),
  CompareDataArn: ({ label }: { label: string }) => compared(label === 'before' ? 10 : 0),
  ApplyRowsArn: ({ action }: { action: string }) => (action === 'plan' ? planned(10) : appliedRows('done', 10)),
};

function definitionText(): string {
  const text = readFileSync(join(__dirname, '../../statemachines/corruption-recovery.asl.json'), 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => SUBSTITUTIONS[name] ?? name);
}
