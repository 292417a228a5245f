import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRequest } from '../../simulator/asl/environment';
import { TaskFailedError } from '../../simulator/asl/errors';
import { Execution, type ExecutionResult } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';
import { allWell, type Answer } from './failover-functions';
import { type Item, LockTable, toItem } from './lock-table';
import { MachineReports, reportExecution } from './report-execution';

export const ME = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:now';
export const FAILOVER = { mode: 'failover', reason: 'us-east-1 is dark', requestedBy: 'ops' };
export const DRILL = { mode: 'drill', reason: 'monthly drill', requestedBy: 'ops' };

const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  ActivationStackName: 'PilotLightActivation',
  ApprovalTimeoutMinutes: '60',
  EvidenceBucketName: 'evidence',
  GlobalClusterIdentifier: 'pilot-light-global',
  LockTableName: 'lock',
  PrimaryClusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
  PublicName: 'app.example.com',
  RpoMinutes: '60',
  RtoMinutes: '240',
  Standby: 'pilot-light',
  StandbyRegion: 'us-west-2',
  DeadlineHours: '12',
  SmokeTestPatienceMinutes: '30',
  ProofMaxAgeMinutes: '60',
  TopicArn: 'arn:aws:sns:us-west-2:111111111111:topic',
  WorkloadName: 'pilot-light',
};

/** The arguments of all the tasks that the machine has. */
interface Arguments {
  readonly FunctionName?: string;
  readonly Payload?: Record<string, unknown>;
  /** What S3 keeps is its JSON, also of a text. */
  readonly Body?: unknown;
  readonly Subject?: string;
  readonly Message?: string;
}

export interface Evidence {
  readonly verdict: string;
  readonly failoverId: string | null;
  readonly acceptance: string | null;
  readonly recoveredBy: string | null;
  readonly replication: object | null;
  readonly continued: boolean;
  readonly traffic: string;
  readonly readiness: {
    readonly state: string;
    readonly checkedAt: string | null;
    readonly ageMinutes: number | null;
    readonly problems: readonly { readonly name: string }[];
  };
  readonly leftovers: readonly string[];
  readonly nextActions: readonly string[];
  readonly failure: { readonly step: string; readonly error: string; readonly cause: string } | null;
  readonly rto: { readonly achievedSeconds: number | null; readonly met: boolean | null };
  readonly rpo: { readonly achievedSeconds: number | null; readonly met: boolean | null };
  readonly steps: readonly {
    readonly name: string;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly budgetSeconds: number;
    readonly status: string;
  }[];
}

export interface FailoverRun {
  readonly result: ExecutionResult;
  readonly evidence: Evidence;
  readonly notifications: readonly { readonly Subject: string; readonly Message: string }[];
  readonly reports: MachineReports;
  readonly states: readonly string[];
  /** What each function was called with, by its name in the definition. */
  readonly payloads: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly lock: Item | undefined;
  readonly seconds: number;
  /** Entries of the execution's history. */
  readonly events: number;
}

export interface RunProps {
  readonly input: unknown;
  /** Answers of functions by the name in the definition: `RestoreAurora`. Default: everything works. */
  readonly functions?: Readonly<Record<string, Answer>>;
  readonly lock?: Readonly<Record<string, string>>;
  readonly serves?: string;
  readonly ownerStatus?: string;
  readonly approve?: unknown;
  /** From when on a question is answered, by the execution's time. Default: the first is. */
  readonly approveFromMs?: number;
  /** Resources that fail: `s3:putObject`. */
  readonly broken?: readonly string[];
  /** What somebody else does to the lock table between our reading of the lock and our taking it. */
  readonly beforeTakingTheLock?: (table: LockTable) => void;
  /** What exists of this failover when it is reported. Default: nothing. */
  readonly left?: { readonly clusters: readonly string[]; readonly stack: boolean };
  /** The newest readiness report, as text. Default: there is none. */
  readonly readiness?: string;
  /** What a task meets before it is done: an error, or silence. Default: nothing. */
  readonly trouble?: (task: TaskRequest, elapsedMs: number) => TaskFailedError | 'silence' | undefined;
  /** What recovers the database. Default: a snapshot. */
  readonly database?: 'snapshot' | 'global';
  /** Who ends the hold of a standby ten minutes after the mail about it, with the command of that mail. */
  readonly endHoldBy?: string;
  /** When drills were turned on. Default: nothing says. */
  readonly turnedOn?: string;
}

