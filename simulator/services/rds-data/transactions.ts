import type { DataSession } from '../../data/data-store';
import type { Timer } from '../../kernel/scheduler';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { runOf } from './connections';

/** A transaction with no call for this long is rolled back (RDS Data API Reference, BeginTransaction). */
const IDLE_MS = 3 * 60_000;

interface Transaction {
  readonly clusterArn: string;
  readonly session: DataSession;
  /** The run of the instance that it was begun on: it ends when another one takes the writes. */
  readonly writer: string | undefined;
  timer: Timer;
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
    this.#open.set(id, { clusterArn, session, writer: this.#writerOf(clusterArn), timer: this.#expiry(id) });
    return id;
  }

  /** The transaction's own connection. Every use gives it another three minutes. */
  use(id: string, clusterArn: string): DataSession {
    const transaction = this.#get(id, clusterArn);
    transaction.timer.cancel();
    transaction.timer = this.#expiry(id);
    return transaction.session;
  }

  async end(id: string, clusterArn: string, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const { session, timer } = this.#get(id, clusterArn);
    this.#open.delete(id);
    timer.cancel();
    try {
      await session.execute(how, []);
    } finally {
      await session.end();
    }
  }

  #get(id: string, clusterArn: string): Transaction {
    const transaction = this.#open.get(id);
    if (transaction !== undefined && transaction.writer !== this.#writerOf(transaction.clusterArn)) this.#lose(id);
    if (transaction === undefined || !this.#open.has(id) || transaction.clusterArn !== clusterArn) {
      throw new AwsError('TransactionNotFoundException', `Transaction ${id} is not found`, { status: 404 });
    }
    return transaction;
  }

  /** Rolls back everything that is open on a cluster whose writer is lost: it holds no lock any longer. */
  lose(clusterArn: string): void {
    for (const [id, transaction] of this.#open) if (transaction.clusterArn === clusterArn) this.#lose(id);
  }

  /** Its connection broke with the writer, and PostgreSQL has rolled it back. */
  #lose(id: string): void {
    const transaction = this.#open.get(id);
    this.#open.delete(id);
    transaction?.timer.cancel();
    this.#region.world.scheduler.spawn(() => transaction?.session.end() ?? Promise.resolve());
  }

  #writerOf(clusterArn: string): string | undefined {
    const { clusters, instances } = this.#region.rds;
    const cluster = clusters.find(clusterArn);
    const writer = cluster && instances.writerOf(cluster);
    return writer && runOf(writer);
  }

  #expiry(id: string): Timer {
    return this.#region.world.scheduler.after(IDLE_MS, async () => {
      const transaction = this.#open.get(id);
      this.#open.delete(id);
      await transaction?.session.end();
    });
  }
}
