import type { World } from '../../simulator/world';
import { isOutage } from '../stage/retry-outage';
import type { SqlRunner } from './sql-runner';

/** What a good write left: the row by its place, and what it says there. */
export interface GoodWrite {
  readonly orderId: number;
  readonly note: string;
  readonly atMs: number;
}

const EVERY_MS = 20_000;
/** Far from what the sequence gives: such an order is known by its id. */
const FIRST_ID = 1_000_000;

/**
 * A client that goes on writing whatever happens: new orders with a line each, and every third time a change of an order
 * that was there before.
 */
export class GoodWrites {
  /** The newest of each order. */
  readonly newest = new Map<number, GoodWrite>();
  /** Orders whose write had no answer: nobody knows whether it was done. */
  readonly unanswered = new Set<number>();
  #isStopped = false;
  #sequence = 0;
  readonly #world: World;
  readonly #run: SqlRunner;
  readonly #orders: number;

  constructor(world: World, run: SqlRunner, orders: number) {
    this.#world = world;
    this.#run = run;
    this.#orders = orders;
  }

  start(): void {
    this.#world.scheduler.spawn(async () => {
      while (!this.#isStopped) {
        await this.#tryWrite();
        await this.#world.scheduler.sleep(EVERY_MS);
      }
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** While the database does not answer, a client has nothing written, and tries again later. */
  async #tryWrite(): Promise<void> {
    this.#sequence += 1;
    try {
      await this.#write();
    } catch (error) {
      if (!isOutage(error)) throw error;
      const orderId = this.#orderId();
      this.unanswered.add(orderId);
      this.newest.delete(orderId);
    }
  }

  /** Every third time one of those that are open, whichever damage there is: where it was changed by mistake, this is newer. */
  #orderId(): number {
    return this.#sequence % 3 === 0 ? 10 + ((this.#sequence * 20) % this.#orders) : FIRST_ID + this.#sequence;
  }

  async #write(): Promise<void> {
    const orderId = this.#orderId();
    const note = `good write ${this.#sequence}`;
    const atMs = this.#world.scheduler.now();
    const time = new Date(atMs).toISOString();
    if (this.#sequence % 3 === 0) {
      const changed = await this.#run(`update orders set note = '${note}' where id = ${orderId}`);
      if (changed > 0) this.newest.set(orderId, { orderId, note, atMs });
      return;
    }
    await this.#run(
      `insert into orders (id, customer, status, total_cents, note, placed_at)
       values (${orderId}, 'customer 1', 'open', 100, '${note}', '${time}')`,
    );
    await this.#run(`insert into order_lines values (${orderId}, 1, 'product 1', 1)`);
    this.newest.set(orderId, { orderId, note, atMs });
  }
}