/** Runs the real definition in virtual time, with functions that answer from a table. */
export async function run(props: RunProps): Promise<FailoverRun> {
  const scheduler = new Scheduler(Date.parse('2026-11-22T03:00:00Z'));
  const random = new Random(1);
  const tokens = new TaskTokens(() => random.hex('token', 32));
  const table = new LockTable();
  if (props.lock !== undefined) table.set('failover', toItem({ pk: 'failover', ...props.lock }));
  if (props.serves !== undefined) table.set('traffic', toItem({ pk: 'traffic', serves: props.serves }));
  const payloads: Record<string, Record<string, unknown>[]> = {};
  let evidence = 'null';

  const reports = new MachineReports(table);
  reports.objectText = props.readiness;
  reports.clusterNames = props.left?.clusters ?? [];
  reports.hasStack = props.left?.stack ?? false;
  reports.turnedOn = props.turnedOn === undefined ? undefined : new Date(props.turnedOn);
  const functions: Readonly<Record<string, Answer>> = {
    ...allWell(scheduler),
    ReportExecutionArn: reportExecution(reports, scheduler),
    ...props.functions,
  };
  const startedMs = scheduler.now();
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-west-2',
    tokens,
    invokeTask: (request) => {
      const args = request.arguments as Arguments;
      const service = request.resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '').replace('.waitForTaskToken', '');
      const trouble = props.trouble?.(request, scheduler.now() - startedMs);
      if (trouble === 'silence') return new Promise(() => {});
      if (trouble !== undefined) return Promise.reject(trouble);
      if (props.broken?.includes(service)) return Promise.reject(new TaskFailedError('Broken.Exception', 'broken'));
      return perform(service, args, request);
    },
  });
  const perform = async (service: string, args: Arguments, request: TaskRequest): Promise<unknown> => {
    switch (service) {
      case 'lambda:invoke': {
        const name = args.FunctionName ?? '';
        const seen = (payloads[name] ??= []);
        seen.push(args.Payload ?? {});
        const answer = functions[name];
        if (answer === undefined) throw new Error(`no answer for ${name}`);
        const payload = await answer(args.Payload as never, seen.length);
        const { token } = request;
        const isAnswered = props.approve !== undefined && scheduler.now() - startedMs >= (props.approveFromMs ?? 0);
        if (token !== undefined && isAnswered) scheduler.after(60_000, () => tokens.succeed(token, props.approve));
        if (name === 'UpdateRoute53Arn') table.set('traffic', toItem({ pk: 'traffic', serves: 'standby' }));
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
      case 's3:getObject':
        if (props.readiness === undefined) throw new TaskFailedError('S3.NoSuchKeyException', 'no such key');
        return { Body: props.readiness };
      case 's3:putObject':
        evidence = JSON.stringify(args.Body);
        return {};
      case 'cloudwatch:putMetricData':
        return {};
      case 'sns:publish': {
        reports.published.push({ subject: args.Subject ?? '', message: args.Message ?? '' });
        const { endHoldBy: by } = props;
        if (by !== undefined && args.Message?.includes('endHold') === true) {
          const end = () => functions['ReportExecutionArn']?.({ action: 'endHold', executionArn: ME, by } as never, 1);
          scheduler.after(600_000, () => void end());
        }
        return {};
      }
      default:
        throw new Error(`no fake for ${request.resource}`);
    }
  };

  execution.start(parseDefinition(JSON.parse(definitionText(props.database ?? 'snapshot'))), props.input, {
    executionArn: ME,
    executionName: 'now',
    roleArn: 'arn:aws:iam::111111111111:role/failover',
    stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-regional-failover',
    stateMachineName: 'pilot-light-regional-failover',
  });
  const result = await scheduler.runToEnd(execution.ended);
  return {
    result,
    evidence: JSON.parse(evidence),
    notifications: reports.published.map(({ subject, message }) => ({ Subject: subject, Message: message })),
    reports,
    states: execution.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    // What is reported changes nothing.
    payloads: Object.fromEntries(Object.entries(payloads).filter(([name]) => name !== 'ReportExecutionArn')),
    lock: table.get('failover'),
    seconds: (scheduler.now() - startedMs) / 1000,
    events: execution.events.length,
  };
}

/** How often a function was called. */
export function called({ payloads }: FailoverRun, name: string): number {
  return payloads[name]?.length ?? 0;
}

function definitionText(database: string): string {
  const text = readFileSync(join(__dirname, '../../statemachines/regional-failover.asl.json'), 'utf8');
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) =>
    name === 'Database' ? database : (SUBSTITUTIONS[name] ?? name),
  );
}
