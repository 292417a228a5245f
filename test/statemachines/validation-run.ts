import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TaskFailedError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';
import { FakeReports } from '../functions/reportExecution/cases';
import { type Answer, database, recovery } from './failover-functions';
import { type Item, LockTable, toItem } from './lock-table';
import { reportExecution } from './report-execution';

export const ME = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-restore-validation:now';
const CLUSTER = 'validate-pilot-light-20261122-030000-abc123';
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  EvidenceBucketName: 'evidence',
  LockTableName: 'lock',
  DeadlineHours: '12',
  StandbyRegion: 'us-west-2',
  TopicArn: 'arn:aws:sns:us-west-2:111111111111:topic',
  WorkloadName: 'pilot-light',
};

interface Arguments {
  readonly FunctionName?: string;
  readonly Payload?: Record<string, unknown>;
  /** What S3 keeps is its JSON, also of a text. */
  readonly Body?: unknown;
  readonly MetricData?: readonly { readonly MetricName: string; readonly Value: number }[];
  readonly Subject?: string;
  readonly Message?: string;
  readonly ValidationStatus?: string;
}

export interface ValidationRun {
  readonly result: ExecutionResult;
  readonly evidence: {
    readonly verdict: string;
    readonly swept: readonly string[];
    readonly leftovers: readonly string[];
    readonly checks: readonly { readonly name: string }[];
    readonly findings: readonly { readonly step: string; readonly error: string; readonly cause: string }[];
    readonly nextActions: readonly string[];
    readonly steps: readonly {
      readonly name: string;
      readonly status: string;
      readonly budgetSeconds: number | null;
    }[];
    readonly recoveryPoint: { readonly newest: { readonly recoveryPointArn: string } | null } | null;
    readonly age: { readonly achievedSeconds: number | null; readonly met: boolean | null };
  };
  readonly notifications: readonly { readonly Subject: string; readonly Message: string }[];
  /** The verdict that AWS Backup restore testing was given. */
  readonly restoreTest: object | undefined;
  /** What was delivered at the end, in its order, and when since the start. */
  readonly delivered: readonly { readonly what: string; readonly seconds: number }[];
  readonly states: readonly string[];
  readonly seconds: number;
  /** Entries of the execution's history. */
  readonly events: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly payloads: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly lock: Item | undefined;
}

export interface ValidationProps {
  readonly input?: unknown;
  readonly functions?: Readonly<Record<string, Answer>>;
  readonly lock?: Readonly<Record<string, string>>;
  readonly ownerStatus?: string;
  readonly broken?: readonly string[];
  /** What somebody else does to the lock table between our reading of the lock and our taking it. */
  readonly beforeTakingTheLock?: (table: LockTable) => void;
  /** What a task meets before it is done. */
  readonly trouble?: (state: string, elapsedMs: number) => TaskFailedError | 'silence' | undefined;
  /** What the report cannot read. */
  readonly unread?: readonly (keyof FakeReports & 'clusters')[];
}

