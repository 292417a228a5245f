import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { readAssembly } from '../../../assembly/read-assembly';
import { Output as ReadinessReport } from '../../../functions/readiness/contract';
import { setDataStoreOf } from '../../../simulator/data/store-of-world';
import type { FaultRule } from '../../../simulator/kernel/faults';
import { parseDuration } from '../../../simulator/kernel/virtual-duration';
import { runToEnd, startExecution } from '../../../rehearsal/stage/execution';
import { VIRTUAL_START_MS } from '../../../rehearsal/stage/options';
import { findOrphans } from '../../../rehearsal/stage/orphans';
import { resolvePublicName } from '../../../rehearsal/stage/public-name';
import { Stage } from '../../../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import type { RehearsedWorkload } from '../../../rehearsal/workload/workload';
import type { ExecutionProgress } from '../../../simulator/services/states/step-functions';
import type { InboxMessage } from '../../../simulator/services/sns/sns';
import { assemblyDirectory, type Wanted } from './assembly';
import { Evidence } from './evidence';
import { ledgerStore } from './ledger-store';

/** Much shorter durations than any real ones, so that little virtual time has to pass. */
export const BRISK = join(__dirname, 'brisk.json');

export const FAILOVER = { mode: 'failover', reason: 'us-east-1 is dark', requestedBy: 'ops' };
/** No backups but the plan's: one an hour, and old by the time that the next one is copied. */
export const PLAN_ALONE = { freshness: { keeper: false }, backupFailure: { repairFrom: 'never' } };
export const DRILL = { mode: 'drill', reason: 'monthly drill', requestedBy: 'ops' };

export interface FailoverOptions extends Partial<Wanted> {
  readonly seed?: number;
  /** A file of them; left out, BRISK. */
  readonly durations?: string;
  readonly faults?: readonly FaultRule[];
  /** When the primary goes dark, from the start of virtual time; null: never. Left out: one copy is there, no second. */
  readonly darkAt?: string | null;
  /** How long it stays dark; left out, for good. */
  readonly darkFor?: string | undefined;
  /**
   * Where clusters keep their rows. Left out, in memory: the processes of PostgreSQL would be half of what a scenario
   * costs. Where rows are counted, or the answers of the database are the point, PostgreSQL.
   */
  readonly rows?: 'memory' | 'postgres';
  /** Until when virtual time passes; left out, five minutes after the darkness or at 1h25m. */
  readonly at?: string;
  /** How often each client asks; left out, every five minutes. Every minute where rows or requests are counted. */
  readonly clientsEverySeconds?: number;
  /** Left out, the reference workload. */
  readonly workload?: RehearsedWorkload;
  /** Called when everything is deployed and nothing has happened yet. */
  readonly prepare?: (stage: FailoverStage) => void | Promise<void>;
}

/** How an execution ended, with every notification. */
export interface Ending {
  readonly arn: string;
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
  /** The object in the evidence bucket; undefined when there is none. */
  readonly evidence: Evidence | undefined;
  readonly evidenceText: string | undefined;
  /** What the topic's subscribers received since the execution was started. */
  readonly inbox: readonly InboxMessage[];
}

/** At the moment when somebody decides to fail over: workload and backups have run, the primary is dark. */
export class FailoverStage extends Stage {
  readonly progress: ExecutionProgress[] = [];
  #executions = 0;

