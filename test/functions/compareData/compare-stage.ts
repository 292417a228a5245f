import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type * as z from 'zod';
import { aws } from '../../../functions/compareData/aws';
import { ComparisonResult, type Input, type Output } from '../../../functions/compareData/contract';
import { build } from '../../../functions/compareData/handler';
import { AwsError } from '../../../simulator/service';
import type { Cluster } from '../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster } from '../../simulator/support/aurora-world';
import { callService } from '../../simulator/support/fake-world';
import { awsError, context, setEnvironment } from '../lambda-context';
import { dataOf, restoredCluster, trackCommits } from '../restored-cluster';

export const RECOVERY = '20261124-100000';
const REGION = 'us-east-1';
const MOST_CALLS = 50;

setEnvironment({ PRIMARY_REGION: REGION, EVIDENCE_BUCKET_NAME: 'evidence', DEADLINE_SECONDS: '600' });

const COMMANDS = {
  BeginTransaction: BeginTransactionCommand,
  ExecuteStatement: ExecuteStatementCommand,
  RollbackTransaction: RollbackTransactionCommand,
};
type DataOperation = keyof typeof COMMANDS;

/** A statement, before it is answered. */
export interface Statement {
  readonly sql: string;
  readonly side: 'live' | 'restored';
  /** Of this stage, from 1. */
  readonly place: number;
}

export interface Line {
  readonly key: readonly string[];
  readonly row?: string;
  readonly live?: string;
  readonly xmin?: string;
  readonly movable?: boolean;
}

/** A live and a restored cluster on real PostgreSQL, the evidence bucket, and the function between them. */
export class CompareStage {
  readonly world: AuroraWorld = auroraWorld();
  readonly objects = new Map<string, string>();
  /** Instead of an answer: an error. */
  fault: (statement: Statement) => Error | undefined = () => undefined;
  /** Milliseconds of virtual time that a statement takes. */
  statementMs = 0;
  calls = 0;
  #live: Cluster | undefined;
  #restored: Cluster | undefined;
  #statements = 0;
  #clockMs = 0;
  readonly #handler = build(aws, () => this.world.scheduler.now() + this.#clockMs);

  constructor() {
    const rdsData = mockClient(RDSDataClient);
    for (const [operation, command] of Object.entries(COMMANDS)) {
      rdsData
        .on(command as typeof ExecuteStatementCommand)
        .callsFake((input: object) => this.#call(operation as DataOperation, input));
    }
    const s3 = mockClient(S3Client);
    s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
      const text = this.objects.get(Key);
      if (text === undefined) throw awsError('NoSuchKey', 'The specified key does not exist.', 404);
      return { Body: { transformToString: async () => text } };
    });
    s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: string }) => {
      this.objects.set(Key, Body);
      return {};
    });
  }

  /** The live cluster with what `sql` makes, and a copy of it beside it. */
  async open(...sql: readonly string[]): Promise<void> {
    this.#live = await primaryCluster(this.world, REGION);
    await this.live('DROP TABLE numbers', 'SET ROLE postgres', ...sql, 'RESET ROLE');
    this.#restored = await restoredCluster(this.world, REGION, this.#live);
  }

  /** From here on the live cluster keeps when each transaction was committed. */
  trackCommits(): Promise<void> {
    return trackCommits(this.world, this.#live);
  }

  close(): Promise<void> {
    return closeWorld(this.world);
  }

  /** Runs statements in the live cluster, over a connection that the function does not use. */
  async live(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await dataOf(this.#live).query(statement, [], 'app');
  }

  /** Asks the live cluster over the same connection. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return dataOf(this.#live).query(sql, [], 'app');
  }

  async restored(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await dataOf(this.#restored).query(statement, [], 'app');
  }

  input(more: Partial<z.input<typeof Input>> = {}): z.input<typeof Input> {
    // A restored cluster keeps the passwords of the one that it is of.
    const target = (cluster: Cluster | undefined) => ({
      clusterArn: cluster?.arn ?? '',
      secretArn: this.#live?.masterSecret?.arn ?? '',
    });
    return {
      recoveryId: RECOVERY,
      label: 'before',
      restored: target(this.#restored),
      live: target(this.#live),
      database: 'app',
      ...more,
    };
  }

  /** One call of the function. */
  invoke(more: Partial<z.input<typeof Input>> = {}): Promise<z.output<typeof Output>> {
    return this.world.scheduler.runToEnd(this.#handler(this.input(more), context));
  }

  /** As the state machine does: hands the cursor back until it is done. */
  async compare(...tables: readonly string[]): Promise<z.output<typeof Output>> {
    let cursor: z.output<typeof Output>['cursor'] = null;
    for (let call = 0; call < MOST_CALLS; call += 1) {
      const output = await this.invoke({ tables: tables.length === 0 ? null : [...tables], cursor });
      if (output.phase === 'done') return output;
      ({ cursor } = output);
    }
    throw new Error(`not done after ${MOST_CALLS} calls`);
  }

  get index(): ComparisonResult {
    return ComparisonResult.parse(JSON.parse(this.objects.get(`corruption/${RECOVERY}/before/index.json`) ?? ''));
  }

  /** The lines of a table's list, by its index. */
  list(table: string, kind: 'deleted' | 'changed' | 'added'): readonly Line[] {
    const keys = this.index.tables.find((each) => each.table === table)?.objects[kind] ?? [];
    return keys.flatMap((key) =>
      (this.objects.get(key) ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line),
    );
  }

  async #call(operation: DataOperation, input: object): Promise<object> {
    this.calls += 1;
    const { sql = '', resourceArn } = input as { sql?: string; resourceArn?: string };
    if (operation === 'ExecuteStatement') {
      this.#statements += 1;
      this.#clockMs += this.statementMs;
      const side = resourceArn === this.#live?.arn ? 'live' : 'restored';
      const error = this.fault({ sql, side, place: this.#statements });
      if (error !== undefined) throw error;
    }
    try {
      return await callService(this.world, { region: REGION, service: 'rds-data', operation, input });
    } catch (error) {
      throw error instanceof AwsError ? awsError(error.code, error.message, error.status) : error;
    }
  }
}
