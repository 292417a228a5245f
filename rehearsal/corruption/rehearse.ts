import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ClusterData } from '../../simulator/data/data-store';
import { repairPrefixOf } from './repair-prefix';
import { runToEnd } from '../stage/execution';
import { VIRTUAL_START_MS } from '../stage/options';
import { readRecord } from '../stage/record';
import { refuseTooEarly, startAt } from '../stage/refuse-too-early';
import { rehearseOnStage } from '../stage/rehearse-on-stage';
import { retryOutage } from '../stage/retry-outage';
import type { Stage } from '../stage/stage';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';
import { approveWhenAsked } from './approve';
import { buildReport } from './build-report';
import { CorruptionEvidence } from './evidence';
import { GoodWrites } from './good-writes';
import { type CorruptionOptions, ORDERS, SEARCHED_MS } from './options';
import type { CorruptionReport } from './report';
import { runTogether, sqlRunner, type SqlTarget } from './sql-runner';
import {
  DAMAGE,
  differences,
  type Digests,
  fillStatements,
  missingOrOther,
  PREDICATE,
  readDigests,
  SCHEMA,
  writersOf,
} from './tables';
import { runUndo } from './undo';

export interface CorruptionResult {
  readonly report: CorruptionReport;
  readonly evidence: string | undefined;
  readonly trace: string;
}

/** Until somebody has seen it, and the log has reached beyond it. */
const NOTICED_MS = 12 * 60_000;
/** Of the export: what is kept is removed in the same rehearsal. */
const KEEP_HOURS = 2;
const AFTERMATH_MS = 60_000;

/** A client damages data, others go on writing, and somebody starts the recovery. */
export async function rehearseCorruption(
  options: CorruptionOptions,
  listener: TimelineListener = () => undefined,
): Promise<CorruptionResult> {
  return await rehearseOnStage(
    {
      options,
      listener,
      describe: ({ PublicName }) => `clients write through ${PublicName}, and to tables of their own`,
    },
    (stage, timeline) => new CorruptionRehearsal(options, stage, timeline).run(),
  );
}

class CorruptionRehearsal {
  readonly #options: CorruptionOptions;
  readonly #stage: Stage;
  readonly #timeline: Timeline;
  readonly #target: SqlTarget;
  #beforeApply: Promise<{ readonly digests: Digests; readonly atMs: number }> | undefined;
  #readFromKept: number | undefined;

  constructor(options: CorruptionOptions, stage: Stage, timeline: Timeline) {
    this.#options = options;
    this.#stage = stage;
    this.#timeline = timeline;
    const { arn, databaseName } = stage.primary.rds.cluster(stage.estate.ClusterIdentifier);
    const secretArn = stage.primary.secretsManager.get(stage.estate.MasterSecretName).arn;
    this.#target = { resourceArn: arn, secretArn, database: databaseName };
  }