  static async bringUp(options: FailoverOptions = {}): Promise<FailoverStage> {
    const { seed = 1, durations = BRISK, faults = [], darkAt = '1h20m', workload = REFERENCE_WORKLOAD } = options;
    const { config, sdk = 'runtime', clientsEverySeconds = 300 } = options;
    const assembly = readAssembly(await assemblyDirectory(config, sdk));
    const stage = new FailoverStage({ assembly, seed, durations, faults, runtimeSdk: sdk === 'runtime' });
    if (options.rows !== 'postgres') setDataStoreOf(stage.world, ledgerStore());
    try {
      const { primaryRegion } = await stage.deploy(workload);
      stage.startClients({ ...workload.client, everySeconds: clientsEverySeconds });
      stage.standby.states.onProgress((progress) => stage.progress.push(progress));
      await options.prepare?.(stage);
      const darkMs = options.darkFor === undefined ? undefined : milliseconds(options.darkFor);
      if (darkAt !== null) stage.world.faults.addDarkness(primaryRegion, instant(darkAt), darkMs);
      await stage.world.scheduler.runUntil(
        options.at !== undefined ? instant(options.at) : instant(darkAt ?? '1h20m') + 5 * 60_000,
      );
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** Starts the state machine; returns the ARN of the execution. */
  start(input: unknown = FAILOVER): Promise<string> {
    this.#executions += 1;
    return startExecution(this.world, this.estate, `run-${this.#executions}`, input);
  }

  /** Lets virtual time pass until the execution has ended. */
  async end(executionArn: string): Promise<Ending> {
    const { name, status, error, cause } = await runToEnd(this.world, this.estate, executionArn);
    // EventBridge sends the event of a failed execution a moment later.
    await this.pass('5s');
    const evidenceText = await this.evidenceText(name);
    const startedAt = new Date(this.standby.states.execution(executionArn).startedAtMs).toISOString();
    return {
      arn: executionArn,
      status,
      error,
      cause,
      evidenceText,
      evidence: evidenceText === undefined ? undefined : Evidence.parse(JSON.parse(evidenceText)),
      inbox: this.inbox.filter(({ at }) => at >= startedAt),
    };
  }

  async run(input: unknown = FAILOVER): Promise<Ending> {
    return await this.end(await this.start(input));
  }

  /** Lets virtual time pass until the execution enters the state. */
  async untilState(executionArn: string, state: string): Promise<void> {
    await this.until(() => this.entered(executionArn).includes(state), `${executionArn} enters ${state}`);
  }

  /** The states that the execution has entered so far, in order. */
  entered(executionArn: string): readonly string[] {
    return this.progress
      .filter((entry) => entry.executionArn === executionArn && entry.event.endsWith('StateEntered'))
      .flatMap(({ state }) => state ?? []);
  }

  /** Lets virtual time pass until it is so; what never comes true within a day is an error. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    const { scheduler } = this.world;
    const outcome = await scheduler.run(isSo, scheduler.now() + 86_400_000);
    if (outcome !== 'done') throw new Error(`Timed out waiting for: ${what}`);
  }

  async pass(duration: string): Promise<void> {
    await this.world.scheduler.runUntil(this.world.scheduler.now() + milliseconds(duration));
  }

  /** Without what is said of backups: with the primary dark, their alarms go off. */
  get inbox(): readonly InboxMessage[] {
    return this.standby.sns.inbox(this.estate.TopicArn).filter(({ attributes }) => attributes['kind'] === undefined);
  }

  async evidenceText(executionName: string): Promise<string | undefined> {
    return this.storedEvidence(`executions/${executionName}.json`);
  }

  /** An object of the evidence bucket, as the service keeps it: the fault of a scenario may be that S3 does not answer. */
  storedEvidence(key: string): string | undefined {
    const object = this.standby.s3.findObject(this.estate.EvidenceBucketName, key);
    return object === undefined ? undefined : new TextDecoder().decode(object.body);
  }

  /** What the public name resolves to when nothing is cached. */
  publicTarget(): Promise<string> {
    return resolvePublicName(this);
  }

  /** What of ours is in the standby region and is neither in use nor named in any of these endings' evidence. */
  orphans(...endings: readonly Ending[]): readonly string[] {
    return this.orphansNamedBy(endings.map((ending) => ending.evidenceText ?? '').join('\n'));
  }

  /** The same for the text of any evidence. */
  orphansNamedBy(evidenceText: string): readonly string[] {
    return findOrphans({ world: this.world, estate: this.estate, evidenceText });
  }

  get clusters(): readonly string[] {
    return [...this.standby.rds.clusters.all.keys()];
  }

  /** What readiness finds wrong, but for the recovery point: the plan alone does not keep the objective. */
  async notReady(): Promise<readonly (readonly [check: string, detail: string])[]> {
    const answer = await this.operator.lambda(this.estate.standbyRegion).send(
      new InvokeCommand({
        FunctionName: 'pilot-light-readiness',
        Payload: JSON.stringify({ trigger: 'demand' }),
      }),
    );
    const { checks } = ReadinessReport.parse(JSON.parse(answer.Payload?.transformToString() ?? ''));
    return checks
      .filter(({ name, state }) => state !== 'ready' && name !== 'recovery-point')
      .map(({ name, detail }) => [name, detail]);
  }

  /** How often an operation was called in the standby region, and with what outcome if one is given. */
  calls(operation: string, outcome?: string): number {
    return this.world.trace.entries.filter(
      (entry) =>
        entry.kind === 'call' &&
        entry.region === this.estate.standbyRegion &&
        entry.operation === operation &&
        (outcome === undefined || entry.outcome === outcome),
    ).length;
  }
}

function instant(offset: string): number {
  return VIRTUAL_START_MS + milliseconds(offset);
}

export function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (parsed === undefined) throw new Error(`"${duration}" is not a duration. Write for example 1h20m`);
  return parsed;
}
