import { type DataSession, SqlError } from '../../data/data-store';
import type { Timer } from '../../kernel/scheduler';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { databaseError, runOf } from './connections';

/** A transaction with no call for this long is rolled back (RDS Data API Reference, BeginTransaction). */
const IDLE_MS = 3 * 60_000;
/** And every one after this long, however busy (same page). */
const LONGEST_MS = 24 * 3_600_000;

interface Transaction {
  readonly clusterArn: string;
  readonly session: DataSession;
  /** The run of the instance that it was begun on: it ends when another one takes the writes. */
  readonly writer: string | undefined;
  readonly end: Timer;
  idle: Timer;
  isBusy: boolean;
  /** When its last call was answered. */
  answeredAtMs: number;
}

/** Which transaction a call is for, and when its caller sent it: undefined where nobody knows. */
export interface TransactionCall {
  readonly id: string;
  readonly clusterArn: string;
  readonly calledAtMs: number | undefined;
}

/** The open transactions of one region's Data API. */
export class Transactions {
  readonly #region: Region;
  readonly #open = new Map<string, Transaction>();

  constructor(region: Region) {
    this.#region = region;
  }

  async begin(clusterArn: string, session: DataSession): Promise<string> {
    await session.execute('BEGIN', []);
    const { world, name } = this.#region;
    const id = Buffer.from(world.random.bytes(`rds-data/${name}/transactions`, 48)).toString('base64');
    this.#open.set(id, {
      clusterArn,
      session,
      writer: this.#writerOf(clusterArn),
      end: world.scheduler.after(LONGEST_MS, () => this.#drop(id)),
      idle: this.#expiry(id),
      isBusy: false,
      answeredAtMs: Number.NEGATIVE_INFINITY,
    });
    return id;
  }

  /** Does something on the transaction's own connection, which afterwards has another three minutes. */
  async use<T>(call: TransactionCall, run: (session: DataSession) => Promise<T>): Promise<T> {
    const transaction = this.#idleOne(call);
    transaction.isBusy = true;
    transaction.idle.cancel();
    try {
      return await run(transaction.session);
    } finally {
      transaction.isBusy = false;
      transaction.answeredAtMs = this.#region.world.scheduler.now();
      if (!transaction.session.isConnected) await this.#drop(call.id);
      else if (this.#open.has(call.id)) transaction.idle = this.#expiry(call.id);
    }
  }

  async end(call: TransactionCall, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const { session } = this.#idleOne(call);
    this.#forget(call.id);
    try {
      await session.execute(how, []);
    } catch (error) {
      // A constraint that was deferred to the end, or a backend that was ended.
      throw error instanceof SqlError ? databaseError(error) : error;
    } finally {
      await session.end();
    }
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Rolls it back, and knows it no more. */
  #drop(id: string): Promise<void> {
    const transaction = this.#forget(id);
    return transaction?.session.end() ?? Promise.resolve();
  }

  #lose(id: string): void {
    const transaction = this.#forget(id);
    this.#region.world.scheduler.spawn(() => transaction?.session.end() ?? Promise.resolve());
  }

  #forget(id: string): Transaction | undefined {
    const transaction = this.#open.get(id);
    this.#open.delete(id);
    transaction?.idle.cancel();
    transaction?.end.cancel();
    return transaction;
  }

  /** @throws AwsError where it is not open, or has not answered an earlier call yet when this one was sent */
  #idleOne({ id, clusterArn, calledAtMs = Number.POSITIVE_INFINITY }: TransactionCall): Transaction {
    const transaction = this.#get(id, clusterArn);
    if (!transaction.isBusy && transaction.answeredAtMs <= calledAtMs) return transaction;
    // Aurora User Guide, Comparing Data API behaviors, "Concurrent requests for the same transaction ID".
    throw new AwsError('DatabaseErrorException', 'Transaction is still running a query');
  }

  #get(id: string, clusterArn: string): Transaction {
    const transaction = this.#open.get(id);
    // Its connection broke with the writer, and PostgreSQL has rolled it back.
    if (transaction !== undefined && transaction.writer !== this.#writerOf(transaction.clusterArn)) this.#lose(id);
    if (transaction === undefined || !this.#open.has(id) || transaction.clusterArn !== clusterArn) {
      throw new AwsError('TransactionNotFoundException', `Transaction ${id} is not found`, { status: 404 });
    }
    return transaction;
  }

  /** Rolls back everything that is open on a cluster whose writer is lost: it holds no lock any longer. */
  lose(clusterArn: string): void {
    for (const [id, transaction] of this.#open) {
      if (transaction.clusterArn === clusterArn) this.#lose(id);
    }
  }

  #writerOf(clusterArn: string): string | undefined {
    const { clusters, instances } = this.#region.rds;
    const cluster = clusters.find(clusterArn);
    const writer = cluster && instances.writerOf(cluster);
    return writer && runOf(writer);
  }

  #expiry(id: string): Timer {
    return this.#region.world.scheduler.after(IDLE_MS, () => this.#drop(id));
  }
}
