import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/applyRows/aws';
import type {
  ApplyOutput,
  Input,
  Output,
  PlanOutput,
  RowsRequest,
  UndoOutput,
} from '../../../functions/applyRows/contract';
import { build } from '../../../functions/applyRows/handler';
import { aws as clusters } from '../../../functions/compareData/aws';
import type { Input as CompareInput, Output as CompareOutput } from '../../../functions/compareData/contract';
import { build as buildCompare } from '../../../functions/compareData/handler';
import { AwsError } from '../../../simulator/service';
import type { Cluster } from '../../../simulator/services/rds/model';
import type * as z from 'zod';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster } from '../../simulator/support/aurora-world';
import { callService } from '../../simulator/support/fake-world';
import { awsError, context, setEnvironment } from '../lambda-context';
import { dataOf, restoredCluster } from '../restored-cluster';

export const RECOVERY = '20261124-100000';
const REGION = 'us-east-1';
const MOST_CALLS = 200;

setEnvironment({
  PRIMARY_REGION: REGION,
  EVIDENCE_BUCKET_NAME: 'evidence',
  FUNCTION_NAME: 'pilot-light-apply-rows',
  DEADLINE_SECONDS: '600',
  ROWS_PER_TRANSACTION: '250000',
});

const COMMANDS = {
  BeginTransaction: BeginTransactionCommand,
  ExecuteStatement: ExecuteStatementCommand,
  CommitTransaction: CommitTransactionCommand,
  RollbackTransaction: RollbackTransactionCommand,
};
type DataOperation = keyof typeof COMMANDS;

/** A call of the Data API, before it is answered. */
export interface DataCall {
  readonly operation: DataOperation;
  readonly sql: string;
  /** How many. */
  readonly parameters: number;
}

/** What happens to a call: its function dies before it, or the answer is lost behind it. */
export type Fault = 'dies' | 'answer-lost';

type Given = Partial<z.input<typeof RowsRequest>>;

/** A live and a restored cluster on real PostgreSQL, the evidence bucket, and the functions between them. */
export class RepairStage {
  readonly world: AuroraWorld = auroraWorld();
  readonly objects = new Map<string, string>();
  /** Of every call of the Data API by the repair, in order. */
  readonly calls: DataCall[] = [];
  /** What goes on beside: before each call of the repair. */
  before: () => Promise<void> = async () => undefined;
  /** Decides what happens to each call of the repair. */
  fault: (call: DataCall) => Fault | undefined = () => undefined;
  #live: Cluster | undefined;
  #restored: Cluster | undefined;
  #isDead = false;
  #isComparing = false;
  #callsOpen = 0;
  hasFailed = false;
  readonly #mocks = [mockClient(RDSDataClient), mockClient(S3Client)] as const;

