import type * as client from '@aws-sdk/client-sfn';
import type { Progress } from '../../asl/environment';
import { Execution } from '../../asl/execution';
import { TaskTokens } from '../../asl/task-tokens';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { environmentOf } from './environment';
import type { ExecutionRecord } from './execution-record';
import { operationsOf } from './operations';
import { readDefinition, requireName, type StateMachine } from './state-machine';
import { publishStatus } from './status-event';
import { traceProgress } from './trace-progress';

declare module '../../world' {
  interface RegionalServices {
    readonly states: StepFunctions;
  }
}

export interface StateMachineSettings {
  readonly name: string;
  readonly definitionText: string;
  readonly roleArn: string;
  readonly loggingConfiguration?: client.LoggingConfiguration;
  readonly tracingEnabled?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A step of some execution, as it happens: for a live view. */
export interface ExecutionProgress extends Progress {
  readonly executionArn: string;
  readonly atMs: number;
}

const TOKEN_BYTES = 96;

/** An execution and its history are kept for this long after its end (Step Functions quotas). */
const RETENTION_MS = 90 * 86_400_000;

/** The state machines of one region, their executions and task tokens. In a dark region no execution goes on. */
export class StepFunctions {
  readonly service: Service<typeof client>;
  readonly tokens: TaskTokens;
  readonly #region: Region;
  readonly #machines = new Map<string, StateMachine>();
  /** By ARN, oldest first. */
  readonly #executions = new Map<string, ExecutionRecord>();
  readonly #progressListeners: ((progress: ExecutionProgress) => void)[] = [];
  readonly #endListeners: ((record: ExecutionRecord) => void)[] = [];

  constructor(region: Region) {
    this.#region = region;
    this.tokens = new TaskTokens(
      () => Buffer.from(region.world.random.bytes('states/task-token', TOKEN_BYTES)).toString('base64'),
      (text) => /^[A-Za-z0-9+/]+$/.test(text) && Buffer.from(text, 'base64').length === TOKEN_BYTES,
    );
    this.service = { signingName: 'states', operations: operationsOf(region) };
  }

  /** Creates the machine, or changes it: running executions keep the definition that they started with. */
  putStateMachine(settings: StateMachineSettings): StateMachine {
    const { world } = this.#region;
    const arn = this.machineArn(requireName(settings.name));
    const machine: StateMachine = {
      arn,
      name: settings.name,
      createdAtMs: this.#machines.get(arn)?.createdAtMs ?? world.scheduler.now(),
      definitionText: settings.definitionText,
      definition: readDefinition(settings.definitionText),
      roleArn: settings.roleArn,
      loggingConfiguration: settings.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingEnabled: settings.tracingEnabled ?? false,
      revisionId: world.random.uuid('states/revision'),
      tags: settings.tags ?? {},
    };
    this.#machines.set(arn, machine);
    return machine;
  }

  deleteStateMachine(arn: string): void {
    this.#machines.delete(arn);
  }

  get stateMachines(): readonly StateMachine[] {
    return [...this.#machines.values()];
  }

  findStateMachine(arn: string): StateMachine | undefined {
    return this.#machines.get(arn);
  }

  /** @throws AwsError StateMachineDoesNotExist */
  stateMachine(arn: string): StateMachine {
    const machine = this.#machines.get(arn);
    if (machine !== undefined) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** @throws AwsError ExecutionDoesNotExist */
  execution(arn: string): ExecutionRecord {
    const record = this.#executions.get(arn);
    if (record !== undefined) return record;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  findExecution(arn: string): ExecutionRecord | undefined {
    this.#forgetOld();
    return this.#executions.get(arn);
  }

  /** Oldest first; of one machine, or of all. */
  executions(machineArn?: string): readonly ExecutionRecord[] {
    const all = [...this.#executions.values()];
    return machineArn === undefined ? all : all.filter(({ machine }) => machine.arn === machineArn);
  }

  /** Starts an execution at once. The name must not be taken. */
  start(machine: StateMachine, name: string, inputText: string): ExecutionRecord {
    const { scheduler } = this.#region.world;
    const identity = {
      executionArn: this.executionArn(machine.name, name),
      executionName: name,
      roleArn: machine.roleArn,
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
    };
    const execution = new Execution(
      environmentOf(this.#region, this.tokens, identity.roleArn, (progress) => this.#progress(identity, progress)),
    );
    const startedAtMs = scheduler.now();
    const record: ExecutionRecord = {
      machine,
      identity,
      inputText,
      startedAtMs,
      execution,
      stoppedAtMs: undefined,
      result: undefined,
    };
    this.#forgetOld();
    this.#executions.set(identity.executionArn, record);
    scheduler.spawn(() => this.#follow(record));
    execution.start(machine.definition, JSON.parse(inputText), identity);
    publishStatus(this.#region, record);
    return record;
  }

  /** Calls `listener` with every step of every execution from now on. */
  onProgress(listener: (progress: ExecutionProgress) => void): void {
    this.#progressListeners.push(listener);
  }

  /** Calls `listener` when an execution has ended. */
  onExecutionEnded(listener: (record: ExecutionRecord) => void): void {
    this.#endListeners.push(listener);
  }

  machineArn(name: string): string {
    return this.#arn(`stateMachine:${name}`);
  }

  executionArn(machineName: string, name: string): string {
    return this.#arn(`execution:${machineName}:${name}`);
  }

  /** Executions are entered in the order of their starts: what is behind one that is kept is looked at again later. */
  #forgetOld(): void {
    const nowMs = this.#region.world.scheduler.now();
    for (const [arn, { stoppedAtMs }] of this.#executions) {
      if (stoppedAtMs === undefined || nowMs - stoppedAtMs <= RETENTION_MS) return;
      this.#executions.delete(arn);
    }
  }

  async #follow(record: ExecutionRecord): Promise<void> {
    record.result = await record.execution.ended;
    record.stoppedAtMs = this.#region.world.scheduler.now();
    publishStatus(this.#region, record);
    for (const listener of this.#endListeners) listener(record);
  }

  #progress({ executionArn, executionName }: ExecutionRecord['identity'], progress: Progress): void {
    const { trace, scheduler } = this.#region.world;
    traceProgress(trace, executionName, progress);
    for (const listener of this.#progressListeners) listener({ ...progress, executionArn, atMs: scheduler.now() });
  }

  #arn(resource: string): string {
    return `arn:aws:states:${this.#region.name}:${this.#region.world.accountId}:${resource}`;
  }
}