  async run(): Promise<CorruptionResult> {
    const { world, estate, operator } = this.#stage;
    const { scheduler } = world;
    const { damageAtMs, damage, find, orders = ORDERS } = this.#options;
    const client = operator.rdsData(estate.primaryRegion);
    const run = sqlRunner(client, this.#target);
    for (const sql of [...SCHEMA, ...fillStatements(orders)]) await run(sql);
    const requests = this.#stage.startClients(this.#options.workload.client);

    refuseTooEarly(world, startAt(damageAtMs, '1h15m', '--start-at'));
    const searchedFromMs = VIRTUAL_START_MS + damageAtMs;
    // Anywhere in the range, by the seed.
    const intoRangeMs = find === true ? Math.floor(world.random.next('rehearsal/damage') * SEARCHED_MS) : 0;
    await scheduler.runUntil(searchedFromMs + intoRangeMs);
    const before = await this.#digests();
    const damagedAtMs = scheduler.now();
    this.#timeline.phase('trouble', `a client runs: ${DAMAGE[damage].join('; ')}`);
    await runTogether(client, this.#target, DAMAGE[damage]);
    const bad = missingOrOther(before, await this.#digests());
    const transactions = await scheduler.runToEnd(writersOf(this.#live(), damage));

    const good = new GoodWrites(world, run, orders);
    good.start();
    const rangeEndMs = find === true ? searchedFromMs + SEARCHED_MS : damagedAtMs;
    await scheduler.runUntil(rangeEndMs + NOTICED_MS);
    this.#watch();
    const startedAtMs = scheduler.now();
    approveWhenAsked(world, estate);
    if (find === true) approveWhenAsked(world, estate, 'search');
    const time = (ms: number) => new Date(ms).toISOString();
    const executionArn = await this.#start(
      find === true
        ? { find: { sql: PREDICATE[damage], from: time(searchedFromMs), to: time(rangeEndMs) } }
        : { at: time(damagedAtMs - 1) },
      transactions,
    );
    const execution = await runToEnd(world, estate, executionArn);
    this.#timeline.end(execution.status === 'SUCCEEDED', `execution ${execution.name} ended: ${execution.status}`);
    this.#timeline.phase('aftermath', 'clients go on for a minute, then the rows are counted');
    await scheduler.runUntil(scheduler.now() + AFTERMATH_MS);
    good.stop();
    requests.stop();
    await scheduler.runUntil(scheduler.now() + AFTERMATH_MS);

    const key = `corruption/${execution.name}.json`;
    const recorded = await readRecord(world, estate, { executionArn, key }, CorruptionEvidence);
    const evidence = recorded.from === 'nowhere' ? undefined : recorded.evidence;
    const after = await this.#digests();
    const notes = await this.#notes();
    const undo = await this.#undo(evidence, good);
    const prefix = repairPrefixOf(estate);
    const report = buildReport({
      options: this.#options,
      world,
      estate,
      damagedAtMs,
      startedAtMs,
      execution,
      recorded,
      evidence,
      bad,
      before,
      after,
      good: [...good.newest.values()],
      unanswered: good.unanswered,
      notes,
      undo,
      readFromKept: this.#readFromKept,
      left: [...this.#stage.primary.rds.clusters.all.keys()].filter((name) => name.startsWith(prefix)),
    });
    return {
      report,
      evidence: recorded.from === 'bucket' ? recorded.text : undefined,
      trace: world.trace.toJsonLines(),
    };
  }

  async #start(moment: object, transactions: readonly string[]): Promise<string> {
    const { world, estate, operator } = this.#stage;
    const { mode, seed } = this.#options;
    const input = {
      mode,
      reason: 'rehearsal: a client has damaged data',
      requestedBy: 'pilotlight rehearse',
      ...moment,
      ...(mode === 'export'
        ? { keepHours: KEEP_HOURS }
        : { tables: ['public.orders', 'public.order_lines', 'public.payments'] }),
      ...(mode === 'rows' && transactions.length > 0 ? { transactions } : {}),
    };
    this.#timeline.phase('recovery', `corruption-recovery starts in ${estate.standbyRegion}: ${JSON.stringify(input)}`);
    this.#timeline.follow(estate.standbyRegion, estate.CorruptionRecoveryArn, mode);
    const command = new StartExecutionCommand({
      stateMachineArn: estate.CorruptionRecoveryArn,
      name: `rehearsal-${mode}-${seed}`,
      input: JSON.stringify(input),
    });
    const { executionArn } = await retryOutage(world, () => operator.states(estate.standbyRegion).send(command));
    if (executionArn === undefined) throw new Error('StartExecution answered without the ARN of an execution.');
    return executionArn;
  }

  /** What is there when the first row is about to be written, and what can be read from what is kept. */
  #watch(): void {
    const { standby, world } = this.#stage;
    standby.states.onProgress(({ event, state = '' }) => {
      if (!event.endsWith('StateEntered')) return;
      if (state === 'ApplyRows') {
        const atMs = world.scheduler.now();
        this.#beforeApply ??= readDigests(this.#live()).then((digests) => ({ digests, atMs }));
      }
      if (state === 'WaitWhileKept' && this.#readFromKept === undefined) {
        world.scheduler.spawn(async () => {
          this.#readFromKept ??= await this.#readKept();
        });
      }
    });
  }

  /** As a person reads from it, with the password of the reader. */
  async #readKept(): Promise<number> {
    const { estate, primary, operator } = this.#stage;
    const prefix = repairPrefixOf(estate);
    const kept = [...primary.rds.clusters.all.values()].find(({ identifier }) => identifier.startsWith(prefix));
    if (kept === undefined) return -1;
    const secretArn = primary.secretsManager.get(estate.MasterSecretName.replace(/[^/]+$/, 'reader')).arn;
    const command = {
      resourceArn: kept.arn,
      secretArn,
      database: kept.databaseName,
      sql: 'select count(*) from orders',
    };
    const { records } = await operator.rdsData(estate.primaryRegion).send(new ExecuteStatementCommand(command));
    return records?.[0]?.[0]?.longValue ?? -1;
  }

  /** Takes the repair back, and compares what is there with what was there before it, but for what was written since. */
  async #undo(
    evidence: CorruptionEvidence | undefined,
    good: GoodWrites,
  ): Promise<{ readonly isDone: boolean; readonly different: readonly string[] } | undefined> {
    const command = evidence?.undo?.command ?? undefined;
    if (command === undefined || this.#beforeApply === undefined) return undefined;
    const { digests, atMs } = await this.#stage.world.scheduler.runToEnd(this.#beforeApply);
    const isDone = await runUndo(this.#stage.world, this.#stage.estate, command);
    const now = await this.#digests();
    const since = new Set(
      [...good.newest.values()].filter((write) => write.atMs >= atMs).map(({ orderId }) => orderId),
    );
    const isOfGoodWrite = (row: string) => {
      const orderId = Number(/^public\.order(?:s|_lines) (\d+)/.exec(row)?.[1]);
      return since.has(orderId) || good.unanswered.has(orderId);
    };
    return { isDone, different: [...differences(digests, now)].filter((row) => !isOfGoodWrite(row)) };
  }

  #live(): ClusterData {
    const { data } = this.#stage.primary.rds.cluster(this.#stage.estate.ClusterIdentifier);
    if (data === undefined) throw new Error('The live cluster has no data.');
    return data;
  }

  #digests(): Promise<Digests> {
    return this.#stage.world.scheduler.runToEnd(readDigests(this.#live()));
  }

  async #notes(): Promise<ReadonlyMap<number, string | null>> {
    const rows = await this.#stage.world.scheduler.runToEnd(
      this.#live().query(`select id::text as id, note from orders where note is not null`),
    );
    return new Map(rows.map(({ id, note }) => [Number(id), typeof note === 'string' ? note : null]));
  }
}