  constructor() {
    const [rdsData, s3] = this.#mocks;
    for (const [operation, command] of Object.entries(COMMANDS)) {
      rdsData.on(command as typeof ExecuteStatementCommand).callsFake((input: object) => {
        this.#callsOpen += 1;
        return this.#call(operation as DataOperation, input).finally(() => {
          this.#callsOpen -= 1;
        });
      });
    }
    s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
      const text = this.objects.get(Key);
      if (text === undefined) throw awsError('NoSuchKey', 'The specified key does not exist.', 404);
      return { Body: { transformToString: async () => text } };
    });
    s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: string }) => {
      if (this.#isDead) throw awsError('TimeoutError', 'dead', 500);
      this.objects.set(Key, Body);
      return {};
    });
  }

  /** Both clusters with what `sql` makes; later statements go to one of them. */
  async open(sql: readonly string[]): Promise<void> {
    await this.openLive(sql);
    await this.restoreNow();
  }

  async openLive(sql: readonly string[]): Promise<void> {
    this.#live = await primaryCluster(this.world, REGION);
    // A million rows take as long as they take.
    await this.run('SET statement_timeout = 0', 'SET ROLE postgres', ...sql, 'RESET ROLE');
  }

  /** A cluster restored beside the live one, with what that has now. */
  async restoreNow(): Promise<void> {
    this.#restored = await restoredCluster(this.world, REGION, this.#live);
    await this.restored.query('SET statement_timeout = 0', [], 'app');
  }

  /** Another recovery: nothing in the bucket, and nothing goes wrong. */
  reset(): void {
    this.objects.clear();
    this.fault = () => undefined;
    this.hasFailed = false;
    this.before = async () => undefined;
    process.env['ROWS_PER_TRANSACTION'] = '250000';
    process.env['DEADLINE_SECONDS'] = '600';
  }

  /** The nth call of an operation, or whose statement has this text, goes wrong, once. */
  failNth(what: string, nth: number, fault: Fault): void {
    let count = 0;
    this.hasFailed = false;
    this.fault = ({ operation, sql }) => {
      if (operation !== what && !sql.includes(what)) return undefined;
      count += 1;
      if (count !== nth) return undefined;
      this.hasFailed = true;
      return fault;
    };
  }

  get live() {
    return dataOf(this.#live);
  }

  get restored() {
    return dataOf(this.#restored);
  }

  close(): Promise<void> {
    for (const mock of this.#mocks) mock.restore();
    return closeWorld(this.world);
  }

  /** Runs statements of the application in the live cluster. */
  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.live.query(statement, [], 'app');
  }

  /** The first column of the rows, as text. */
  async column(sql: string): Promise<readonly string[]> {
    const rows = await this.live.query(sql, [], 'app');
    return rows.map((row) => String(Object.values(row)[0]));
  }

  /** Every row of tables of the live cluster, as text. */
  async contents(...tables: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
    const all: Record<string, readonly string[]> = {};
    for (const table of tables)
      all[table] = await this.column(`SELECT t::text FROM ${table} t ORDER BY t::text COLLATE "C"`);
    return all;
  }

  target(which: 'live' | 'restored') {
    const cluster = which === 'live' ? this.#live : this.#restored;
    // A restored cluster keeps the passwords of the one that it is of.
    return { clusterArn: cluster?.arn ?? '', secretArn: this.#live?.masterSecret?.arn ?? '' };
  }

  #common() {
    return { recoveryId: RECOVERY, live: this.target('live'), database: 'app' };
  }

  plan(request: Given = {}): Promise<z.output<typeof PlanOutput>> {
    const input = { action: 'plan' as const, ...this.#common(), restored: this.target('restored'), request };
    return this.invoke(input) as Promise<z.output<typeof PlanOutput>>;
  }

  /** One call, or as many as it takes: a function that has died is called again. */
  async apply(planId: string, request: Given = {}): Promise<z.output<typeof ApplyOutput>> {
    const input = { action: 'apply' as const, ...this.#common(), planId, request };
    return (await this.toEnd(input)) as z.output<typeof ApplyOutput>;
  }

  /** One call alone. */
  once(planId: string): Promise<z.output<typeof Output>> {
    return this.invoke({ action: 'apply', ...this.#common(), planId, request: {}, progress: null });
  }

  async undo(): Promise<z.output<typeof UndoOutput>> {
    return (await this.toEnd({ action: 'undo', ...this.#common() })) as z.output<typeof UndoOutput>;
  }

  /** As the state machine does: hands the progress back until it is over, and calls again where there was no answer. */
  async toEnd(input: object): Promise<z.output<typeof Output>> {
    let progress: unknown = null;
    for (let call = 0; call < MOST_CALLS; call += 1) {
      const output = await this.invoke({ ...input, progress }).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'TransientDependencyError') return undefined;
        throw error;
      });
      if (output !== undefined && output.phase !== 'working') return output;
      progress = output !== undefined && 'progress' in output ? output.progress : progress;
      await this.sleep(output !== undefined && 'nextPollSeconds' in output ? output.nextPollSeconds : 5);
    }
    throw new Error(`not over after ${MOST_CALLS} calls`);
  }

  sleep(seconds: number): Promise<void> {
    return this.world.scheduler.runToEnd(this.world.scheduler.sleep(seconds * 1000));
  }

  /** One call of the function. */
  async invoke(input: object): Promise<z.output<typeof Output>> {
    this.#isDead = false;
    this.#forgetCalls();
    return await this.world.scheduler.runToEnd(build(aws, () => this.world.scheduler.now())(input as Input, context));
  }

  /** Otherwise every request and answer is kept: gigabytes, of a million rows. */
  #forgetCalls(): void {
    // Not while one of them is called: by a call of the function beside another.
    if (this.#callsOpen === 0) for (const mock of this.#mocks) mock.resetHistory();
  }

  async #call(operation: DataOperation, input: object): Promise<object> {
    const { sql = '', parameters = [] } = input as { sql?: string; parameters?: readonly object[] };
    const call = { operation, sql, parameters: parameters.length };
    if (this.#isComparing) return await this.#send(operation, input);
    await this.before();
    const lost = () => awsError('TimeoutError', 'socket hang up', 500);
    if (!this.#isDead && operation !== 'RollbackTransaction') {
      const fault = this.fault(call);
      this.#isDead = fault === 'dies';
      if (fault === 'answer-lost') {
        await this.#send(operation, input);
        throw lost();
      }
    }
    // What is dead does not even roll back.
    if (this.#isDead) throw lost();
    this.calls.push(call);
    return await this.#send(operation, input);
  }

  async #send(operation: DataOperation, input: object): Promise<object> {
    try {
      return await callService(this.world, { region: REGION, service: 'rds-data', operation, input });
    } catch (error) {
      if (error instanceof AwsError) throw awsError(error.code, error.message, error.status);
      throw error;
    }
  }

  /** Compares both clusters, as the state machine does before a repair: the lists are in the bucket then. */
  compare(...tables: readonly string[]): Promise<z.output<typeof CompareOutput>> {
    return this.#compare('before', tables);
  }

  /** And behind a repair. */
  compareAgain(...tables: readonly string[]): Promise<z.output<typeof CompareOutput>> {
    return this.#compare('after', tables);
  }

  async #compare(label: 'before' | 'after', tables: readonly string[]): Promise<z.output<typeof CompareOutput>> {
    const handler = buildCompare(clusters, () => this.world.scheduler.now());
    const input = { ...this.#common(), label, restored: this.target('restored'), tables: [...tables] };
    let cursor: z.output<typeof CompareOutput>['cursor'] = null;
    this.#isComparing = true;
    try {
      for (let call = 0; call < MOST_CALLS; call += 1) {
        const given: z.input<typeof CompareInput> = { ...input, cursor };
        const output = await this.world.scheduler.runToEnd(handler(given, context));
        this.#forgetCalls();
        if (output.phase === 'done') return output;
        ({ cursor } = output);
        await this.sleep(output.nextPollSeconds);
      }
    } finally {
      this.#isComparing = false;
    }
    throw new Error(`not compared after ${MOST_CALLS} calls`);
  }

  writeIndex(index: object): void {
    this.objects.set(`corruption/${RECOVERY}/before/index.json`, JSON.stringify(index));
  }
}