/** Runs the real definition in virtual time, with functions that answer from a table. */
export async function validate(props: ValidationProps = {}): Promise<ValidationRun> {
  const scheduler = new Scheduler(Date.parse('2026-11-22T03:00:00Z'));
  const random = new Random(1);
  const notifications: { Subject: string; Message: string }[] = [];
  const delivered: { what: string; seconds: number }[] = [];
  let restoreTest: object | undefined;
  const reports = new FakeReports();
  for (const operation of props.unread ?? []) reports.broken.add(operation);
  const payloads: Record<string, Record<string, unknown>[]> = {};
  const metrics: Record<string, number> = {};
  const table = new LockTable();
  if (props.lock !== undefined) table.set('validation', toItem({ pk: 'validation', ...props.lock }));
  let evidence = 'null';
  const functions: Readonly<Record<string, Answer>> = {
    ...ALL_WELL,
    ReportExecutionArn: reportExecution(reports, scheduler),
    ...props.functions,
  };

  const perform = async (service: string, args: Arguments): Promise<unknown> => {
    if (DELIVERIES.has(service)) delivered.push({ what: service, seconds: (scheduler.now() - startedMs) / 1000 });
    switch (service) {
      case 'lambda:invoke': {
        const name = args.FunctionName ?? '';
        const seen = (payloads[name] ??= []);
        seen.push(args.Payload ?? {});
        const answer = functions[name];
        if (answer === undefined) throw new Error(`no answer for ${name}`);
        const payload = await answer(args.Payload as never, seen.length);
        // What is left is what the removal has found last.
        if (name === 'RemoveClusterArn') reports.clusterNames = (payload as ReturnType<typeof removal>).remaining;
        return { StatusCode: 200, Payload: payload };
      }
      case 'dynamodb:putItem':
        props.beforeTakingTheLock?.(table);
        return table.call(service, args);
      case 'dynamodb:getItem':
      case 'dynamodb:updateItem':
        return table.call(service, args);
      case 'sfn:describeExecution':
        return { Status: props.ownerStatus ?? 'RUNNING' };
      case 's3:putObject':
        evidence = JSON.stringify(args.Body);
        return {};
      case 'cloudwatch:putMetricData':
        for (const { MetricName, Value } of args.MetricData ?? []) metrics[MetricName] = Value;
        return {};
      case 'sns:publish':
        notifications.push({ Subject: args.Subject ?? '', Message: args.Message ?? '' });
        return {};
      case 'backup:putRestoreValidationResult':
        restoreTest = args;
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
    tokens: new TaskTokens(() => random.hex('token', 32)),
    invokeTask: (request) => {
      const service = request.resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '');
      const trouble = props.trouble?.(request.state, scheduler.now() - startedMs);
      if (trouble === 'silence') return new Promise(() => {});
      if (trouble !== undefined) return Promise.reject(trouble);
      if (props.broken?.includes(service)) return Promise.reject(new TaskFailedError('Broken.Exception', 'broken'));
      return perform(service, request.arguments as Arguments);
    },
  });
  execution.start(parseDefinition(JSON.parse(definitionText())), props.input ?? {}, {
    executionArn: ME,
    executionName: 'now',
    roleArn: 'arn:aws:iam::111111111111:role/validation',
    stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-restore-validation',
    stateMachineName: 'pilot-light-restore-validation',
  });
  const result = await scheduler.runToEnd(execution.ended);
  return {
    result,
    evidence: JSON.parse(evidence),
    notifications,
    restoreTest,
    delivered,
    states: execution.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    seconds: (scheduler.now() - startedMs) / 1000,
    events: execution.events.length,
    metrics,
    // What is reported changes nothing.
    payloads: Object.fromEntries(Object.entries(payloads).filter(([name]) => name !== 'ReportExecutionArn')),
    lock: table.get('validation'),
  };
}

const DELIVERIES: ReadonlySet<string> = new Set([
  'sns:publish',
  's3:putObject',
  'cloudwatch:putMetricData',
  'dynamodb:updateItem',
  'backup:putRestoreValidationResult',
]);

export function removal(phase: string, remaining: readonly string[] = [], refused: readonly string[] = []) {
  return { phase, detail: phase, remaining, refused, waitFor: null, nextPollSeconds: phase === 'gone' ? 0 : 15 };
}

export function checked(names: Readonly<Record<string, boolean>>, cursor: object | null = null) {
  const checks = Object.entries(names).map(([name, passed]) => ({ name, passed, suite: 'data', detail: 'because' }));
  return { passed: checks.every(({ passed }) => passed), suite: 'data', checks, cursor };
}

const ALL_WELL: Readonly<Record<string, Answer>> = {
  FindLatestRecoveryPointArn: () => recovery(1800),
  RestoreAuroraArn: ({ candidates }: { candidates: readonly [{ createdAt: string }] }, call: number) =>
    database(call === 1 ? 'restoring' : 'ready', {
      clusterIdentifier: CLUSTER,
      recoveryPointCreatedAt: candidates[0].createdAt,
      ...(call === 1
        ? { waitFor: { target: 'cluster', clusterIdentifier: CLUSTER, until: 'usable', since: '2026-11-22T03:00:00Z' } }
        : {}),
    }),
  WaitForAvailableArn: (_, call: number) => ({
    state: call < 3 ? 'waiting' : 'ready',
    nextPollSeconds: 30,
    detail: 'x',
    waitedSeconds: 1,
    progress: null,
  }),
  SmokeTestArn: () => checked({ rows: true }),
  // The sweep finds nothing; the clean-up finds the cluster, and then nothing.
  RemoveClusterArn: (_, call: number) => (call === 2 ? removal('working', [CLUSTER]) : removal('gone')),
};

function definitionText(): string {
  const text = readFileSync(join(__dirname, '../../statemachines/restore-validation.asl.json'), 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => SUBSTITUTIONS[name] ?? name);
}
